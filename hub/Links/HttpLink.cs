using System.Net.Http.Headers;
using System.Text.Json;
using CityOps.Hub.Exchange;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas;

namespace CityOps.Hub.Links;

/// <summary>
/// The link to a hub elsewhere: wire protocol version 1. Answers of 5xx, 429 and time-outs are exceptions or refusals
/// with a Retry-After; a problem document becomes the refusal it says.
/// </summary>
public sealed class HttpLink(HttpClient client, LinkTokens tokens) : ILink
{
    private const int MostAnswerBytes = 64 << 20;

    public async Task<Outcome<Receipt>> SendAsync(string service, string batchId, ReadOnlyMemory<byte> lines, CancellationToken ct)
    {
        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"exchange/v1/interfaces/{service}/batches") { Content = new ReadOnlyMemoryContent(lines) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            request.Headers.Add("Idempotency-Key", batchId);
            return request;
        }

        return (await CallAsync(Request, ct)).Match<Outcome<Receipt>>(json => Receipt.FromJson(json.Span), refusal => refusal);
    }

    public async Task<Outcome<Page>> PullAsync(PullRequest request, CancellationToken ct)
    {
        var query = $"limit={request.Limit}&wait={(int)request.Wait.TotalSeconds}";
        query += request.After is { } after ? $"&after={after}" : "";
        query += request.Log is { } log ? $"&log={Uri.EscapeDataString(log)}" : "";
        var answer = await CallAsync(() => new HttpRequestMessage(HttpMethod.Get, $"exchange/v1/subscriptions/{request.Subscription}/records?{query}"), ct);
        return answer.Match<Outcome<Page>>(json => Page.Read(json), refusal => refusal);
    }

    public async Task<Outcome<long>> CommitAsync(string subscription, PositionMove move, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(move, HubJson.Default.PositionMove);
        var answer = await CallAsync(() => Json(HttpMethod.Put, $"exchange/v1/subscriptions/{subscription}/position", body), ct);
        return answer.Match<Outcome<long>>(json => Number(json, "position"), refusal => refusal);
    }

    public async Task<Outcome<int>> RefuseAsync(string subscription, RefusalList refusals, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(refusals, HubJson.Default.RefusalList);
        var answer = await CallAsync(() => Json(HttpMethod.Post, $"exchange/v1/subscriptions/{subscription}/refusals", body), ct);
        return answer.Match<Outcome<int>>(json => (int)Number(json, "parked"), refusal => refusal);
    }

    /// <summary>Any document of the other hub, by its path.</summary>
    public Task<Outcome<ReadOnlyMemory<byte>>> FetchAsync(string path, CancellationToken ct) => CallAsync(() => new HttpRequestMessage(HttpMethod.Get, path), ct);

    /// <summary>A JSON body to any path of the other hub.</summary>
    public Task<Outcome<ReadOnlyMemory<byte>>> PostAsync(string path, byte[] json, CancellationToken ct) => CallAsync(() => Json(HttpMethod.Post, path, json), ct);

    private static HttpRequestMessage Json(HttpMethod method, string path, byte[] body)
    {
        var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    private static long Number(ReadOnlyMemory<byte> json, string member)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(member).GetInt64();
    }

    // A token may have been revoked or its key replaced: one refusal of it is worth one fresh token, not more.
    private async Task<Outcome<ReadOnlyMemory<byte>>> CallAsync(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        var first = await OnceAsync(make(), ct);
        if (first.TryGet(out var answer, out var refusal) || refusal.Kind != RefusalKind.Unauthenticated)
        {
            return answer.IsEmpty && refusal is not null ? refusal : answer;
        }

        tokens.Forget();
        return await OnceAsync(make(), ct);
    }

    private async Task<Outcome<ReadOnlyMemory<byte>>> OnceAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            await tokens.AuthorizeAsync(request, client, ct);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            tokens.Hear(response);
            if (response.IsSuccessStatusCode)
            {
                await response.Content.LoadIntoBufferAsync(MostAnswerBytes, ct);
                return (ReadOnlyMemory<byte>)await response.Content.ReadAsByteArrayAsync(ct);
            }

            return await ProblemReader.ReadAsync(response, ct);
        }
    }
}
