using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using Xunit;

namespace CityOps.Tests.SignOn.Authorize;

/// <summary>Login, second factor and session, step by step in a browser; rows E of security.md 7.</summary>
public sealed class LoginTests(TownFixture fixture) : IClassFixture<TownFixture>
{
    private const string Consenting = "/connect/authorize?client_id=third&redirect_uri=https%3A%2F%2Fthird.example.cn%2Fcb&response_type=code&scope=openid+profile&nonce=1&state=s";

    private readonly Town town = fixture.Town;

    private string SessionCookie => town.Options.CookieName("session");

    private string BrowserCookie => town.Options.CookieName("interaction");

    [Fact]
    public async Task A_session_id_planted_before_the_login_is_worth_nothing_after_it() // E1
    {
        using var browser = town.Browser();
        browser.Put(SessionCookie, new string('x', 43));
        await Town.SignInAsync(browser, Town.Ask());
        using var thief = town.Browser();
        thief.Put(SessionCookie, new string('x', 43));

        Assert.NotEqual(new string('x', 43), browser.Cookies[SessionCookie]);
        Assert.Equal("login_required", (await thief.GoAsync(Town.Ask(("prompt", "none")))).Parameter("error"));
    }

    [Fact]
    public async Task The_session_id_is_replaced_when_somebody_signs_in_again()
    {
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask());
        var old = browser.Cookies[SessionCookie];
        await Town.SignInAsync(browser, Town.Ask(("prompt", "login")));
        using var thief = town.Browser();
        thief.Put(SessionCookie, old);

