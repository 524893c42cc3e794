using CityOps.Hub.SignOn.People;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>Introspection and revocation (security.md M11, M12, 7 B24, B25).</summary>
public sealed class TokenAskingTests : IAsyncLifetime
{
    private const string Inactive = """{"active":false}""";

    private TokenHost host = null!;

    public async Task InitializeAsync() => host = await TokenHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task The_resource_a_token_is_for_and_its_client_see_what_it_says()
    {
        var token = await ForApiAsync();

        foreach (var asker in (string[])["api", "web"])
        {
            var body = (await IntrospectAsync(token, asker)).Body;
            Assert.True(body.GetProperty("active").GetBoolean());
            Assert.Equal((TestPeers.Zhang.Subject, "https://api.example.cn", "web", "Bearer"), (body.Text("sub"), body.Text("aud"), body.Text("client_id"), body.Text("token_type")));
            Assert.Equal(("openid", Forger.Issuer, "zhang.wei"), (body.Text("scope"), body.Text("iss"), body.Text("username")));
        }
    }

    [Fact]
    public async Task B25_anyone_else_hears_exactly_that_nothing_is_there()
    {
        var first = await host.RedeemAsync(await host.CodeAsync());
        foreach (var token in (string[])[await ForApiAsync(), first.Token, first.Body.Text("refresh_token")])
        {
            var answer = await IntrospectAsync(token, "other");

            Assert.Equal((200, Inactive), (answer.Status, answer.Body.GetRawText()));
        }
    }

