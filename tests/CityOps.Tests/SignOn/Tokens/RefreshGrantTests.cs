using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.People;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>Refreshing over the wire (security.md M9, 7 B19 to B22).</summary>
public sealed class RefreshGrantTests : IAsyncLifetime
{
    private TokenHost host = null!;

    public async Task InitializeAsync() => host = await TokenHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Oidcc_refresh_token_the_same_user_at_the_same_sign_on_with_new_times_and_no_nonce()
    {
        var first = await host.RedeemAsync(await host.CodeAsync("app"), "app");
        host.Clock.Advance(TimeSpan.FromHours(1));
        var answer = await host.RefreshAsync(first.Body.Text("refresh_token"), "app");
        var (before, after) = (TokenHost.Part(first.Body.Text("id_token")), TokenHost.Part(answer.Body.Text("id_token")));

        Assert.Equal((200, "no-store"), (answer.Status, answer.Headers["Cache-Control"]));
        Assert.All((string[])["iss", "sub", "aud", "sid", "acr"], name => Assert.Equal(before.Text(name), after.Text(name)));
        Assert.Equal(before.GetProperty("auth_time").GetInt64(), after.GetProperty("auth_time").GetInt64());
        Assert.Equal(before.GetProperty("iat").GetInt64() + 3600, after.GetProperty("iat").GetInt64());
        Assert.False(after.TryGetProperty("nonce", out _));
        Assert.Equal(TokenHost.Part(first.Token).Text("gid"), TokenHost.Part(answer.Token).Text("gid"));
        Assert.NotEqual(first.Body.Text("refresh_token"), answer.Body.Text("refresh_token"));
    }

    [Fact]
    public async Task A_confidential_client_keeps_its_refresh_token_unless_it_rotates()
    {
        var token = await FirstAsync("web");
        var kept = await host.RefreshAsync(token);
        Assert.False(kept.Body.TryGetProperty("refresh_token", out _));
        Assert.Equal(200, (await host.RefreshAsync(token)).Status);

        host.Peers.Clients["web"] = TestPeers.Web with { RotatesRefresh = true };
        Assert.NotEqual(token, (await host.RefreshAsync(token)).Body.Text("refresh_token"));
    }

    [Fact]
    public async Task B19_scope_may_shrink_for_one_answer_and_never_grow()
    {
        var token = await FirstAsync("app");

        Assert.Equal((400, "invalid_scope"), await StatusAsync(host.RefreshAsync(token, "app", more: "&scope=openid+cityops")));
        var narrow = await host.RefreshAsync(token, "app", more: "&scope=openid");
        Assert.Equal(("openid", "openid"), (narrow.Body.Text("scope"), TokenHost.Part(narrow.Token).Text("scope")));
        var whole = await host.RefreshAsync(narrow.Body.Text("refresh_token"), "app");
        Assert.Equal("openid profile offline_access", whole.Body.Text("scope"));
    }

    [Fact]
    public async Task B19_another_client_gets_nothing_and_ends_nothing()
    {
        var token = await FirstAsync("app");

        Assert.Equal((400, "invalid_grant"), await StatusAsync(host.RefreshAsync(token, "other")));
        Assert.Equal(200, (await host.RefreshAsync(token, "app")).Status);
    }

    [Fact]
    public async Task B19_another_key_of_a_public_client_is_refused()
    {
        var first = await host.RedeemAsync(await host.CodeAsync("app"), "app", "key:abc");
        var token = first.Body.Text("refresh_token");

        Assert.Equal((400, "invalid_grant"), await StatusAsync(host.RefreshAsync(token, "app", "key:xyz")));
        Assert.Equal((400, "invalid_grant"), await StatusAsync(host.RefreshAsync(token, "app")));
        Assert.Equal("abc", TokenHost.Part((await host.RefreshAsync(token, "app", "key:abc")).Token).GetProperty("cnf").Text("jkt"));
    }

