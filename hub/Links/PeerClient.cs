namespace CityOps.Hub.Links;

/// <summary>The HTTP client of links: no proxy, no redirects, no cookies; connections age out so that DNS changes are seen.</summary>
public static class PeerClient
{
    /// <summary>Longer than the longest poll (60 s), so that a patient hub is never cut off.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static HttpClient To(string url) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = 256,
    })
    {
        BaseAddress = new Uri(url.EndsWith('/') ? url : url + "/"),
        Timeout = Patience,
    };
}
