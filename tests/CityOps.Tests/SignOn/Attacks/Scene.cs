using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Audit;
using CityOps.Store;
using CityOps.Tests.SignOn.Authorize;
using Xunit;

namespace CityOps.Tests.SignOn.Attacks;

/// <summary>A provider with people and clients in it, and somebody who means it no good: only HTTP, nothing of the product's own token code.</summary>
public sealed class Scene : IAsyncLifetime
{
    private static readonly string[] Tables = ["hub_code", "hub_grant", "hub_refresh_token", "hub_session"];
    private HttpClient http = null!;
    private Browser victim = null!;

    internal Town Town { get; private set; } = null!;

    internal string Issuer => Town.Options.Issuer;

    internal string Third => SignOnHost.Basic("third", Town.Secrets["third"]);

    public async Task InitializeAsync()
    {
        Town = await Town.StartAsync();
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Town.Site };
        victim = Town.Browser();
        await Town.SignInAsync(victim, Town.Ask());
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        victim.Dispose();
        await Town.DisposeAsync();
    }

    internal Task<Reply> GetAsync(string address, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, address, null, headers);

    internal Task<Reply> PostAsync(string address, string form, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, address, form, headers);

    internal async Task<Reply> SendAsync(HttpMethod method, string address, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        }

        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await http.SendAsync(request);
        return new Reply(
            (int)answer.StatusCode, answer.Headers.Location?.OriginalString, answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsStringAsync(), answer.Headers.WwwAuthenticate.ToString());
    }

    /// <summary>A code of somebody who has signed on, for <c>app</c> or as changed.</summary>
    internal async Task<string> CodeAsync(params (string Name, string? Value)[] changes) => (await victim.GoAsync(Town.Ask(changes))).Parameter("code")!;

    internal async Task<JsonElement> TokensAsync(string scope = "openid offline_access")
    {
        var reply = await PostAsync("/connect/token", Redeem(await CodeAsync(("scope", scope))));
        Assert.Equal(200, reply.Status);
        return JsonDocument.Parse(reply.Text).RootElement;
    }

    internal async Task<string> AccessAsync() => (await TokensAsync()).GetProperty("access_token").GetString()!;

    internal async Task<string> RefreshAsync() => (await TokensAsync()).GetProperty("refresh_token").GetString()!;

    internal static string Redeem(string code, string more = "") =>
        $"grant_type=authorization_code&client_id=app&code={Uri.EscapeDataString(code)}&redirect_uri={Uri.EscapeDataString(Town.Callback)}&code_verifier={Town.Verifier}{more}";

    /// <summary>How much there is of what an attack must not make more of; and how long the trail is.</summary>
    internal async Task<(string Things, long Trail)> CountAsync()
    {
        var things = new List<long>();
        foreach (var table in Tables)
        {
            things.Add(await Town.Engine.Sql($"SELECT count(*) FROM {table}").ScalarAsync<long>(CancellationToken.None));
        }

        return (string.Join(' ', things), await new AuditTable(Town.Engine).HeadAsync(CancellationToken.None));
    }
}
