namespace CityOps.Portal.Asking;

/// <summary>The portal's only way out: to the deployment whose pages these are. No proxy, no redirects, no cookies, 10 s, 8 MiB at most.</summary>
internal sealed class SelfHttp : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MostBytes = 8 << 20;

    private readonly HttpClient http;

    public SelfHttp(PortalOptions options) => http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        BaseAddress = new Uri(options.Self.EndsWith('/') ? options.Self : options.Self + "/"),
        Timeout = Patience,
        MaxResponseContentBufferSize = MostBytes,
    };

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) => http.SendAsync(request, ct);

    public void Dispose() => http.Dispose();
}
