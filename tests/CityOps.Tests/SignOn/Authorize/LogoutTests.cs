using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using CityOps.Hub.SignOn.Logout;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using Xunit;

namespace CityOps.Tests.SignOn.Authorize;

/// <summary>RP-initiated and back-channel logout, and the account page; tests carry the suite's names where it has one.</summary>
public sealed class LogoutTests : IAsyncLifetime
{
    private const string Bye = "https://app.example.cn/bye";

    private Town town = null!;
    private User user = null!;
    private Browser browser = null!;
    private string sid = "";

    private string Hint => town.IdToken("app", user.Subject, sid);

    public async Task InitializeAsync()
    {
        town = await Town.StartAsync();
        user = await town.AddUserAsync("li.si", "李四");
        browser = town.Browser();
        await Town.SignInAsync(browser, Town.Ask(), "li.si");
        sid = Assert.Single(await SessionsAsync()).Sid;
    }

    public async Task DisposeAsync()
    {
        browser.Dispose();
        await town.DisposeAsync();
    }

    [Fact]
    public async Task Oidcc_rp_initiated_logout()
    {
        var stop = await browser.GoAsync(Logout(("id_token_hint", Hint), ("post_logout_redirect_uri", Bye), ("state", "s+1")));

        Assert.Equal(Bye + "?state=s%2B1", stop.Address);
        Assert.True(await IsSignedOutAsync());
        Assert.DoesNotContain(town.Options.CookieName("session"), browser.Cookies.Keys);
    }

    [Fact]
    public async Task Oidcc_rp_initiated_logout_by_post_from_the_application()
    {
        var stop = await browser.PostFromElsewhereAsync("/connect/logout", ("id_token_hint", Hint), ("post_logout_redirect_uri", Bye), ("client_id", "app"));

        Assert.Equal(Bye, stop.Address);
        Assert.True(await IsSignedOutAsync());
    }

    [Fact]
    public async Task Oidcc_rp_initiated_logout_works_with_a_hint_that_has_ended()
    {
        var hint = Hint;
        town.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(Bye, (await browser.GoAsync(Logout(("id_token_hint", hint), ("post_logout_redirect_uri", Bye)))).Address);
    }

