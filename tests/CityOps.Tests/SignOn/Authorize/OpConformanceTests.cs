using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using Xunit;

namespace CityOps.Tests.SignOn.Authorize;

/// <summary>One town for the tests of a class; each test brings its own browsers and, where it changes them, its own people.</summary>
public sealed class TownFixture : IAsyncLifetime
{
    internal Town Town { get; private set; } = null!;

    public async Task InitializeAsync() => Town = await Town.StartAsync();

    public async Task DisposeAsync() => await Town.DisposeAsync();
}

/// <summary>The authorization endpoint as the OpenID Foundation's suite looks at it; tests carry the names of its modules.</summary>
public sealed class OpConformanceTests(TownFixture fixture) : IClassFixture<TownFixture>
{
    private readonly Town town = fixture.Town;

    [Fact]
    public async Task Oidcc_server()
    {
        using var browser = town.Browser();

        var stop = await Town.SignInAsync(browser, Town.Ask());

        Assert.StartsWith(Town.Callback + "?code=", stop.Address, StringComparison.Ordinal);
        Assert.Equal(43, stop.Parameter("code")!.Length);
        Assert.Equal("st+a te/1", stop.Parameter("state"));
        Assert.Equal(Forger.Issuer, stop.Parameter("iss"));
        Assert.All(stop.Trail, hop => Assert.Contains(hop.Status, new[] { 200, 303 }));
        Assert.Null(stop.Parameter("error"));
    }

    [Fact]
    public async Task Oidcc_response_type_missing()
    {
        using var browser = town.Browser();

        var stop = await browser.GoAsync(Town.Ask(("response_type", null)));

        AssertError(stop, "invalid_request");
    }

    [Theory]
    [InlineData("display", "page")]
    [InlineData("display", "popup")]
    [InlineData("login_hint", "zhang.san")]
    [InlineData("ui_locales", "en zh")]
    [InlineData("claims_locales", "se")]
    [InlineData("acr_values", "urn:cityops:acr:1 urn:cityops:acr:2")]
    [InlineData("extra", "foobar")]
    [InlineData("nonce", null)]
    [InlineData("state", null)]
    [InlineData("scope", "profile phone openid email address")]
    [InlineData("claims", """{"id_token":{"name":{"essential":true}}}""")]
    [InlineData("max_age", "10000")]
    public async Task Oidcc_requests_that_succeed(string name, string? value)
    {
        using var browser = town.Browser();

        var stop = await Town.SignInAsync(browser, Town.Ask((name, value)));

        Assert.NotNull(stop.Parameter("code"));
        Assert.Null(stop.Parameter("error"));
    }

    [Fact]
    public async Task Oidcc_login_hint_fills_the_form_and_ui_locales_choose_the_language()
    {
        using var browser = town.Browser();

        var page = await browser.GoAsync(Town.Ask(("login_hint", "\"><script>"), ("ui_locales", "en-GB zh")));

        Assert.Equal("Sign in", page.Title);
        Assert.Equal("\"><script>", page.Page!.QuerySelector("#login")!.GetAttribute("value"));
        Assert.Null(page.Page.QuerySelector("script"));
    }

    [Fact]
    public async Task Oidcc_prompt_login()
    {
        var user = await town.AddUserAsync("prompt.login");
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask(), "prompt.login");
        var before = Assert.Single(await SessionsOf(user));
        town.Clock.Advance(TimeSpan.FromSeconds(2));

        var page = await browser.GoAsync(Town.Ask(("prompt", "login")));
        Assert.Equal("登录", page.Title);
        var stop = await browser.SendAsync(page, "go", ("login", "prompt.login"), ("password", Town.Password));

