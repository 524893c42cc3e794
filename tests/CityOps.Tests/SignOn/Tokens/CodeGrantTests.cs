using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.People;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>Redeeming codes over the wire: the good way and every bad one of security.md 7 B.</summary>
public sealed class CodeGrantTests : IAsyncLifetime
{
    private TokenHost host = null!;

    public async Task InitializeAsync() => host = await TokenHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Oidcc_server_a_code_brings_tokens_that_say_who_signed_on()
    {
        var answer = await host.RedeemAsync(await host.CodeAsync());

        Assert.Equal(200, answer.Status);
        Assert.Equal(("no-store", "Bearer", 300), (answer.Headers["Cache-Control"], answer.Body.GetProperty("token_type").GetString(), answer.Body.GetProperty("expires_in").GetInt32()));
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("openid profile offline_access", answer.Body.GetProperty("scope").GetString());
        Assert.Equal(43, answer.Body.GetProperty("refresh_token").GetString()!.Length);

        var access = TokenHost.Part(answer.Token);
        Assert.Equal("at+jwt", TokenHost.Part(answer.Token, 0).GetProperty("typ").GetString());
        Assert.Equal((Forger.Issuer, Forger.Audience, TestPeers.Zhang.Subject, "web"), (access.Text("iss"), access.Text("aud"), access.Text("sub"), access.Text("client_id")));
        Assert.Equal("sid-1", access.Text("sid"));
        Assert.Equal(32, access.Text("gid").Length);
        Assert.False(access.TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task Oidcc_idtoken_signature_the_id_token_is_rs256_and_says_only_what_it_should()
    {
        var answer = await host.RedeemAsync(await host.CodeAsync());
        var text = answer.Body.GetProperty("id_token").GetString()!;
        var id = TokenHost.Part(text);

        Assert.Equal(("RS256", "JWT"), (TokenHost.Part(text, 0).Text("alg"), TokenHost.Part(text, 0).Text("typ")));
        Assert.Equal(
            ["acr", "amr", "at_hash", "aud", "auth_time", "exp", "iat", "iss", "nonce", "sid", "sub"],
            id.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("web", TestPeers.Zhang.Subject, "n-0S6_WzA2Mj", "sid-1"), (id.Text("aud"), id.Text("sub"), id.Text("nonce"), id.Text("sid")));
        Assert.Equal(Forger.Now - 60, id.GetProperty("auth_time").GetInt64());
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(answer.Token));
        Assert.Equal(Base64Url.EncodeToString(hash.AsSpan(0, 16)), id.Text("at_hash"));
    }

    [Fact]
    public async Task Oidcc_ensure_request_without_nonce_succeeds_for_code_flow()
    {
        var answer = await host.RedeemAsync(await host.CodeAsync(change: binding => binding with { Nonce = null }));

        Assert.False(TokenHost.Part(answer.Body.GetProperty("id_token").GetString()!).TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task Without_openid_there_is_no_id_token_and_without_offline_access_no_refresh_token()
    {
        var answer = await host.RedeemAsync(await host.CodeAsync(scopes: "cityops"));

        Assert.Equal(200, answer.Status);
        Assert.False(answer.Body.TryGetProperty("id_token", out _) || answer.Body.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task Claims_asked_for_by_name_are_in_the_id_token()
    {
        var answer = await host.RedeemAsync(await host.CodeAsync(change: binding => binding with { IdTokenClaims = ["email", "sub", "aud", "address"] }));
        var id = TokenHost.Part(answer.Body.GetProperty("id_token").GetString()!);

        Assert.Equal(("zhang@example.cn", "web"), (id.Text("email"), id.Text("aud")));
        Assert.False(id.TryGetProperty("address", out _));
    }

    [Fact]
    public async Task B1_Oidcc_codereuse_the_second_use_is_refused_and_kills_the_tokens_of_the_first()
    {
        var code = await host.CodeAsync();
        var first = await host.RedeemAsync(code);

        var second = await host.RedeemAsync(code);

        Assert.Equal((400, "invalid_grant"), (second.Status, second.Error));
        Assert.Equal(401, (await host.UserInfoAsync(first.Token)).Status);
        Assert.Equal("invalid_grant", (await host.RefreshAsync(first.Body.Text("refresh_token"))).Error);
    }

    [Fact]
    public async Task Oidcc_codereuse_30seconds()
    {
        var code = await host.CodeAsync();
        var first = await host.RedeemAsync(code);
        host.Clock.Advance(TimeSpan.FromSeconds(90)); // past the code's own end as well

        Assert.Equal("invalid_grant", (await host.RedeemAsync(code)).Error);
        Assert.Equal(401, (await host.UserInfoAsync(first.Token)).Status);
    }

    [Fact]
    public async Task B2_fifty_parallel_redemptions_bring_one_answer_and_a_dead_family()
    {
        var code = await host.CodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.RedeemAsync(code)));

        var winner = Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(49, answers.Count(answer => answer.Error == "invalid_grant"));
        Assert.Equal(401, (await host.UserInfoAsync(winner.Token)).Status);
    }

    [Fact]
    public async Task Ensure_token_endpoint_fails_with_expired_auth_code()
    {
        var (early, late) = (await host.CodeAsync(), await host.CodeAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(200, (await host.RedeemAsync(early)).Status);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("invalid_grant", (await host.RedeemAsync(late)).Error);
    }

    [Fact]
    public async Task B4_another_client_gets_nothing_and_burns_nothing()
    {
        var code = await host.CodeAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("invalid_grant", (await host.RedeemAsync(code, "other")).Error);
        }

        Assert.Equal(200, (await host.RedeemAsync(code)).Status);
    }

    [Theory]
    [InlineData("redirect_uri=https%3A%2F%2Fweb.example.cn%2Fcb%2F&code_verifier=" + TokenHost.Verifier)]
    [InlineData("redirect_uri=https%3A%2F%2FWEB.example.cn%2Fcb&code_verifier=" + TokenHost.Verifier)]
    [InlineData("code_verifier=" + TokenHost.Verifier)] // no redirect_uri
    [InlineData("redirect_uri=https%3A%2F%2Fweb.example.cn%2Fcb")] // no verifier
    [InlineData("redirect_uri=https%3A%2F%2Fweb.example.cn%2Fcb&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK")] // one letter
    [InlineData("redirect_uri=https%3A%2F%2Fweb.example.cn%2Fcb&code_verifier=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")] // the challenge itself
    public async Task B5_B6_two_wrong_tries_are_forgiven_and_the_third_kills(string wrong)
    {
        var forgiven = await host.CodeAsync();
        await TryAsync(forgiven, wrong, 2);
        Assert.Equal(200, (await host.RedeemAsync(forgiven)).Status);

        var killed = await host.CodeAsync();
        await TryAsync(killed, wrong, 3);
        Assert.Equal("invalid_grant", (await host.RedeemAsync(killed)).Error);
    }

    [Fact]
    public async Task B7_a_verifier_nobody_asked_for_is_refused()
    {
        var code = await host.CodeAsync("loose", change: binding => binding with { Challenge = null });
        var form = $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(TokenHost.Redirect)}";

        Assert.Equal("invalid_grant", (await host.RedeemAsync(code, "loose")).Error);
        Assert.Equal(200, (await host.TokenAsync(form, "loose")).Status);
    }

    [Fact]
    public async Task A_public_client_never_redeems_a_code_without_a_challenge()
    {
        var code = await host.CodeAsync("app", change: binding => binding with { Challenge = null });
        var form = $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(TokenHost.Redirect)}";

        Assert.Equal("invalid_grant", (await host.TokenAsync(form, "app")).Error);
    }

    [Fact]
    public async Task Ensure_dpop_auth_code_binding_success_and_mismatch()
    {
        var code = await host.CodeAsync("app", change: binding => binding with { DpopThumbprint = "abc" });

        Assert.Equal("invalid_grant", (await host.RedeemAsync(code, "app")).Error);
        Assert.Equal("invalid_grant", (await host.RedeemAsync(code, "app", "key:xyz")).Error);
        var answer = await host.RedeemAsync(code, "app", "key:abc");
        Assert.Equal("DPoP", answer.Body.Text("token_type"));
        Assert.Equal("abc", TokenHost.Part(answer.Token).GetProperty("cnf").Text("jkt"));
    }

    [Fact]
    public async Task Ensure_holder_of_key_required()
    {
        host.Peers.Clients["web"] = TestPeers.Web with { DpopOnly = true };
        var code = await host.CodeAsync();

        Assert.Equal("invalid_request", (await host.RedeemAsync(code)).Error);
        Assert.Equal(200, (await host.RedeemAsync(code, dpop: "key:abc")).Status);
    }

    [Fact]
    public async Task A_bad_proof_is_refused_before_the_code_is_looked_at()
    {
        var code = await host.CodeAsync();

        Assert.Equal((400, "invalid_dpop_proof"), await StatusAsync(host.RedeemAsync(code, dpop: "junk")));
        Assert.Equal(200, (await host.RedeemAsync(code)).Status);
    }

    [Theory]
    [InlineData(null, null, Forger.Audience)]
    [InlineData(null, "https://api.example.cn", "https://api.example.cn")]
    [InlineData("https://api.example.cn", null, "https://api.example.cn")]
    [InlineData("https://api.example.cn", "https://api.example.cn", "https://api.example.cn")]
    [InlineData("https://api.example.cn", Forger.Audience, null)]
    [InlineData(null, "https://evil.example", null)]
    [InlineData(null, "https://api.example.cn/", null)]
    public async Task The_audience_is_the_agreed_resource_or_an_allowed_one(string? agreed, string? asked, string? audience)
    {
        var code = await host.CodeAsync(change: binding => binding with { Resource = agreed });
        var answer = await host.RedeemAsync(code, more: asked is null ? "" : "&resource=" + Uri.EscapeDataString(asked));

        if (audience is null)
        {
            Assert.Equal((400, "invalid_target"), (answer.Status, answer.Error));
            Assert.Equal(200, (await host.RedeemAsync(code)).Status);
        }
        else
        {
            Assert.Equal(audience, TokenHost.Part(answer.Token).Text("aud"));
        }
    }

    [Fact]
    public async Task A_disabled_user_gets_no_tokens()
    {
        var code = await host.CodeAsync();
        host.Peers.Users[TestPeers.Zhang.Id] = TestPeers.Zhang with { State = UserState.Disabled };

        Assert.Equal("invalid_grant", (await host.RedeemAsync(code)).Error);
    }

    [Fact]
    public async Task B22_a_code_of_an_ended_session_is_worthless()
    {
        var code = await host.CodeAsync();
        await host.Service<GrantDesk>().RevokeOfSessionAsync("sid-1", "logout", CancellationToken.None);

        Assert.Equal("invalid_grant", (await host.RedeemAsync(code)).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_code_nobody_issued_is_refused(string code) =>
        Assert.Contains((await host.RedeemAsync(code)).Error, (string[])["invalid_grant", "invalid_request"]);

    [Fact]
    public async Task A_cut_or_lengthened_code_is_another_one()
    {
        var code = await host.CodeAsync();

        Assert.Equal("invalid_grant", (await host.RedeemAsync(code[..^1])).Error);
        Assert.Equal("invalid_grant", (await host.RedeemAsync(code + "A")).Error);
        Assert.Equal(200, (await host.RedeemAsync(code)).Status);
    }

    [Fact]
    public async Task Each_yes_and_no_is_one_audit_event_without_secrets()
    {
        var code = await host.CodeAsync();
        var answer = await host.RedeemAsync(code);
        await host.RedeemAsync("junk");
        await host.PostAsync("/connect/token", TokenHost.CodeForm(code), TestPeers.Basic("web", "wrong"));

        Assert.Equal(
            [(AuditResult.Done, "ok", "web"), (AuditResult.Refused, "invalid_grant", "web"), (AuditResult.Refused, "invalid_client", "anonymous")],
            host.Peers.Events.Select(entry => (entry.Result, entry.Code, entry.Actor)));
        Assert.Equal(TestPeers.Zhang.Subject, host.Peers.Events.First().Subject);
        var all = string.Join('\n', host.Peers.Events.Select(entry => entry + string.Join(',', entry.Facts)));
        Assert.All([code, answer.Token, answer.Body.Text("refresh_token"), TestPeers.Secret], secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_is_not_registered_for_codes_may_not_redeem_one()
    {
        host.Peers.Clients["web"] = TestPeers.Web with { GrantTypes = TestPeers.Set("refresh_token") };

        Assert.Equal((400, "unauthorized_client"), await StatusAsync(host.RedeemAsync(await host.CodeAsync())));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("PS256")]
    public async Task The_id_token_is_signed_as_the_client_registered(string algorithm)
    {
        host.Peers.Clients["web"] = TestPeers.Web with { IdTokenAlgorithm = algorithm };
        var answer = await host.RedeemAsync(await host.CodeAsync());

        Assert.Equal(algorithm, TokenHost.Part(answer.Body.Text("id_token"), 0).Text("alg"));
        Assert.Equal("ES256", TokenHost.Part(answer.Token, 0).Text("alg"));
    }

    private async Task TryAsync(string code, string wrong, int times)
    {
        for (var attempt = 0; attempt < times; attempt++)
        {
            Assert.Equal((400, "invalid_grant"), await StatusAsync(host.TokenAsync($"grant_type=authorization_code&code={code}&{wrong}")));
        }
    }

    private static async Task<(int, string?)> StatusAsync(Task<Answer> asking)
    {
        var answer = await asking;
        return (answer.Status, answer.Error);
    }
}
