using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Links.Keys;

namespace CityOps.Hub.Links;

/// <summary>
/// Access tokens of the hub above, fetched by client credentials and kept until half a minute before they end. Several
/// flows share one; fetching twice at once is harmless. With a key of our own we prove ourselves by it and the tokens are
/// bound to it; else by the secret.
/// </summary>
public sealed class LinkTokens
{
    private const string TokenPath = "connect/token";
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly string clientId;
    private readonly string secret;
    private readonly LinkProofs? proofs;
    private readonly TimeProvider clock;
    private volatile Held? held;

    public LinkTokens(string clientId, string secret, TimeProvider clock) => (this.clientId, this.secret, this.clock) = (clientId, secret, clock);

    /// <param name="issuer">The public origin of the hub above: what statements are for, and where calls go to as it sees them.</param>
    public LinkTokens(string clientId, LinkKey key, string issuer, TimeProvider clock)
        : this(clientId, "", clock) => proofs = new LinkProofs(key, issuer.TrimEnd('/'), clock);

    public async Task<string> GetAsync(HttpClient client, CancellationToken ct)
    {
        if (held is { } now && clock.GetUtcNow() < now.Until)
        {
            return now.Token;
        }

        using var response = await AskAsync(client, ct);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The hub above gave no token to {clientId}: {(int)response.StatusCode}.");
        }

        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
        var token = document.RootElement.GetProperty("access_token").GetString()!;
        var life = TimeSpan.FromSeconds(document.RootElement.GetProperty("expires_in").GetInt32());
        held = new Held(token, clock.GetUtcNow() + life - Early);
        return token;
    }

    /// <summary>Puts token and proof into a request of the link's own form: a path below the hub's address.</summary>
    public async Task AuthorizeAsync(HttpRequestMessage request, HttpClient client, CancellationToken ct)
    {
        var token = await GetAsync(client, ct);
        request.Headers.Authorization = new AuthenticationHeaderValue(proofs is null ? "Bearer" : "DPoP", token);
        proofs?.Prove(request, token);
    }

    /// <summary>Listens to an answer: it may bring the nonce for the next proof.</summary>
    public void Hear(HttpResponseMessage response) => proofs?.Hear(response);

    public void Forget() => held = null;

    // Once more when the hub above wants its nonce in the proof (RFC 9449 8): it came with the first answer.
    private async Task<HttpResponseMessage> AskAsync(HttpClient client, CancellationToken ct)
    {
        using var first = Request();
        var response = await client.SendAsync(first, ct);
        if (response.IsSuccessStatusCode || proofs is null || !proofs.Hear(response))
        {
            return response;
        }

        response.Dispose();
        using var second = Request();
        return await client.SendAsync(second, ct);
    }

    private HttpRequestMessage Request()
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        var request = new HttpRequestMessage(HttpMethod.Post, TokenPath);
        if (proofs is null)
        {
            var pair = $"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else
        {
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = proofs.Assert(clientId);
            proofs.Prove(request, accessToken: null);
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private sealed record Held(string Token, DateTimeOffset Until);
}