    [Fact]
    public async Task B25_malformed_foreign_typed_ended_and_revoked_tokens_look_alike()
    {
        var first = await host.RedeemAsync(await host.CodeAsync());
        var revoked = await host.RedeemAsync(await host.CodeAsync());
        await RevokeAsync(revoked.Token);
        string[] bad = ["x", "a.b.c", new string('x', 7000), first.Body.Text("id_token"), revoked.Token, first.Token + "A", first.Body.Text("refresh_token")[..^1]];
        foreach (var token in bad)
        {
            Assert.Equal(Inactive, (await IntrospectAsync(token)).Body.GetRawText());
        }

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Inactive, (await IntrospectAsync(first.Token)).Body.GetRawText());
    }

    [Theory]
    [InlineData("token=x", null, 401, "invalid_client")]
    [InlineData("token=x&client_id=app", null, 401, "invalid_client")] // a public client proves nothing
    [InlineData("", "web", 400, "invalid_request")]
    public async Task The_asker_is_known_and_names_a_token(string body, string? client, int status, string error)
    {
        var answer = await host.PostAsync("/connect/introspect", body, client is null ? null : TestPeers.Basic(client));

        Assert.Equal((status, error), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Tokens_of_a_disabled_user_are_inactive()
    {
        var first = await host.RedeemAsync(await host.CodeAsync());
        host.Peers.Users[TestPeers.Zhang.Id] = TestPeers.Zhang with { State = UserState.Disabled };

        Assert.Equal(Inactive, (await IntrospectAsync(first.Token)).Body.GetRawText());
        Assert.Equal(Inactive, (await IntrospectAsync(first.Body.Text("refresh_token"))).Body.GetRawText());
    }

    [Fact]
    public async Task A_refresh_token_is_active_for_its_client_until_it_is_spent()
    {
        var first = await host.RedeemAsync(await host.CodeAsync());
        host.Peers.Clients["web"] = TestPeers.Web with { RotatesRefresh = true };
        var token = first.Body.Text("refresh_token");
        Assert.Equal("openid profile offline_access", (await IntrospectAsync(token)).Body.Text("scope"));

        await host.RefreshAsync(token);

        Assert.Equal(Inactive, (await IntrospectAsync(token)).Body.GetRawText());
    }

    [Fact]
    public async Task A_bound_token_names_its_key()
    {
        var token = (await host.RedeemAsync(await host.CodeAsync(), dpop: "key:abc")).Token;
        var body = (await IntrospectAsync(token)).Body;

        Assert.Equal(("DPoP", "abc"), (body.Text("token_type"), body.GetProperty("cnf").Text("jkt")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&token_type_hint=access_token")]
    [InlineData("&token_type_hint=refresh_token")]
    [InlineData("&token_type_hint=junk")]
    public async Task B24_revoking_a_refresh_token_ends_everything_of_its_grant_whatever_the_hint(string hint)
    {
        var first = await host.RedeemAsync(await host.CodeAsync());

        Assert.Equal(200, (await RevokeAsync(first.Body.Text("refresh_token"), more: hint)).Status);

        Assert.Equal("invalid_grant", (await host.RefreshAsync(first.Body.Text("refresh_token"))).Error);
        Assert.Equal(401, (await host.UserInfoAsync(first.Token)).Status);
        Assert.Equal(200, (await RevokeAsync(first.Body.Text("refresh_token"))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&token_type_hint=refresh_token")]
    public async Task Revoking_an_access_token_ends_that_one_alone(string hint)
    {
        var first = await host.RedeemAsync(await host.CodeAsync());

        Assert.Equal(200, (await RevokeAsync(first.Token, more: hint)).Status);

        Assert.Equal(401, (await host.UserInfoAsync(first.Token)).Status);
        Assert.Equal(200, (await host.RefreshAsync(first.Body.Text("refresh_token"))).Status);
    }

    [Fact]
    public async Task Another_clients_tokens_are_refused_and_live_on()
    {
        var first = await host.RedeemAsync(await host.CodeAsync());
        foreach (var token in (string[])[first.Token, first.Body.Text("refresh_token")])
        {
            var answer = await RevokeAsync(token, "other");

            Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Error));
        }

        Assert.Equal(200, (await host.UserInfoAsync(first.Token)).Status);
        Assert.Equal(200, (await host.RefreshAsync(first.Body.Text("refresh_token"))).Status);
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("a.b.c")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Unknown_tokens_are_revoked_already(string token) => Assert.Equal(200, (await RevokeAsync(token)).Status);

    [Fact]
    public async Task A_public_client_revokes_its_own_and_a_stranger_nothing()
    {
        var first = await host.RedeemAsync(await host.CodeAsync("app"), "app");

        Assert.Equal(401, (await host.PostAsync("/connect/revoke", "token=" + first.Token, null)).Status);
        Assert.Equal(200, (await host.PostAsync("/connect/revoke", $"token={first.Token}&client_id=app", null)).Status);
        Assert.Equal(401, (await host.UserInfoAsync(first.Token)).Status);
    }

    [Fact]
    public async Task B24_a_store_that_is_away_is_503_and_never_200()
    {
        var first = await host.RedeemAsync(await host.CodeAsync());
        host.Peers.StoreIsAway = true;

        foreach (var (path, body) in ((string, string)[])[
            ("/connect/revoke", "token=" + first.Body.Text("refresh_token")),
            ("/connect/introspect", "token=" + first.Body.Text("refresh_token")),
            ("/connect/token", "grant_type=refresh_token&refresh_token=" + first.Body.Text("refresh_token"))])
        {
            var answer = await host.PostAsync(path, body, TestPeers.Basic("web"));

            Assert.Equal((503, "temporarily_unavailable"), (answer.Status, answer.Error));
            Assert.True(answer.Headers.ContainsKey("Retry-After"));
        }
    }

    private async Task<string> ForApiAsync() =>
        (await host.RedeemAsync(await host.CodeAsync(scopes: "openid", change: binding => binding with { Resource = "https://api.example.cn" }))).Token;

    private Task<Answer> IntrospectAsync(string token, string client = "web") =>
        host.PostAsync("/connect/introspect", "token=" + token, TestPeers.Basic(client));

    private Task<Answer> RevokeAsync(string token, string client = "web", string more = "") =>
        host.PostAsync("/connect/revoke", "token=" + token + more, TestPeers.Basic(client));
}
