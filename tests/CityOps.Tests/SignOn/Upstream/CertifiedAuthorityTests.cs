using CityOps.Tests.SignOn.Mutations;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Hub.SignOn.Upstream.Relying;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>The relying party with a certified provider of another house (npm oidc-provider), both ways.</summary>
public sealed partial class CertifiedAuthorityTests : IAsyncLifetime
{
    private NodeAuthority authority = null!;
    private UpstreamHost host = null!;
    private PlainBrowser browser = null!;
    private PlainBrowser there = null!;

    public async Task InitializeAsync()
    {
        authority = await NodeAuthority.StartAsync();
        var settings = new AuthoritySettings
        {
            Id = "x",
            Issuer = authority.Issuer,
            ClientId = "cityops-hub",
            PrivateAddress = authority.Issuer,
            Algorithms = ["RS256"],
            UserInfo = true,
            RoleClaim = "groups",
            Roles = new Dictionary<string, string> { ["省级查看"] = "viewer" },
        };
        host = await UpstreamHost.StartAsync(TimeProvider.System, new SignOnOptions(UpstreamHost.Issuer, "hub") { Realm = "t", Authority = settings });
        host.Links[(authority.Issuer, "li.ming")] = new User(Guid.Empty, "li.ming", "李明", "org", UserState.Active) { Assignments = [new Assignment("viewer", ScopeKind.Own, "")] };
        await authority.ServeAsync(new JsonObject { ["clients"] = new JsonArray(Client("cityops-hub", "private_key_jwt"), Client("cityops-basic", "client_secret_basic")) });
        (browser, there) = (new PlainBrowser(host.Address), new PlainBrowser(new Uri(authority.Issuer)));
        browser.Cookies["__Host-cityops-interaction-t"] = "browser-of-w1";
    }

    public async Task DisposeAsync()
    {
        browser.Dispose();
        there.Dispose();
        await host.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_signs_on_there_and_is_signed_on_here()
    {
        var page = await SignOnAsync();

        Assert.True(page.Status == HttpStatusCode.SeeOther, $"{host.Audit[^1]} {string.Join(' ', host.Audit[^1].Facts)}");
        Assert.Equal("/connect/authorize?interaction=w1", page.Location);
        Assert.Equal(authority.Issuer, Assert.Single(host.Finished).Upstream);
    }

    [Fact]
    public async Task Signing_out_here_signs_out_there_and_its_word_ends_the_session_here()
    {
        await SignOnAsync();
        var url = await host.Service<UpstreamDesk>().LogoutUrlAsync("sid-session-1", null, CancellationToken.None);

        var ask = await there.GetAsync(url!);
        var xsrf = Value(ask.Body, "xsrf");
        var done = await there.PostAsync("/session/end/confirm", [new("xsrf", xsrf), new("logout", "yes")]);

        Assert.Equal("https://hub.example.cn/signon/logged-out", done.Location?.Split('?')[0]);
        Assert.Equal(["sid-session-1"], host.Ended);
        Assert.Equal(("upstream.backchannel", "ok"), (host.Audit[^1].Action, host.Audit[^1].Code));
    }

    [Fact]
    public async Task A_cancelled_sign_on_is_told_as_such()
    {
        var start = (await browser.GetAsync(UpstreamBook.StartPath("external", "w1"))).Location!;
        var login = await FollowAsync(start);
        var cancelled = await FollowAsync(authority.Issuer + Cancel().Match(login.Body).Groups[1].Value);

        var page = await browser.GetAsync(cancelled.Location![UpstreamHost.Issuer.Length..]);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(("upstream-refused", "access_denied"), (host.Audit[^1].Code, host.Audit[^1].Facts["check"]));
    }

    [Fact]
    public async Task A_code_is_worth_nothing_in_another_browser()
    {
        using var other = new PlainBrowser(host.Address);
        other.Cookies["__Host-cityops-interaction-t"] = "browser-of-w1";
        var stolen = QueryOf(await CallbackAsync(browser));
        var own = QueryOf((await other.GetAsync(UpstreamBook.StartPath("external", "w1"))).Location!);

        var page = await other.GetAsync($"/signon/upstream/callback?code={stolen["code"]}&state={own["state"]}&iss={Uri.EscapeDataString(authority.Issuer)}");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(("upstream-refused", "invalid_grant"), (host.Audit[^1].Code, host.Audit[^1].Facts["check"]));
    }

    [Theory]
    [InlineData("cityops-hub", ClientMethod.PrivateKeyJwt)]
    [InlineData("cityops-basic", ClientMethod.SecretBasic)]
    public async Task Tokens_are_refreshed_and_the_new_ones_hold(string client, ClientMethod method)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var options = new RelyingOptions(authority.Issuer, client, method, UpstreamHost.Issuer + "/signon/upstream/callback", "openid offline_access") { Secret = "a secret:with/signs" };
        var party = new RelyingParty(options, new AuthorityWire(() => http), TestSigner.Sign, TestGuards.Now, TimeProvider.System);
        var ticket = LoginTicket.For(LoginTicket.Random(), LoginTicket.Random());
        var started = await party.StartAsync(ticket, new Dictionary<string, string> { ["prompt"] = "consent" }, CancellationToken.None);
        Assert.True(started.TryGet(out var url, out _));
        var answer = QueryOf(await SignOnThereAsync(url));

        var vouched = Get(await party.RedeemAsync(new CallbackAnswer(answer["code"], answer["state"], answer["iss"], null), ticket, CancellationToken.None));
        var fresh = Get(await party.RefreshAsync(vouched.Tokens.RefreshToken!, vouched.Subject, CancellationToken.None));

        Assert.Equal("li.ming", vouched.Subject);
        Assert.NotEqual(vouched.Tokens.AccessToken, fresh.AccessToken);
        Assert.NotNull(fresh.IdToken);
        Assert.False((await party.RefreshAsync(fresh.RefreshToken!, "somebody-else", CancellationToken.None)).TryGet(out _, out var refusal));
        Assert.Equal("same-sub", refusal.DetailEn);
    }

