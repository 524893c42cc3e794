using CityOps.Hub.Links;

namespace CityOps.Node.Federation.Departments;

/// <summary>Signs on with a key that does not hold, as a department does that lost its own.</summary>
internal sealed class LostKey(string url, string code) : IDisposable
{
    private readonly HttpClient http = PeerClient.To(url);

    public async Task TryAsync(CancellationToken ct)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = code, ["client_secret"] = "lost" };
        using var body = new FormUrlEncodedContent(form);
        try
        {
            using var answer = await http.PostAsync("connect/token", body, ct);
        }
        catch (HttpRequestException)
        {
            // The hub is away: there is nothing to be refused by.
        }
    }

    public void Dispose() => http.Dispose();
}
