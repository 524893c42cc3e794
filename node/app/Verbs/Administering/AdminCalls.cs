using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Links;
using CityOps.Node.Verbs.Importing;

namespace CityOps.Node.Verbs.Administering;

/// <summary>What the hub said to a verb.</summary>
internal sealed record AdminAnswer(int Status, JsonElement Body)
{
    public bool Done => Status is >= 200 and < 300;
}

/// <summary>Calls the administration with the credentials of the deployment itself.</summary>
internal sealed class AdminCalls(HubLogin login, TimeProvider clock) : IDisposable
{
    private readonly HttpClient http = PeerClient.To(login.Url);
    private readonly LinkTokens tokens = new(login.ClientId, login.Secret, clock);

    /// <exception cref="VerbException">The hub is away, or does not know these credentials.</exception>
    public async Task<AdminAnswer> CallAsync(AdminRequest asked, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(asked.Method, "admin/v1/" + asked.Path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(http, ct));
            if (asked.Body is { } body)
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            }

            using var response = await http.SendAsync(request, ct);
            var bytes = await response.Content.ReadAsByteArrayAsync(ct);
            return new AdminAnswer((int)response.StatusCode, bytes.Length == 0 ? default : JsonDocument.Parse(bytes).RootElement);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new VerbException($"无法连接 {login.Url}：{fault.Message}", $"The hub at {login.Url} cannot be asked.");
        }
    }

    /// <summary>Every page of a list as one answer.</summary>
    public async Task<AdminAnswer> AllAsync(AdminRequest asked, CancellationToken ct)
    {
        var items = new List<JsonElement>();
        var after = "";
        while (true)
        {
            var mark = asked.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await CallAsync(asked with { Path = $"{asked.Path}{mark}limit=200&after={Uri.EscapeDataString(after)}" }, ct);
            if (!page.Done)
            {
                return page;
            }

            items.AddRange(page.Body.GetProperty("items").EnumerateArray());
            if (!page.Body.TryGetProperty("next", out var next))
            {
                return page with { Body = JsonSerializer.SerializeToElement(new { items }) };
            }

            after = next.GetString()!;
        }
    }

    public void Dispose() => http.Dispose();
}
