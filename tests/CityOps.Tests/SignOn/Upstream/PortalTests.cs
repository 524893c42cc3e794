using System.Net;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Store;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>Sessions of the portal: how they begin, what they open, how they end.</summary>
public sealed class PortalTests : IAsyncLifetime
{
    private static readonly Guid Id = new(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private readonly FakeClock clock = new();
    private EvilAuthority hub = null!;
    private PortalHost host = null!;
    private PlainBrowser browser = null!;

    public async Task InitializeAsync()
    {
        hub = await EvilAuthority.StartAsync(clock);
        hub.Claims = claims => (claims["sub"], claims["aud"]) = (Id.ToString("N"), "portal");
        host = await PortalHost.StartAsync(clock, hub);
        host.Person = new User(Id, "li.ming", "李明", "org", UserState.Active);
        host.Rights = new Rights([new HeldAction("guidance.read", ScopeKind.Own, "")]);
        host.Session = new UserSession("up-sid", Id, clock.GetUtcNow()) { Upstream = "https://hefei.example.cn" };
        browser = new PlainBrowser(host.Address);
    }

    public async Task DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task A_page_leads_to_the_sign_on_and_back_to_itself()
    {
        var first = await browser.GetAsync("/guidance?lang=en");
        Assert.Equal((HttpStatusCode.SeeOther, "/portal/login?return=%2Fguidance%3Flang%3Den"), (first.Status, first.Location));

        var back = await SignOnAsync(first.Location!);

        Assert.Equal((HttpStatusCode.SeeOther, "/guidance?lang=en"), (back.Status, back.Location));
        Assert.Contains(back.SetCookies, cookie => cookie.StartsWith("__Host-cityops-portal-t=", StringComparison.Ordinal) && cookie.EndsWith("; path=/; secure; samesite=lax; httponly", StringComparison.Ordinal));
        Assert.Equal("李明|合肥市平台|an-access-token", (await browser.GetAsync("/guidance")).Body);
        Assert.Equal("portal", hub.LastForm["client_id"]);
        Assert.False(hub.LastForm.ContainsKey("client_assertion"));
    }

    [Theory]
    [InlineData("//evil.example.cn")]
    [InlineData("/\\evil.example.cn")]
    [InlineData("https://evil.example.cn/")]
    [InlineData("/\t/evil.example.cn")]
    [InlineData("\r\n//evil.example.cn")]
    [InlineData("%2f%2fevil.example.cn")]
    [InlineData("~/x")]
    [InlineData("~//evil.example.cn")]
    [InlineData("javascript:alert(1)")]
    [InlineData("guidance")]
    [InlineData("")]
    public async Task F9_a_foreign_return_address_ends_at_the_start_page(string address)
    {
        var back = await SignOnAsync("/portal/login?return=" + Uri.EscapeDataString(address));

        Assert.Equal("/", back.Location);
    }

    [Fact]
    public async Task Without_a_session_a_program_gets_401_and_no_redirect()
    {
        var answer = await browser.GetAsync("/guidance", "application/json");
        var posted = await browser.PostAsync("/guidance", []);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (answer.Status, posted.Status));
        Assert.Contains("urn:cityops:problem:sign-on-needed", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_that_is_withdrawn_is_felt_at_the_next_page()
    {
        await SignOnAsync();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/guidance")).Status);
        host.Rights = Rights.None;

        var page = await browser.GetAsync("/guidance");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("没有访问此页面的权限", page.Body, StringComparison.Ordinal);
        Assert.Equal(("portal.denied", "right-missing", "guidance.read"), (host.Audit[^1].Action, host.Audit[^1].Code, host.Audit[^1].Subject));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/guidance", [])).Status);
    }

    [Theory]
    [InlineData("sign-on-ended")]
    [InlineData("disabled")]
    [InlineData("gone")]
    [InlineData("another-person")]
    [InlineData("idle")]
    [InlineData("half-a-day")]
    [InlineData("cookie-changed")]
    public async Task A_session_ends_with_what_it_stands_on(string why)
    {
        await SignOnAsync();
        switch (why)
        {
            case "sign-on-ended": host.Session = null; break;
            case "disabled": host.Person = host.Person! with { State = UserState.Disabled }; break;
            case "gone": host.Person = null; break;
            case "another-person": host.Session = host.Session! with { User = Guid.Empty }; break;
            case "idle": clock.Advance(TimeSpan.FromMinutes(30)); break;
            case "cookie-changed": browser.Cookies["__Host-cityops-portal-t"] = new string('A', 43); break;
            default: await KeepAwakeAsync(TimeSpan.FromHours(12)); break;
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/guidance")).Status);
        (host.Session, host.Person) = (new UserSession("up-sid", Id, clock.GetUtcNow()), new User(Id, "li.ming", "李明", "org", UserState.Active));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/guidance")).Status);
    }

    [Fact]
    public async Task Tokens_are_refreshed_ahead_of_their_end_by_one_page_of_many()
    {
        await SignOnAsync();
        clock.Advance(TimeSpan.FromSeconds(250));
        var before = hub.Calls;

        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.GetAsync("/guidance")));

        Assert.All(pages, page => Assert.Equal("李明|合肥市平台|an-access-token", page.Body));
        Assert.Equal(before + 1, hub.Calls);
        Assert.Equal("refresh_token", hub.LastForm["grant_type"]);
    }

    [Theory]
    [InlineData("oidcc-client-test-refresh-token-invalid-issuer")]
    [InlineData("oidcc-client-test-refresh-token-invalid-sub")]
    [InlineData("refresh-token-invalid-aud")]
    [InlineData("refresh-token-invalid-sig")]
    public async Task A_refresh_that_answers_for_somebody_else_ends_the_session(string name)
    {
        await SignOnAsync();
        hub.Claims = claims =>
        {
            (claims["sub"], claims["aud"]) = (Id.ToString("N"), "portal");
            claims[name.EndsWith("issuer", StringComparison.Ordinal) ? "iss" : name.EndsWith("sub", StringComparison.Ordinal) ? "sub" : name.EndsWith("aud", StringComparison.Ordinal) ? "aud" : "x"] = "another";
        };
        hub.SignWith = name.EndsWith("sig", StringComparison.Ordinal) ? EvilKey.Other("evil-1").Sign : null;
        clock.Advance(TimeSpan.FromSeconds(250));

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/guidance")).Status);
    }

    [Fact]
    public async Task A_refresh_without_an_id_token_is_enough()
    {
        await SignOnAsync();
        hub.IdTokenOnRefresh = false;
        clock.Advance(TimeSpan.FromSeconds(250));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/guidance")).Status);
    }

    [Fact]
    public async Task F11_while_the_hub_does_not_answer_pages_go_on_without_a_token()
    {
        await SignOnAsync();
        hub.Away = true;
        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("李明|合肥市平台|", (await browser.GetAsync("/guidance")).Body);
        hub.Away = false;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("李明|合肥市平台|an-access-token", (await browser.GetAsync("/guidance")).Body);
    }

    [Fact]
    public async Task E13_only_the_form_of_the_page_signs_out_and_then_at_the_hub_too()
    {
        await SignOnAsync();
        var ask = await browser.GetAsync("/portal/logout");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/guidance")).Status);
        Assert.Contains("frame-ancestors 'none'", ask.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/portal/logout", [])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/portal/logout", [new("token", new string('0', 64))])).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/guidance")).Status);
        var token = ask.Body.Split("name=\"token\" value=\"")[1][..64];

        var done = await browser.PostAsync("/portal/logout", [new("token", token)]);

        Assert.Equal(HttpStatusCode.SeeOther, done.Status);
        Assert.StartsWith(hub.Issuer + "/logout?client_id=portal&post_logout_redirect_uri=" + Uri.EscapeDataString(hub.Issuer + "/"), done.Location, StringComparison.Ordinal);
        Assert.Contains("&id_token_hint=", done.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/guidance")).Status);
    }

    [Fact]
    public async Task The_hubs_logout_token_ends_the_session_once()
    {
        await SignOnAsync();
        var token = hub.LogoutToken(claims => (claims["sub"], claims["aud"]) = (Id.ToString("N"), "portal"));

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/portal/backchannel", [new("logout_token", hub.LogoutToken())])).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/guidance")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/portal/backchannel", [new("logout_token", token)])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/guidance")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/portal/backchannel", [new("logout_token", token)])).Status);
    }

    [Fact]
    public async Task The_store_alone_opens_no_tokens()
    {
        await SignOnAsync();

        var kept = await host.Engine.Sql("SELECT tokens FROM hub_portal_session").FirstAsync(row => row.Bytes(0), CancellationToken.None);

        Assert.DoesNotContain("an-access-token", System.Text.Encoding.UTF8.GetString(kept!), StringComparison.Ordinal);
        Assert.Null(TokenSeal.Open(kept!, new string('A', 43)));
        Assert.NotNull(TokenSeal.Open(kept!, browser.Cookies["__Host-cityops-portal-t"]));
    }

    [Fact]
    public async Task F5_another_browsers_answer_is_refused_here_too()
    {
        var start = (await browser.GetAsync("/portal/login")).Location!;
        using var other = new PlainBrowser(host.Address);
        await other.GetAsync("/portal/login");

        Assert.Equal(HttpStatusCode.BadRequest, (await other.GetAsync(CallbackOf(start))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(CallbackOf(start))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(CallbackOf(start))).Status);
    }

    private async Task<PageSeen> SignOnAsync(string path = "/portal/login?return=%2Fguidance") => await browser.GetAsync(CallbackOf((await browser.GetAsync(path)).Location!));

    private string CallbackOf(string start) =>
        $"/portal/callback?code={hub.Approve(start)}&state={EvilAuthority.QueryOf(start)["state"]}&iss={Uri.EscapeDataString(hub.Issuer)}";

    private async Task KeepAwakeAsync(TimeSpan until)
    {
        for (var passed = TimeSpan.Zero; passed < until; passed += TimeSpan.FromMinutes(20))
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/guidance")).Status);
            clock.Advance(TimeSpan.FromMinutes(20));
        }
    }
}
