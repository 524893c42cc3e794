using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CityOps.Hub.Links;

namespace CityOps.Node.Federation;

/// <summary>An answer as it came: status and body.</summary>
internal sealed record ApiAnswer(int Status, byte[] Body)
{
    public bool Good => Status is >= 200 and < 300;

    public JsonElement Json() => JsonDocument.Parse(Body).RootElement.Clone();

    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}

/// <summary>
/// Speaks to one deployment as an outsider would: over HTTP, with a platform's credentials. A deployment that is away is
/// tried again until the caller gives up: the federation is killed on purpose here.
/// </summary>
internal sealed class ApiClient(string url, string clientId, string secret, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient http = PeerClient.To(url);
    private readonly LinkTokens tokens = new(clientId, secret, clock);

    public Task<ApiAnswer> GetAsync(string path, CancellationToken ct) => CallAsync(() => new HttpRequestMessage(HttpMethod.Get, path), ct);

    /// <summary>One call and no second, whatever comes of it.</summary>
    public async Task TryGetAsync(string path, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(http, ct));
            using var response = await http.SendAsync(request, ct);
        }
        catch (HttpRequestException)
        {
            // Away: nothing was asked for that would be missed.
        }
    }

    public Task<ApiAnswer> PutAsync(string path, byte[] json, CancellationToken ct) =>
        CallAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(json) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                return request;
            },
            ct);

    public Task<ApiAnswer> PostAsync(string path, byte[] json, CancellationToken ct) => PostAsync(path, json, "application/json", null, ct);

    public Task<ApiAnswer> PostAsync(string path, byte[] body, string type, string? batchId, CancellationToken ct) =>
        CallAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
                if (batchId is not null)
                {
                    request.Headers.Add("Idempotency-Key", batchId);
                }

                return request;
            },
            ct);

    public void Dispose() => http.Dispose();

    private async Task<ApiAnswer> CallAsync(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                using var request = make();
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(http, ct));
                using var response = await http.SendAsync(request, ct);
                var body = await response.Content.ReadAsByteArrayAsync(ct);
                if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests))
                {
                    return new ApiAnswer((int)response.StatusCode, body);
                }

                tokens.Forget();
            }
            catch (Exception away) when (away is HttpRequestException or IOException || (away is OperationCanceledException && !ct.IsCancellationRequested))
            {
                // Away, or cut off in the middle: the same call again is safe by design.
            }

            await Task.Delay(Again, clock, ct);
        }
    }
}