    private static T Get<T>(CityOps.Schemas.Outcome<T> outcome) => outcome.Match(value => value, refusal => throw new InvalidOperationException($"{refusal.Name} {refusal.DetailEn}"));

    private JsonObject Client(string id, string method) => new()
    {
        ["client_id"] = id,
        ["client_secret"] = "a secret:with/signs",
        ["token_endpoint_auth_method"] = method,
        ["jwks"] = new JsonObject { ["keys"] = new JsonArray(TestSigner.Jwk()) },
        ["redirect_uris"] = new JsonArray(UpstreamHost.Issuer + "/signon/upstream/callback"),
        ["post_logout_redirect_uris"] = new JsonArray(UpstreamHost.Issuer + "/signon/logged-out"),
        ["backchannel_logout_uri"] = new Uri(host.Address, "/signon/upstream/backchannel").AbsoluteUri,
        ["backchannel_logout_session_required"] = true,
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
    };

    private async Task<PageSeen> SignOnAsync() => await browser.GetAsync(await CallbackAsync(browser));

    private async Task<string> CallbackAsync(PlainBrowser at)
    {
        var start = (await at.GetAsync(UpstreamBook.StartPath("external", "w1"))).Location;
        Assert.True(start is not null, string.Join(' ', host.Audit[^1].Facts));
        return (await SignOnThereAsync(start))[UpstreamHost.Issuer.Length..];
    }

    /// <summary>Login and consent on the provider's own pages, until it sends the browser back to us.</summary>
    private async Task<string> SignOnThereAsync(string start)
    {
        var page = await FollowAsync(start);
        while (page.Location is null)
        {
            Assert.Matches(Form(), page.Body);
            var next = await there.PostAsync(Form().Match(page.Body).Groups[1].Value, [new("prompt", Value(page.Body, "prompt")), new("login", "li.ming"), new("password", "x")]);
            page = await FollowAsync(next.Location!);
        }

        return page.Location;
    }

    /// <summary>Follows redirects as long as they stay there.</summary>
    private async Task<PageSeen> FollowAsync(string url)
    {
        var page = await there.GetAsync(url);
        while (page.Location is { } next && (next.StartsWith('/') || next.StartsWith(authority.Issuer, StringComparison.Ordinal)))
        {
            page = await there.GetAsync(next);
        }

        return page;
    }

    private static string Value(string html, string name) => Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;

    private static IReadOnlyDictionary<string, string> QueryOf(string url) => EvilAuthority.QueryOf(new Uri(new Uri(UpstreamHost.Issuer), url).AbsoluteUri);

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex Form();

    [GeneratedRegex("href=\"[^\"]*?(/interaction/[^\"]+/abort)\"")]
    private static partial Regex Cancel();
}