        Assert.NotNull(stop.Parameter("code"));
        var after = Assert.Single(await SessionsOf(user));
        Assert.True(after.AuthTime > before.AuthTime);
        Assert.Equal(before.Sid, after.Sid);
    }

    [Fact]
    public async Task Oidcc_prompt_none_not_logged_in()
    {
        using var browser = town.Browser();

        AssertError(await browser.GoAsync(Town.Ask(("prompt", "none"))), "login_required");
    }

    [Fact]
    public async Task Oidcc_prompt_none_logged_in()
    {
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask());

        var stop = await browser.GoAsync(Town.Ask(("prompt", "none")));

        Assert.NotNull(stop.Parameter("code"));
        Assert.Single(stop.Trail);
    }

    [Fact]
    public async Task Oidcc_max_age_1()
    {
        var user = await town.AddUserAsync("max.age");
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask(), "max.age");
        town.Clock.Advance(TimeSpan.FromSeconds(2));

        AssertError(await browser.GoAsync(Town.Ask(("max_age", "1"), ("prompt", "none"))), "login_required");
        var page = await browser.GoAsync(Town.Ask(("max_age", "1")));
        Assert.Equal("登录", page.Title);
        Assert.NotNull((await browser.SendAsync(page, "go", ("login", "max.age"), ("password", Town.Password))).Parameter("code"));
        Assert.Equal(town.Clock.GetUtcNow(), Assert.Single(await SessionsOf(user)).AuthTime);
    }

    [Fact]
    public async Task Oidcc_max_age_10000()
    {
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask());
        town.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.NotNull((await browser.GoAsync(Town.Ask(("max_age", "10000")))).Parameter("code"));
    }

    [Fact]
    public async Task Oidcc_id_token_hint()
    {
        var user = await town.AddUserAsync("hinted");
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask(), "hinted");
        var own = town.IdToken("app", user.Subject);
        town.Clock.Advance(TimeSpan.FromMinutes(20)); // the hint has ended; the session lives

        Assert.NotNull((await browser.GoAsync(Town.Ask(("prompt", "none"), ("id_token_hint", own)))).Parameter("code"));
        AssertError(await browser.GoAsync(Town.Ask(("prompt", "none"), ("id_token_hint", town.IdToken("app", Guid.Empty.ToString("N"))))), "login_required");
    }

    [Fact]
    public async Task Whoever_signs_in_as_somebody_else_than_the_hint_says_is_not_let_through_and_not_asked_for_ever()
    {
        var wanted = await town.AddUserAsync("wanted");
        using var browser = town.Browser();

        var stop = await Town.SignInAsync(browser, Town.Ask(("id_token_hint", town.IdToken("app", wanted.Subject))));

        AssertError(stop, "login_required");
    }

    [Fact]
    public async Task Hints_that_do_not_hold_log_nobody_in() // A25
    {
        var user = await town.AddUserAsync("a25");
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask(), "a25");
        var good = town.IdToken("app", user.Subject);
        string[] hints =
        [
            "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + good.Split('.')[1] + ".",
            good[..^8] + "AAAAAAAA",
            town.IdToken("third", user.Subject),
            town.IdToken("app", user.Subject, issuer: "https://other.example"),
            "junk",
        ];

        foreach (var hint in hints)
        {
            AssertError(await browser.GoAsync(Town.Ask(("id_token_hint", hint))), "invalid_request");
        }

        var large = await browser.PostFromElsewhereAsync(
            "/connect/authorize", ("client_id", "app"), ("redirect_uri", Town.Callback), ("response_type", "code"), ("scope", "openid"), ("id_token_hint", new string('a', 1 << 20)));
        Assert.Equal((400, false), (large.Status, large.IsElsewhere));
    }

    [Fact]
    public async Task Oidcc_ensure_registered_redirect_uri()
    {
        using var browser = town.Browser();

        var page = await browser.GoAsync(Town.Ask(("redirect_uri", "https://evil.example/?reflected"), ("state", "<b>reflected</b>")));

        Assert.Equal((400, false), (page.Status, page.IsElsewhere));
        Assert.DoesNotContain("reflected", page.Text, StringComparison.Ordinal);
        Assert.False(page.Headers.ContainsKey("Location"));
    }

    [Fact]
    public async Task Oidcc_ensure_post_request_succeeds()
    {
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask());

        var stop = await browser.PostFromElsewhereAsync(
            "/connect/authorize", ("client_id", "app"), ("redirect_uri", Town.Callback), ("response_type", "code"), ("scope", "openid"), ("state", "posted"),
            ("code_challenge", Town.Challenge), ("code_challenge_method", "S256"));

        Assert.Equal([303, 303], stop.Trail.Select(hop => hop.Status));
        Assert.Equal(("posted", true), (stop.Parameter("state"), stop.Parameter("code") is not null));
    }

    [Fact]
    public async Task Oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported()
    {
        using var browser = town.Browser();

        AssertError(await browser.GoAsync(Town.Ask(("request_uri", "https://app.example.cn/request.jwt"))), "request_uri_not_supported");
    }

    [Fact]
    public async Task Oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported()
    {
        using var browser = town.Browser();

        AssertError(await browser.GoAsync(Town.Ask(("request", "eyJhbGciOiJub25lIn0.e30."))), "request_not_supported");
    }

    [Fact]
    public async Task Fapi2_user_rejects_authentication()
    {
        using var browser = town.Browser();

        AssertError(await browser.SendAsync(await browser.GoAsync(Town.Ask()), "cancel"), "access_denied");
    }

    [Fact]
    public async Task A_response_by_form_post_carries_the_code_in_no_address_and_runs_only_the_one_script()
    {
        using var browser = town.Browser();

        var page = await Town.SignInAsync(browser, Town.Ask(("response_mode", "form_post")));

        Assert.Equal(200, page.Status);
        Assert.Equal(Town.Callback, page.Page!.Forms[0].GetAttribute("action"));
        Assert.Equal("st+a te/1", page.Parameter("state"));
        Assert.Equal(Forger.Issuer, page.Parameter("iss"));
        var code = page.Parameter("code")!;
        Assert.All(page.Trail, hop => Assert.DoesNotContain(code, hop.Address, StringComparison.Ordinal));
        Assert.NotNull(page.Page.QuerySelector("form button"));
        var script = page.Page.QuerySelectorAll("script").Single().TextContent;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"script-src 'sha256-{hash}'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_too_go_back_by_form_post_when_that_is_asked()
    {
        using var browser = town.Browser();

        var page = await browser.GoAsync(Town.Ask(("response_mode", "form_post"), ("prompt", "none")));

        Assert.Equal("login_required", page.Parameter("error"));
        Assert.Equal(Town.Callback, page.Page!.Forms[0].GetAttribute("action"));
    }

    [Fact]
    public async Task A_registered_query_stays_and_is_added_to()
    {
        using var browser = town.Browser();

        var stop = await Town.SignInAsync(browser, Town.Ask(("redirect_uri", "https://app.example.cn/other?x=1")));

        Assert.StartsWith("https://app.example.cn/other?x=1&code=", stop.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_suspended_while_the_user_signs_in_gets_no_code()
    {
        await town.RegisterAsync(new ClientDraft("fleeting", "临时应用", ClientMethod.None) { RedirectUris = [Town.Callback], FirstParty = true });
        using var browser = town.Browser();
        var page = await browser.GoAsync(Town.Ask(("client_id", "fleeting")));
        await town.Service<ClientDesk>().SuspendAsync("fleeting", CancellationToken.None);

        var stop = await browser.SendAsync(page, "go", ("login", "zhang.san"), ("password", Town.Password));

        Assert.Equal((400, false), (stop.Status, stop.IsElsewhere));
    }

    [Fact]
    public async Task An_unknown_authority_leads_to_our_own_login_page()
    {
        using var browser = town.Browser();

        Assert.Equal("登录", (await browser.GoAsync(Town.Ask(("idp", "C-999999")))).Title);
    }

    private async Task<IReadOnlyList<UserSession>> SessionsOf(User user) => await town.Service<SessionDesk>().OfUserAsync(user.Id, CancellationToken.None);

    private static void AssertError(Stop stop, string error)
    {
        Assert.StartsWith(Town.Callback + "?error=", stop.Address, StringComparison.Ordinal);
        Assert.Equal(error, stop.Parameter("error"));
        Assert.Equal("st+a te/1", stop.Parameter("state"));
        Assert.Equal(Forger.Issuer, stop.Parameter("iss"));
        Assert.Null(stop.Parameter("code"));
    }
}
