using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.People;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>Token exchange (security.md 4.2, 7 B23): a service acts for the user whose token it was called with.</summary>
public sealed class ExchangeTests : IAsyncLifetime
{
    private const string Target = "https://next.example.cn";

    private TokenHost host = null!;

    public async Task InitializeAsync() => host = await TokenHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_service_gets_a_token_that_names_the_user_and_who_acts()
    {
        var answer = await ExchangeAsync(await SubjectAsync());
        var claims = TokenHost.Part(answer.Token);

        Assert.Equal((200, ExchangeType), (answer.Status, answer.Body.Text("issued_token_type")));
        Assert.Equal((TestPeers.Zhang.Subject, "api", Target), (claims.Text("sub"), claims.Text("client_id"), claims.Text("aud")));
        Assert.Equal("api", claims.GetProperty("act").Text("sub"));
        Assert.Equal("openid cityops", answer.Body.Text("scope"));
        Assert.False(answer.Body.TryGetProperty("refresh_token", out _) || answer.Body.TryGetProperty("id_token", out _));
    }

    [Fact]
    public async Task It_lives_no_longer_than_the_token_it_came_from()
    {
        var subject = await SubjectAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(200));

        var answer = await ExchangeAsync(subject, more: "&expires_in=86400");

        Assert.Equal(100, answer.Body.GetProperty("expires_in").GetInt32());
        Assert.Equal(TokenHost.Part(subject).GetProperty("exp").GetInt64(), TokenHost.Part(answer.Token).GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Scope_shrinks_and_never_grows()
    {
        var subject = await SubjectAsync();

        Assert.Equal("cityops", (await ExchangeAsync(subject, more: "&scope=cityops")).Body.Text("scope"));
        Assert.Equal("invalid_scope", (await ExchangeAsync(subject, more: "&scope=cityops+email")).Error);
    }

    [Fact]
    public async Task A_token_meant_for_somebody_else_is_not_exchanged()
    {
        var forTheHub = (await host.RedeemAsync(await host.CodeAsync(scopes: "openid cityops"))).Token;

        Assert.Equal("invalid_request", (await ExchangeAsync(forTheHub)).Error);
    }

    [Theory]
    [InlineData("https://evil.example", "invalid_target")]
    [InlineData(Forger.Audience, "invalid_target")] // this hub is not among its pairs
    [InlineData("https://api.example.cn", "invalid_target")]
    [InlineData("", "invalid_request")]
    public async Task Only_listed_pairs_are_served(string target, string error) =>
        Assert.Equal(error, (await ExchangeAsync(await SubjectAsync(), target: target)).Error);

    [Fact]
    public async Task Two_targets_that_differ_are_none() =>
        Assert.Equal("invalid_target", (await ExchangeAsync(await SubjectAsync(), more: "&audience=other")).Error);

    [Fact]
    public async Task A_client_without_permission_may_not_exchange_at_all() =>
        Assert.Equal("unauthorized_client", (await ExchangeAsync(await SubjectAsync(), "web")).Error);

    [Fact]
    public async Task The_chain_of_actors_ends_at_three_and_has_no_loop()
    {
        string[] chain = ["api", "second", "third", "fourth"];
        for (var at = 1; at < chain.Length; at++)
        {
            host.Peers.Clients[chain[at]] = TestPeers.Api with { Id = chain[at], Resources = TestPeers.Set("fourth", "api") };
        }

        host.Peers.Clients["api"] = TestPeers.Api with { Resources = TestPeers.Set("second") };
        host.Peers.Clients["second"] = host.Peers.Clients["second"] with { Resources = TestPeers.Set("third", "api") };
        var one = (await ExchangeAsync(await SubjectAsync(), target: "second")).Token;
        var two = (await ExchangeAsync(one, "second", "third")).Token;
        var loop = (await ExchangeAsync(one, "second", "api")).Token;
        var three = (await ExchangeAsync(two, "third", "fourth")).Token;

        Assert.Equal("third", TokenHost.Part(three).GetProperty("act").Text("sub"));
        Assert.Equal("api", TokenHost.Part(three).GetProperty("act").GetProperty("act").GetProperty("act").Text("sub"));
        Assert.Equal("invalid_request", (await ExchangeAsync(three, "fourth", "api")).Error);
        Assert.Equal("invalid_request", (await ExchangeAsync(loop, "api", "second")).Error);
    }

    [Theory]
    [InlineData("&actor_token=x&actor_token_type=y")]
    [InlineData("&requested_token_type=urn:ietf:params:oauth:token-type:refresh_token")]
    public async Task What_is_not_offered_is_refused(string more) =>
        Assert.Equal("invalid_request", (await ExchangeAsync(await SubjectAsync(), more: more)).Error);

    [Theory]
    [InlineData("subject_token=a.b.c")]
    [InlineData("subject_token_type=" + ExchangeType)]
    [InlineData("subject_token=a.b.c&subject_token_type=urn:ietf:params:oauth:token-type:id_token")]
    [InlineData("subject_token=a.b.c&subject_token_type=" + ExchangeType)]
    public async Task A_subject_that_is_no_access_token_is_refused(string form) =>
        Assert.Equal("invalid_request", (await host.TokenAsync($"grant_type={Uri.EscapeDataString(Grant)}&{form}&resource={Target}", "api")).Error);

    [Fact]
    public async Task The_users_id_token_is_no_subject()
    {
        var first = await host.RedeemAsync(await host.CodeAsync());

        Assert.Equal("invalid_request", (await ExchangeAsync(first.Body.Text("id_token"))).Error);
    }

    [Theory]
    [InlineData("grant")]
    [InlineData("user")]
    [InlineData("end")]
    public async Task A_subject_that_ended_is_refused(string what)
    {
        var subject = await SubjectAsync();
        if (what == "grant")
        {
            await host.Service<GrantDesk>().RevokeOfSessionAsync("sid-1", "logout", default);
        }
        else if (what == "user")
        {
            host.Peers.Users[TestPeers.Zhang.Id] = TestPeers.Zhang with { State = UserState.Disabled };
        }
        else
        {
            host.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Equal("invalid_request", (await ExchangeAsync(subject)).Error);
    }

    [Fact]
    public async Task Ending_the_users_grant_ends_the_token_that_was_exchanged()
    {
        host.Peers.Clients["api"] = TestPeers.Api with { Resources = TestPeers.Set(Forger.Audience) };
        var token = (await ExchangeAsync(await SubjectAsync(), target: Forger.Audience)).Token;
        Assert.Equal(200, (await host.UserInfoAsync(token)).Status);

        await host.Service<GrantDesk>().RevokeOfSessionAsync("sid-1", "logout", default);

        Assert.Equal(401, (await host.UserInfoAsync(token)).Status);
    }

    private const string Grant = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string ExchangeType = "urn:ietf:params:oauth:token-type:access_token";

    private async Task<string> SubjectAsync() =>
        (await host.RedeemAsync(await host.CodeAsync(scopes: "openid cityops", change: binding => binding with { Resource = "https://api.example.cn" }))).Token;

    private Task<Answer> ExchangeAsync(string subject, string client = "api", string target = Target, string more = "") => host.TokenAsync(
        $"grant_type={Uri.EscapeDataString(Grant)}&subject_token={subject}&subject_token_type={Uri.EscapeDataString(ExchangeType)}&resource={Uri.EscapeDataString(target)}{more}",
        client);
}
