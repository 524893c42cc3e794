using CityOps.Hub.SignOn.People;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>UserInfo (security.md M10).</summary>
public sealed class UserInfoTests : IAsyncLifetime
{
    private TokenHost host = null!;

    public async Task InitializeAsync() => host = await TokenHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("openid", "sub")]
    [InlineData("openid profile", "name preferred_username sub updated_at")]
    [InlineData("openid email", "email email_verified sub")]
    [InlineData("openid phone", "phone_number phone_number_verified sub")]
    [InlineData("openid address", "sub")]
    [InlineData("address phone email profile openid", "email email_verified name phone_number phone_number_verified preferred_username sub updated_at")]
    public async Task Oidcc_scope_each_scope_brings_its_claims(string scopes, string claims)
    {
        var answer = await host.UserInfoAsync(await TokenAsync(scopes));

        Assert.Equal(200, answer.Status);
        Assert.Equal(claims.Split(' '), answer.Body.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.Equal(TestPeers.Zhang.Subject, answer.Body.Text("sub"));
    }

    [Fact]
    public async Task Oidcc_claims_essential_claims_asked_for_by_name_are_told_and_unknown_ones_left_out()
    {
        var code = await host.CodeAsync(scopes: "openid", change: binding => binding with { UserInfoClaims = ["name", "birthdate"] });
        var answer = await host.UserInfoAsync((await host.RedeemAsync(code)).Token);

        Assert.Equal(["sub", "name"], answer.Body.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal("张伟", answer.Body.Text("name"));
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("bEaReR")]
    public async Task Access_token_type_header_case_sensitivity(string scheme) =>
        Assert.Equal(200, (await host.UserInfoAsync(await TokenAsync("openid"), scheme)).Status);

    [Fact]
    public async Task Oidcc_userinfo_post_header()
    {
        var answer = await host.SendAsync(HttpMethod.Post, "/connect/userinfo", "Bearer " + await TokenAsync("openid"));

        Assert.Equal((200, "no-store", "*"), (answer.Status, answer.Headers["Cache-Control"], answer.Headers["Access-Control-Allow-Origin"]));
    }

    [Fact]
    public async Task Oidcc_userinfo_post_body_is_refused()
    {
        var answer = await host.PostAsync("/connect/userinfo", "access_token=" + await TokenAsync("openid"), null);

        Assert.Equal(401, answer.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic abc")]
    [InlineData("Bearer")]
    public async Task Who_brings_no_token_hears_a_bare_challenge(string? authorization)
    {
        var answer = await host.SendAsync(HttpMethod.Get, "/connect/userinfo", authorization);

        Assert.Equal(401, answer.Status);
        Assert.StartsWith("Bearer,DPoP algs=", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.DoesNotContain("error", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_query_is_400_even_when_it_is_good()
    {
        var token = await TokenAsync("openid");
        var answer = await host.SendAsync(HttpMethod.Get, "/connect/userinfo?access_token=" + token, "Bearer " + token);

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Bad_tokens_are_401_invalid_token()
    {
        var first = await host.RedeemAsync(await host.CodeAsync());
        var parts = first.Token.Split('.');
        var foreign = (await host.RedeemAsync(await host.CodeAsync(change: binding => binding with { Resource = "https://api.example.cn" }))).Token;
        foreach (var bad in (string[])["junk", "a.b.c", first.Body.Text("id_token"), first.Body.Text("refresh_token"), $"{parts[0]}.{parts[1]}.", foreign])
        {
            var answer = await host.UserInfoAsync(bad);

            Assert.Equal((401, "invalid_token"), (answer.Status, answer.Error));
            Assert.StartsWith("Bearer error=\"invalid_token\"", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        }

        host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(401, (await host.UserInfoAsync(first.Token)).Status);
    }

    [Fact]
    public async Task Without_openid_it_is_403()
    {
        var answer = await host.UserInfoAsync(await TokenAsync("profile cityops"));

        Assert.Equal((403, "insufficient_scope"), (answer.Status, answer.Error));
        Assert.Contains("scope=\"openid\"", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        var machine = (await host.TokenAsync("grant_type=client_credentials", "api")).Token;
        Assert.Equal(403, (await host.UserInfoAsync(machine)).Status);
    }

    [Fact]
    public async Task A_disabled_users_token_is_dead()
    {
        var token = await TokenAsync("openid");
        host.Peers.Users[TestPeers.Zhang.Id] = TestPeers.Zhang with { State = UserState.Disabled };

        Assert.Equal(401, (await host.UserInfoAsync(token)).Status);
    }

    [Fact]
    public async Task A_bound_token_needs_its_scheme_its_key_and_a_proof()
    {
        var bound = (await host.RedeemAsync(await host.CodeAsync(), dpop: "key:abc")).Token;
        var bare = await TokenAsync("openid");

        Assert.Equal(200, (await host.UserInfoAsync(bound, "DPoP", "key:abc")).Status);
        Assert.Equal(200, (await host.UserInfoAsync(bound, "dpop", "key:abc")).Status);
        Assert.Equal(401, (await host.UserInfoAsync(bound, "Bearer", "key:abc")).Status);
        Assert.Equal(401, (await host.UserInfoAsync(bound)).Status);
        Assert.Equal(401, (await host.UserInfoAsync(bound, "DPoP")).Status);
        Assert.Equal(401, (await host.UserInfoAsync(bound, "DPoP", "key:xyz")).Status);
        Assert.Equal(401, (await host.UserInfoAsync(bare, "DPoP", "key:abc")).Status);
        var junk = await host.UserInfoAsync(bound, "DPoP", "junk");
        Assert.Equal((401, "invalid_dpop_proof"), (junk.Status, junk.Error));
        Assert.StartsWith("DPoP error=\"invalid_dpop_proof\"", junk.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_refusals_are_audited()
    {
        var token = await TokenAsync("openid");
        host.Peers.Events.Clear();
        await host.UserInfoAsync(token);
        await host.UserInfoAsync("junk");

        var only = Assert.Single(host.Peers.Events);
        Assert.Equal(("signon.userinfo", "invalid_token"), (only.Action, only.Code));
    }

    private async Task<string> TokenAsync(string scopes) => (await host.RedeemAsync(await host.CodeAsync(scopes: scopes))).Token;
}