        Assert.Equal("login_required", (await thief.GoAsync(Town.Ask(("prompt", "none")))).Parameter("error"));
        Assert.NotNull((await browser.GoAsync(Town.Ask(("prompt", "none")))).Parameter("code"));
    }

    [Fact]
    public async Task A_login_form_without_or_with_a_foreign_token_is_refused() // E2
    {
        using var browser = town.Browser();
        using var other = town.Browser();
        var page = await browser.GoAsync(Town.Ask());
        var foreign = (await other.GoAsync(Town.Ask())).Parameter("token")!;

        Assert.Equal(400, (await browser.SendAsync(page, "go", ("login", "zhang.san"), ("password", Town.Password), ("token", ""))).Status);
        Assert.Equal(400, (await browser.SendAsync(page, "go", ("login", "zhang.san"), ("password", Town.Password), ("token", foreign))).Status);
        Assert.False(browser.Cookies.ContainsKey(SessionCookie));
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task A_form_whose_browser_says_it_was_sent_from_elsewhere_is_refused_although_its_token_holds(string from)
    {
        using var browser = town.Browser();
        var page = await browser.GoAsync(Town.Ask());
        browser.SentFrom = from;

        Assert.Equal(400, (await browser.SendAsync(page, "go", ("login", "zhang.san"), ("password", Town.Password))).Status);
        Assert.False(browser.Cookies.ContainsKey(SessionCookie));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("%2f%2fevil.example")]
    [InlineData("https://evil.example")]
    public async Task No_parameter_says_where_to_go_after_the_login(string target) // E5
    {
        using var browser = town.Browser();
        var query = $"?returnUrl={Uri.EscapeDataString(target)}&next={Uri.EscapeDataString(target)}";

        var stop = await Town.SignInAsync(browser, "/signon/account" + query);

        Assert.Equal(("我的账号", "/signon/account"), (stop.Title, stop.Address));
    }

    [Fact]
    public async Task A_step_opened_in_another_browser_is_refused() // E7
    {
        using var browser = town.Browser();
        using var other = town.Browser();
        await other.GoAsync(Town.Ask());
        var page = await browser.GoAsync(Town.Ask());

        Assert.Equal(400, (await other.GoAsync(page.Address)).Status);
        Assert.Equal(400, (await other.SendAsync(page, "go", ("login", "zhang.san"), ("password", Town.Password))).Status);
        Assert.Equal(400, (await other.GoAsync(page.Address.Replace("/signon/login", "/connect/authorize", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task A_forgotten_step_expires()
    {
        using var browser = town.Browser();
        var page = await browser.GoAsync(Town.Ask());
        town.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(400, (await browser.SendAsync(page, "go", ("login", "zhang.san"), ("password", Town.Password))).Status);
    }

    [Fact]
    public async Task Unknown_user_and_wrong_password_look_alike() // E11
    {
        using var browser = town.Browser();
        await town.AddUserAsync("e11");
        var page = await browser.GoAsync(Town.Ask());

        var wrong = await browser.SendAsync(page, "go", ("login", "e11"), ("password", "a wrong password"));
        var unknown = await browser.SendAsync(page, "go", ("login", "nobody.e11"), ("password", "a wrong password"));

        Assert.Equal(wrong.Status, unknown.Status);
        Assert.Equal(wrong.Headers.Keys.Order(), unknown.Headers.Keys.Order());
        Assert.Equal(wrong.Text!.Replace("e11", "", StringComparison.Ordinal), unknown.Text!.Replace("nobody.e11", "", StringComparison.Ordinal));
        Assert.NotNull(wrong.Page!.QuerySelector("[role=alert]"));
        Assert.Equal("", wrong.Page.QuerySelector("#password")!.GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task With_a_second_factor_the_password_alone_opens_nothing() // E8
    {
        var user = await town.AddUserAsync("two.factors");
        var (secret, recovery) = await town.EnrolAsync(user);
        town.Clock.Advance(TimeSpan.FromSeconds(30));
        using var browser = town.Browser();

        var second = await Town.SignInAsync(browser, Town.Ask(), "two.factors");
        Assert.Equal("两步验证", second.Title);
        Assert.Equal("login_required", (await browser.GoAsync(Town.Ask(("prompt", "none")))).Parameter("error"));
        Assert.Equal(400, (await browser.SendAsync(second, "go", ("code", town.CodeAt(secret, -3)))).Status);
        var code = town.CodeAt(secret);
        Assert.NotNull((await browser.SendAsync(second, "go", ("code", code[..3] + " " + code[3..]))).Parameter("code"));
        Assert.Equal("urn:cityops:acr:2", Assert.Single(await SessionsOf(user)).Acr);

        using var again = town.Browser();
        var replay = await Town.SignInAsync(again, Town.Ask(), "two.factors");
        Assert.Equal(400, (await again.SendAsync(replay, "go", ("code", code))).Status); // each step once
        var byRecovery = await again.GoAsync(replay.Address + "&way=recovery");
        Assert.NotNull((await again.SendAsync(byRecovery, "go", ("code", recovery[0]))).Parameter("code"));
    }

    [Fact]
    public async Task A_step_of_the_login_cannot_be_skipped()
    {
        using var browser = town.Browser();
        var page = await browser.GoAsync(Town.Ask());
        var interaction = page.Parameter("interaction");

        foreach (var step in (string[])["second", "enrol", "password", "consent"])
        {
            Assert.Equal(400, (await browser.GoAsync($"/signon/{step}?interaction={interaction}")).Status);
        }
    }

    [Fact]
    public async Task A_wish_for_two_factors_raises_a_session_under_a_new_id()
    {
        var user = await town.AddUserAsync("step.up");
        using var browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask(), "step.up");
        var old = browser.Cookies[SessionCookie];
        var (secret, _) = await town.EnrolAsync(user);
        town.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("interaction_required", (await browser.GoAsync(Town.Ask(("acr_values", "urn:cityops:acr:2"), ("prompt", "none")))).Parameter("error"));
        var second = await browser.GoAsync(Town.Ask(("acr_values", "urn:cityops:acr:2")));
        Assert.NotNull((await browser.SendAsync(second, "go", ("code", town.CodeAt(secret)))).Parameter("code"));

        var session = Assert.Single(await SessionsOf(user));
        Assert.Equal(("urn:cityops:acr:2", "pwd otp"), (session.Acr, string.Join(' ', session.Amr)));
        Assert.NotEqual(old, browser.Cookies[SessionCookie]);
    }

    [Fact]
    public async Task Who_must_have_a_second_factor_binds_one_before_there_is_a_session()
    {
        await town.AddUserAsync("operator", roles: new Assignment("sysadmin", ScopeKind.Own, ""));
        using var browser = town.Browser();

        var enrol = await Town.SignInAsync(browser, Town.Ask(), "operator");
        Assert.Equal("设置两步验证", enrol.Title);
        Assert.False(browser.Cookies.ContainsKey(SessionCookie));
        Assert.NotNull(enrol.Page!.QuerySelector("svg path"));
        var uri = enrol.Parameter("uri")!;
        var wrong = await browser.SendAsync(enrol, "go", ("code", "abcdef"));
        Assert.Equal((400, uri), (wrong.Status, wrong.Parameter("uri"))); // the same secret is shown again
        var codes = await browser.SendAsync(wrong, "go", ("code", town.CodeAt(Town.SecretIn(uri))));

        Assert.Equal(10, codes.Page!.QuerySelectorAll(".codes li").Length);
        Assert.NotNull((await browser.GoAsync(codes.Page.QuerySelector("a.main")!.GetAttribute("href")!)).Parameter("code"));
    }

    [Fact]
    public async Task A_password_set_by_an_administrator_is_changed_before_there_is_a_session()
    {
        await town.AddUserAsync("newcomer", mustChange: true);
        using var browser = town.Browser();

        var page = await Town.SignInAsync(browser, Town.Ask(), "newcomer");
        Assert.Equal("修改密码", page.Title);
        Assert.False(browser.Cookies.ContainsKey(SessionCookie));
        Assert.Equal(400, (await browser.SendAsync(page, "go", ("old", Town.Password), ("fresh", "short"), ("again", "short"))).Status);
        Assert.Equal(400, (await browser.SendAsync(page, "go", ("old", Town.Password), ("fresh", "蚌埠-bridge+orchard 41"), ("again", "other"))).Status);
        Assert.NotNull((await browser.SendAsync(page, "go", ("old", Town.Password), ("fresh", "蚌埠-bridge+orchard 41"), ("again", "蚌埠-bridge+orchard 41"))).Parameter("code"));
    }

    [Fact]
    public async Task A_session_ends_after_half_an_hour_of_rest_and_after_half_a_day_in_any_case()
    {
        using var resting = town.Browser();
        await Town.SignInAsync(resting, Town.Ask());
        town.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("login_required", (await resting.GoAsync(Town.Ask(("prompt", "none")))).Parameter("error"));

        using var busy = town.Browser();
        await Town.SignInAsync(busy, Town.Ask());
        for (var quarter = 0; quarter < 47; quarter++)
        {
            town.Clock.Advance(TimeSpan.FromMinutes(15));
            Assert.NotNull((await busy.GoAsync(Town.Ask(("prompt", "none")))).Parameter("code"));
        }

        town.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("login_required", (await busy.GoAsync(Town.Ask(("prompt", "none")))).Parameter("error"));
    }

    [Fact]
    public async Task Beyond_the_limit_the_oldest_session_ends() // E19
    {
        var user = await town.AddUserAsync("many");
        var browsers = Enumerable.Range(0, SessionRules.MostPerUser + 1).Select(_ => town.Browser()).ToList();
        foreach (var browser in browsers)
        {
            await Town.SignInAsync(browser, Town.Ask(), "many");
            town.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(SessionRules.MostPerUser, (await SessionsOf(user)).Count);
        Assert.Equal("login_required", (await browsers[0].GoAsync(Town.Ask(("prompt", "none")))).Parameter("error"));
        Assert.NotNull((await browsers[1].GoAsync(Town.Ask(("prompt", "none")))).Parameter("code"));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task Consent_is_asked_once_for_each_set_of_scopes()
    {
        await town.AddUserAsync("consenting");
        using var browser = town.Browser();

        var page = await Town.SignInAsync(browser, Consenting, "consenting");
        Assert.Equal("授权确认", page.Title);
        Assert.Contains("第三方 <应用>", page.Page!.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("consent_required", (await browser.GoAsync(Consenting + "&prompt=none")).Parameter("error"));
        Assert.NotNull((await browser.SendAsync(page, "allow")).Parameter("code"));

        Assert.NotNull((await browser.GoAsync(Consenting + "&prompt=none")).Parameter("code"));
        Assert.Equal("授权确认", (await browser.GoAsync(Consenting.Replace("openid+profile", "openid+profile+email", StringComparison.Ordinal))).Title);
        Assert.Equal("授权确认", (await browser.GoAsync(Consenting + "&prompt=consent")).Title);
    }

    [Fact]
    public async Task A_consent_form_serves_one_request_of_one_session() // E4
    {
        await town.AddUserAsync("e4.one");
        await town.AddUserAsync("e4.two");
        using var one = town.Browser();
        using var two = town.Browser();
        var page = await Town.SignInAsync(one, Consenting, "e4.one");
        await Town.SignInAsync(two, Town.Ask(), "e4.two");
        var foreign = (await two.GoAsync(Consenting)).Parameter("token")!;

        Assert.Equal(400, (await one.SendAsync(page, "allow", ("token", foreign))).Status);
        Assert.Equal(400, (await two.SendAsync(page, "allow")).Status);
        Assert.NotNull((await one.SendAsync(page, "allow", ("scope", "openid profile email root"))).Parameter("code"));
        Assert.Equal(400, (await one.SendAsync(page, "allow")).Status); // replayed
        Assert.Equal("consent_required", (await one.GoAsync(Consenting.Replace("openid+profile", "openid+email", StringComparison.Ordinal) + "&prompt=none")).Parameter("error"));
        Assert.Equal("consent_required", (await two.GoAsync(Consenting + "&prompt=none")).Parameter("error"));
    }

    [Fact]
    public async Task A_refused_consent_is_told_to_the_application()
    {
        await town.AddUserAsync("refusing");
        using var browser = town.Browser();

        var stop = await browser.SendAsync(await Town.SignInAsync(browser, Consenting, "refusing"), "cancel");

        Assert.Equal(("access_denied", "s"), (stop.Parameter("error"), stop.Parameter("state")));
    }

    [Fact]
    public async Task Every_page_carries_the_same_headers() // E20, A29
    {
        using var browser = town.Browser();
        List<Stop> pages =
        [
            await browser.GoAsync(Town.Ask()),
            await browser.GoAsync(Town.Ask(("client_id", "evil"))),
            await Town.SignInAsync(browser, "/signon/account"),
            await browser.GoAsync("/signon/account/totp"),
            await browser.GoAsync("/connect/logout"),
            await browser.GoAsync("/signon/logged-out"),
            await browser.GoAsync(Consenting),
            await browser.GoAsync(Town.Ask(("response_mode", "form_post"))),
        ];

        Assert.All(pages.SelectMany(page => page.Trail), hop =>
        {
            Assert.Contains("frame-ancestors 'none'", hop.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", hop.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-inline", hop.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal("no-store", hop.Headers["Cache-Control"]);
            Assert.Equal("no-referrer", hop.Headers["Referrer-Policy"]);
            Assert.Equal("nosniff", hop.Headers["X-Content-Type-Options"]);
            Assert.StartsWith("max-age=", hop.Headers["Strict-Transport-Security"], StringComparison.Ordinal);
        });
        Assert.All(pages, page => Assert.Empty(page.Page!.QuerySelectorAll("[style], [onclick], [onsubmit]")));
    }

    [Fact]
    public async Task Cookies_cannot_be_read_by_script_nor_sent_by_other_sites()
    {
        using var browser = town.Browser();

        var stop = await Town.SignInAsync(browser, Town.Ask());

        foreach (var line in stop.Trail.Where(hop => hop.Headers.ContainsKey("Set-Cookie")).Select(hop => hop.Headers["Set-Cookie"].ToLowerInvariant()))
        {
            Assert.StartsWith("__host-cityops-", line, StringComparison.Ordinal);
            Assert.All((string[])["path=/", "secure", "httponly", "samesite=lax"], part => Assert.Contains(part, line, StringComparison.Ordinal));
            Assert.DoesNotContain("domain", line, StringComparison.Ordinal);
        }

        Assert.Equal([SessionCookie, BrowserCookie], browser.Cookies.Keys.OrderDescending());
    }

    [Fact]
    public async Task The_language_chosen_once_holds_to_the_end()
    {
        using var browser = town.Browser();
        var page = await browser.GoAsync(Town.Ask());

        var english = await browser.GoAsync(page.Page!.QuerySelector("header nav a")!.GetAttribute("href")!);

        Assert.Equal("Sign in", english.Title);
        Assert.Equal("Sign in", (await browser.SendAsync(english, "go", ("login", "li.wu"), ("password", "not it"))).Title);
        Assert.Equal("You are signed out", (await browser.GoAsync("/signon/logged-out")).Title);
    }

    private async Task<IReadOnlyList<UserSession>> SessionsOf(User user) => await town.Service<SessionDesk>().OfUserAsync(user.Id, CancellationToken.None);
}
