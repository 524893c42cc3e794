using System.Net;
using System.Net.Http.Headers;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream.Discovery;

/// <summary>What came back from an authority: JSON, at most 64 KiB of it.</summary>
internal sealed record WireAnswer(HttpStatusCode Status, byte[] Body);

/// <summary>
/// Calls an authority. Answers that are late, too long or no JSON are refused here, before anybody reads them; a client
/// with the guard of addresses comes from outside, made to follow no redirect.
/// </summary>
/// <param name="client">Asked for at each call, so that a guarded client may be replaced.</param>
/// <param name="rewrite">Where a published address really is; only for this deployment's own.</param>
internal sealed class AuthorityWire(Func<HttpClient> client, Func<Uri, Uri>? rewrite = null)
{
    public const int MostBytes = 64 << 10;

    // A key set has a type of its own (RFC 7517 8.5) and some providers use it.
    private static readonly string[] Types = ["application/json", "application/jwk-set+json"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The answer of status 200.</summary>
    public async Task<Outcome<byte[]>> GetAsync(string url, string? bearer, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, url);
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        if (!(await SendAsync(request, ct)).TryGet(out var answer, out var refusal))
        {
            return refusal;
        }

        return answer.Status == HttpStatusCode.OK ? answer.Body : UpstreamRefusals.Away.At("status");
    }

    /// <summary>The answer of status 200, or 400 and 401 with an OAuth error.</summary>
    public async Task<Outcome<WireAnswer>> PostAsync(string url, IReadOnlyDictionary<string, string> form, AuthenticationHeaderValue? credentials, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, url);
        request.Headers.Authorization = credentials;
        request.Content = new FormUrlEncodedContent(form);
        return await SendAsync(request, ct);
    }

    private HttpRequestMessage Request(HttpMethod method, string url)
    {
        var published = new Uri(url);
        var request = new HttpRequestMessage(method, rewrite is null ? published : rewrite(published));
        request.Headers.Host = published.Authority;
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private async Task<Outcome<WireAnswer>> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return await ReadAsync(response, patience.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return UpstreamRefusals.Away.At("unreachable");
        }
    }

    private static async Task<Outcome<WireAnswer>> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized))
        {
            return UpstreamRefusals.Away.At("status");
        }

        if (response.Content.Headers.ContentType?.MediaType is not { } type || !Types.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            return UpstreamRefusals.AnswerInvalid.At("content-type");
        }

        var bytes = new byte[MostBytes + 1];
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return read > MostBytes ? UpstreamRefusals.AnswerInvalid.At("too-long") : new WireAnswer(response.StatusCode, bytes[..read]);
    }
}