    [Fact]
    public async Task A_confidential_client_may_change_its_key_and_not_go_back_to_none()
    {
        var first = await host.RedeemAsync(await host.CodeAsync(), dpop: "key:abc");
        var token = first.Body.Text("refresh_token");

        Assert.Equal((400, "invalid_grant"), await StatusAsync(host.RefreshAsync(token)));
        Assert.Equal("DPoP", (await host.RefreshAsync(token, dpop: "key:xyz")).Body.Text("token_type"));
    }

    [Fact]
    public async Task B20_reuse_after_the_successor_was_used_ends_the_family_and_its_access_tokens()
    {
        var first = await FirstAsync("app");
        var second = await host.RefreshAsync(first, "app");
        var third = await host.RefreshAsync(second.Body.Text("refresh_token"), "app");
        Assert.Equal(200, (await host.UserInfoAsync(third.Token)).Status);

        Assert.Equal((400, "invalid_grant"), await StatusAsync(host.RefreshAsync(first, "app")));

        Assert.Equal((400, "invalid_grant"), await StatusAsync(host.RefreshAsync(third.Body.Text("refresh_token"), "app")));
        Assert.Equal(401, (await host.UserInfoAsync(third.Token)).Status);
        Assert.Contains(host.Peers.Events, entry => entry.Action == "signon.refresh-reuse" && entry.Subject == TestPeers.Zhang.Subject);
    }

    [Fact]
    public async Task B21_fifty_parallel_refreshes_log_nobody_out()
    {
        var token = await FirstAsync("app");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.RefreshAsync(token, "app")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.DoesNotContain(host.Peers.Events, entry => entry.Action == "signon.refresh-reuse");
        Assert.Equal(50, answers.Select(answer => answer.Body.Text("refresh_token")).Distinct().Count());
    }

    [Theory]
    [InlineData("session")]
    [InlineData("user")]
    [InlineData("consent")]
    [InlineData("disabled")]
    [InlineData("unknown")]
    public async Task B22_nothing_is_refreshed_after_logout_password_change_withdrawal_or_disabling(string what)
    {
        var first = await host.RedeemAsync(await host.CodeAsync("app"), "app");
        var grants = host.Service<GrantDesk>();
        await (what switch
        {
            "session" => grants.RevokeOfSessionAsync("sid-1", "logout", default),
            "user" => grants.RevokeOfUserAsync(TestPeers.Zhang.Id, "password", default),
            "consent" => grants.RevokeOfConsentAsync(TestPeers.Zhang.Id, "app", default),
            _ => Task.CompletedTask,
        });
        if (what == "disabled")
        {
            host.Peers.Users[TestPeers.Zhang.Id] = TestPeers.Zhang with { State = UserState.Disabled };
        }
        else if (what == "unknown")
        {
            host.Peers.Users.Clear();
        }

        Assert.Equal((400, "invalid_grant"), await StatusAsync(host.RefreshAsync(first.Body.Text("refresh_token"), "app")));
        Assert.Equal(401, (await host.UserInfoAsync(first.Token)).Status);
    }

    [Fact]
    public async Task An_agreed_resource_stays_the_audience()
    {
        var first = await host.RedeemAsync(await host.CodeAsync("app", change: binding => binding with { Resource = "https://api.example.cn" }), "app");
        var token = first.Body.Text("refresh_token");

        Assert.Equal((400, "invalid_target"), await StatusAsync(host.RefreshAsync(token, "app", more: "&resource=https%3A%2F%2Fnext.example.cn")));
        Assert.Equal("https://api.example.cn", TokenHost.Part((await host.RefreshAsync(token, "app")).Token).Text("aud"));
    }

    [Fact]
    public async Task A_truncated_refresh_token_is_nobodys()
    {
        var token = await FirstAsync("app");

        Assert.Equal((400, "invalid_grant"), await StatusAsync(host.RefreshAsync(token[..^1], "app")));
        Assert.Equal((400, "invalid_request"), await StatusAsync(host.TokenAsync("grant_type=refresh_token", "app")));
    }

    private async Task<string> FirstAsync(string client) =>
        (await host.RedeemAsync(await host.CodeAsync(client), client)).Body.Text("refresh_token");

    private static async Task<(int, string?)> StatusAsync(Task<Answer> asking)
    {
        var answer = await asking;
        return (answer.Status, answer.Error);
    }
}