    [Fact]
    public async Task Without_a_hint_that_holds_the_user_is_asked_and_sent_nowhere() // no-params, no-id-token-hint, only-state, modified and bad hint, bad target; E13, E14
    {
        string[] asks =
        [
            "/connect/logout",
            Logout(("state", "s")),
            Logout(("post_logout_redirect_uri", Bye), ("client_id", "app")),
            Logout(("id_token_hint", "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + Hint.Split('.')[1] + "."), ("post_logout_redirect_uri", Bye)),
            Logout(("id_token_hint", Hint[..^6] + "AAAAAA"), ("post_logout_redirect_uri", Bye)),
            Logout(("id_token_hint", Hint), ("client_id", "third"), ("post_logout_redirect_uri", Bye)),
            Logout(("id_token_hint", Hint), ("post_logout_redirect_uri", Bye + "?x=1")),
            Logout(("id_token_hint", Hint), ("post_logout_redirect_uri", "https://APP.example.cn/bye")),
            Logout(("id_token_hint", Hint), ("post_logout_redirect_uri", Bye + "/../x")),
            Logout(("id_token_hint", Hint), ("post_logout_redirect_uri", "javascript:alert(1)")),
            Logout(("id_token_hint", town.IdToken("app", Guid.Empty.ToString("N"))), ("post_logout_redirect_uri", Bye)),
            Logout(("id_token_hint", Hint), ("post_logout_redirect_uri", Bye)) + "&state=1&state=2",
        ];

        foreach (var ask in asks)
        {
            var page = await browser.GoAsync(ask);
            Assert.Equal(("退出登录", 200), (page.Title, page.Status));
            Assert.False(await IsSignedOutAsync());
        }

        var done = await browser.SendAsync(await browser.GoAsync(asks[3]), "go");
        Assert.Equal("/signon/logged-out", done.Address);
        Assert.True(await IsSignedOutAsync());
    }

    [Fact]
    public async Task A_forged_confirmation_ends_nothing()
    {
        using var other = town.Browser();
        await Town.SignInAsync(other, Town.Ask());
        var foreign = await other.GoAsync("/connect/logout");
        var page = await browser.GoAsync("/connect/logout");

        Assert.Equal(400, (await browser.SendAsync(page, "go", ("token", foreign.Parameter("token")!))).Status);
        Assert.Equal(400, (await browser.SendAsync(foreign, "go")).Status);
        Assert.Equal("/signon/account", (await browser.SendAsync(page, "cancel")).Address);
        Assert.False(await IsSignedOutAsync());
    }

    [Fact]
    public async Task Oidcc_backchannel_rp_initiated_logout()
    {
        await browser.GoAsync(Logout(("id_token_hint", Hint)));
        await SendAsync();

        var (address, token) = Assert.Single(town.Outside.Posts);
        var (header, claims) = (Part(token, 0), Part(token, 1));
        Assert.Equal("https://app.example.cn/backchannel", address);
        Assert.Equal(("logout+jwt", "RS256"), (header.GetProperty("typ").GetString(), header.GetProperty("alg").GetString()));
        Assert.Equal((Forger.Issuer, "app", user.Subject, sid), (Text(claims, "iss"), Text(claims, "aud"), Text(claims, "sub"), Text(claims, "sid")));
        Assert.InRange(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), 1, 120);
        Assert.Equal(JsonValueKind.Object, claims.GetProperty("events").GetProperty("http://schemas.openid.net/event/backchannel-logout").ValueKind);
        Assert.NotEmpty(Text(claims, "jti")!);
        Assert.False(claims.TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task A_client_that_does_not_answer_is_tried_again_and_then_given_up() // E16
    {
        town.Outside.Answer = (_, _) => Task.FromResult(HttpStatusCode.InternalServerError);
        await browser.GoAsync(Logout(("id_token_hint", Hint)));

        await SendAsync();
        Assert.Equal(0, await SendAsync()); // not before its time
        for (var attempt = 1; attempt < NoticeRules.MostAttempts; attempt++)
        {
            town.Clock.Advance(TimeSpan.FromMinutes(31));
            await SendAsync();
        }

        town.Clock.Advance(TimeSpan.FromHours(2));
        await SendAsync();
        Assert.Equal(NoticeRules.MostAttempts, town.Outside.Posts.Count);
        Assert.Equal(town.Outside.Posts.Count, town.Outside.Posts.Select(post => Text(Part(post.Token, 1), "jti")).Distinct().Count());
    }

    [Fact]
    public async Task Nobody_waits_for_a_client_longer_than_five_seconds_and_the_user_not_at_all()
    {
        town.Outside.Answer = async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            return HttpStatusCode.OK;
        };

        await browser.GoAsync(Logout(("id_token_hint", Hint))); // comes back although nobody answers
        var sending = SendAsync();
        while (!sending.IsCompleted)
        {
            town.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Empty(town.Outside.Posts);
        Assert.True(await IsSignedOutAsync());
    }

    [Fact]
    public async Task Two_senders_tell_a_client_once()
    {
        await browser.GoAsync(Logout(("id_token_hint", Hint)));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync()));

        Assert.Single(town.Outside.Posts);
    }

    [Fact]
    public async Task Users_see_and_end_their_own_sessions_and_nobody_elses()
    {
        using var second = town.Browser();
        await Town.SignInAsync(second, Town.Ask(), "li.si");
        using var stranger = town.Browser();
        await Town.SignInAsync(stranger, Town.Ask());
        var account = await browser.GoAsync("/signon/account");
        Assert.Equal(2, account.Page!.QuerySelectorAll("tbody tr").Length);
        var other = (await SessionsAsync()).Single(session => session.Sid != sid).Sid;

        var page = await stranger.GoAsync("/signon/account");
        Assert.Equal(404, (await stranger.SendAsync(page, "end", ("sid", other))).Status);
        Assert.Equal("/signon/account", (await browser.SendAsync(account, "end", ("sid", other))).Address);

        Assert.Equal("login_required", (await second.GoAsync(Town.Ask(("prompt", "none")))).Parameter("error"));
        Assert.False(await IsSignedOutAsync());
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions()
    {
        using var second = town.Browser();
        await Town.SignInAsync(second, Town.Ask(), "li.si");
        var account = await browser.GoAsync("/signon/account");

        var changed = await browser.SendAsync(
            account, form => form.GetAttribute("action") == "/signon/account/password", null, ("old", Town.Password), ("fresh", "淮南-coal+harvest 58"), ("again", "淮南-coal+harvest 58"));

        Assert.NotNull(changed.Page!.QuerySelector("[role=status]"));
        Assert.Equal("login_required", (await second.GoAsync(Town.Ask(("prompt", "none")))).Parameter("error"));
        Assert.False(await IsSignedOutAsync());
    }

    [Fact]
    public async Task An_authenticator_is_bound_only_soon_after_a_login_and_raises_the_session()
    {
        town.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("登录", (await browser.GoAsync("/signon/account/totp")).Title);

        await Town.SignInAsync(browser, Town.Ask(("prompt", "login")), "li.si");
        var page = await browser.GoAsync("/signon/account/totp");
        var codes = await browser.SendAsync(page, "go", ("code", town.CodeAt(Town.SecretIn(page.Parameter("uri")!))));

        Assert.Equal(10, codes.Page!.QuerySelectorAll(".codes li").Length);
        Assert.Equal("urn:cityops:acr:2", Assert.Single(await SessionsAsync()).Acr);
        Assert.Equal(200, (await browser.GoAsync("/signon/account")).Status);
    }

    [Fact]
    public async Task A_withdrawn_consent_is_asked_for_again()
    {
        const string ask = "/connect/authorize?client_id=third&redirect_uri=https%3A%2F%2Fthird.example.cn%2Fcb&response_type=code&scope=openid&nonce=1";
        await browser.SendAsync(await browser.GoAsync(ask), "allow");
        Assert.NotNull((await browser.GoAsync(ask)).Parameter("code"));

        await browser.SendAsync(await browser.GoAsync("/signon/account"), form => form.GetAttribute("action") == "/signon/account/consents", null);

        Assert.Equal("授权确认", (await browser.GoAsync(ask)).Title);
    }

    private static string Logout(params (string Name, string Value)[] parameters) =>
        "/connect/logout?" + string.Join('&', parameters.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));

    private static JsonElement Part(string token, int index) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[index])).RootElement;

    private static string? Text(JsonElement claims, string name) => claims.GetProperty(name).GetString();

    private async Task<bool> IsSignedOutAsync() => (await browser.GoAsync(Town.Ask(("prompt", "none")))).Parameter("error") == "login_required";

    private Task<int> SendAsync() => town.Service<NoticeSweep>().SendDueAsync(CancellationToken.None);

    private async Task<IReadOnlyList<UserSession>> SessionsAsync() => await town.Service<SessionDesk>().OfUserAsync(user.Id, CancellationToken.None);
}
