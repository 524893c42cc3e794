using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CityOps.Hub.Links;

/// <summary>
/// Access tokens of the hub above, fetched by client credentials and kept until half a minute before they end. Several
/// flows share one; fetching twice at once is harmless.
/// </summary>
public sealed class LinkTokens(string clientId, string secret, TimeProvider clock)
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);
    private volatile Held? held;

    public async Task<string> GetAsync(HttpClient client, CancellationToken ct)
    {
        if (held is { } now && clock.GetUtcNow() < now.Until)
        {
            return now.Token;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "connect/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        var pair = $"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        using var response = await client.SendAsync(request, ct);
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

    public void Forget() => held = null;

    private sealed record Held(string Token, DateTimeOffset Until);
}
