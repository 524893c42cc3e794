using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.People;
using CityOps.Tests.SignOn.Authorize;
using CityOps.Tests.SignOn.Tokens;
using Xunit;

namespace CityOps.Tests.SignOn.Conformance;

/// <summary>Modules of the OpenID Foundation's suite that ask the authorization, pushed request, token and logout endpoints; by their names (security.md 4.3).</summary>
public sealed class AskingModuleTests : IAsyncLifetime
{
    private const string Bye = "https://app.example.cn/bye";
    private Town town = null!;

    public async Task InitializeAsync()
    {
        town = await Town.StartAsync();
        await town.RegisterAsync(new ClientDraft("pusher", "推送应用", ClientMethod.SecretBasic) { RedirectUris = [Town.Callback], PushedRequestsOnly = true, FirstParty = true });
    }

    public async Task DisposeAsync() => await town.DisposeAsync();

    [Theory]
    [InlineData("fapi2-security-profile-final-par-ensure-pkce-required", "code_challenge", null)]
    [InlineData("fapi2-security-profile-final-par-plain-pkce-rejected", "code_challenge_method", "plain")]
    [InlineData("fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param", "request_uri", "urn:ietf:params:oauth:request_uri:x")]
    [InlineData("fapi2-security-profile-final-ensure-response-type-code-idtoken-fails", "response_type", "code id_token")]
    [InlineData("fapi2-security-profile-final-ensure-response-type-token-fails", "response_type", "token")]
    [InlineData("fapi2-security-profile-final-ensure-registered-redirect-uri", "redirect_uri", "https://evil.example.cn/cb")]
    public async Task A_pushed_request_is_refused(string module, string name, string? value)
    {
        var (status, error) = await PushAsync(Town.Query(("client_id", "pusher"), (name, value)));

        Assert.True(status == 400, module);
        Assert.Equal(name is "response_type" ? "unsupported_response_type" : "invalid_request", error);
    }

    [Theory]
    [InlineData("fapi2-security-profile-final-ensure-authorization-request-without-state-success", "state", null)]
    [InlineData("fapi2-security-profile-final-ensure-authorization-request-without-nonce-success", "nonce", null)]
    [InlineData("fapi2-security-profile-final-ensure-authorization-request-with-64-char-nonce-success", "nonce", "#64")]
    [InlineData("fapi2-security-profile-final-ensure-authorization-request-with-long-nonce", "nonce", "#384")]
    [InlineData("fapi2-security-profile-final-ensure-authorization-request-with-long-state", "state", "#384")]
    [InlineData("fapi2-security-profile-final-ensure-other-scope-order-succeeds", "scope", "profile openid")]
    public async Task A_request_succeeds(string module, string name, string? value)
    {
        var wanted = value is ['#', ..] ? new string('x', int.Parse(value[1..], System.Globalization.CultureInfo.InvariantCulture)) : value;
        using var browser = town.Browser();

        var stop = await Town.SignInAsync(browser, Town.Ask((name, wanted)));

        Assert.True(stop.Parameter("code") is not null, module);
        Assert.Equal(name == "state" ? wanted : "st+a te/1", stop.Parameter("state"));
    }

    [Theory]
    [InlineData("fapi2-security-profile-final-ensure-pkce-code-verifier-required", null)]
    [InlineData("fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected", "another-verifier-of-forty-three-characters-or-more")]
    public async Task A_code_without_its_verifier_is_worthless(string module, string? verifier)
    {
        using var browser = town.Browser();
        var code = (await Town.SignInAsync(browser, Town.Ask())).Parameter("code")!;
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = town.Site };
        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = "app", ["code"] = code, ["redirect_uri"] = Town.Callback };
        if (verifier is not null)
        {
            form["code_verifier"] = verifier;
        }

        using var answer = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), new FormUrlEncodedContent(form));

        Assert.True(400 == (int)answer.StatusCode, module);
        Assert.Equal("invalid_grant", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Text("error"));
    }

    [Theory]
    [InlineData("oidcc-rp-initiated-logout-bad-post-logout-redirect-uri", "hint bad-target state", "asked")]
    [InlineData("oidcc-rp-initiated-logout-modified-id-token-hint", "unsigned-hint target state", "asked")]
    [InlineData("oidcc-rp-initiated-logout-no-id-token-hint", "target state", "asked")]
    [InlineData("oidcc-rp-initiated-logout-no-params", "", "asked")]
    [InlineData("oidcc-rp-initiated-logout-no-post-logout-redirect-uri", "hint state", "/signon/logged-out")]
    [InlineData("oidcc-rp-initiated-logout-no-state", "hint target", Bye)]
    [InlineData("oidcc-rp-initiated-logout-only-state", "state", "asked")]
    [InlineData("oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri", "hint longer-target state", "asked")]
    [InlineData("oidcc-rp-initiated-logout-bad-id-token-hint", "foreign-hint target state", "asked")]
    public async Task Logout_by_the_application(string module, string parts, string end)
    {
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask());
        var hint = town.IdToken("app", (await town.Service<PeopleTables>().Users.FindByLoginAsync("zhang.san", CancellationToken.None))!.Subject);
        var asked = parts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part switch
        {
            "hint" => ("id_token_hint", hint),
            "unsigned-hint" => ("id_token_hint", "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + hint.Split('.')[1] + "."),
            "foreign-hint" => ("id_token_hint", hint[..^8] + "AAAAAAAA"),
            "target" => ("post_logout_redirect_uri", Bye),
            "bad-target" => ("post_logout_redirect_uri", Bye + "/wrong"),
            "longer-target" => ("post_logout_redirect_uri", Bye + "?foo=bar"),
            _ => ("state", "s1"),
        });
        var stop = await browser.GoAsync("/connect/logout?" + string.Join('&', asked.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}")));

        var after = await browser.GoAsync(Town.Ask(("prompt", "none")));
        Assert.True((end == "asked" ? ("退出登录", null) : (stop.Title, "login_required")) == (stop.Title, after.Parameter("error")), module);
        Assert.True(end == "asked" || stop.Address == end, stop.Address);
    }

    private async Task<(int Status, string Error)> PushAsync(string form)
    {
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = town.Site };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/par") { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(SignOnHost.Basic("pusher", town.Secrets["pusher"]));
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Text("error"));
    }
}
