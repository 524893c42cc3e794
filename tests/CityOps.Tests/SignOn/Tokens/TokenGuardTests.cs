using System.Text.RegularExpressions;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.People;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>
/// One attack for every guard of the token side: it fails as things are, and succeeds when that one guard is taken away. A guard
/// for which no attack turns from no to yes guards nothing.
/// </summary>
public sealed partial class TokenGuardTests
{
    private const string Api = "https://api.example.cn";
    private const string Grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    private const string AccessType = "urn:ietf:params:oauth:token-type:access_token";

    private static readonly Dictionary<string, Func<TokenHost, Task<bool>>> Attacks = new(StringComparer.Ordinal)
    {
        ["code.client"] = async host => Good(await host.RedeemAsync(await host.CodeAsync(), "other")),
        ["code.redirect"] = async host => Good(await host.TokenAsync($"grant_type=authorization_code&code={await host.CodeAsync()}&redirect_uri=https%3A%2F%2Fevil.example&code_verifier={TokenHost.Verifier}")),
        ["code.dpop"] = async host => Good(await host.RedeemAsync(await host.CodeAsync(change: code => code with { DpopThumbprint = "abc" }))),
        ["code.once"] = async host =>
        {
            var code = await host.CodeAsync();
            await host.RedeemAsync(code);
            return Good(await host.RedeemAsync(code));
        },
        ["code.failures"] = async host =>
        {
            var code = await host.CodeAsync();
            for (var attempt = 0; attempt < 3; attempt++)
            {
                await host.TokenAsync($"grant_type=authorization_code&code={code}");
            }

            return Good(await host.RedeemAsync(code));
        },
        ["code.expired"] = async host =>
        {
            var code = await host.CodeAsync();
            host.Clock.Advance(TimeSpan.FromSeconds(61));
            return Good(await host.RedeemAsync(code));
        },
        ["code.grant"] = async host =>
        {
            var code = await host.CodeAsync();
            await LogoutAsync(host);
            return Good(await host.RedeemAsync(code));
        },
        ["pkce.verifier"] = async host => Good(await host.TokenAsync($"grant_type=authorization_code&code={await host.CodeAsync()}&redirect_uri={Uri.EscapeDataString(TokenHost.Redirect)}")),
        ["pkce.unasked"] = async host => Good(await host.RedeemAsync(await host.CodeAsync("loose", change: code => code with { Challenge = null }), "loose")),
        ["pkce.public"] = async host => Good(await host.TokenAsync(
            $"grant_type=authorization_code&code={await host.CodeAsync("app", change: code => code with { Challenge = null })}&redirect_uri={Uri.EscapeDataString(TokenHost.Redirect)}", "app")),
        ["refresh.client"] = async host => Good(await host.RefreshAsync(await RefreshAsync(host), "other")),
        ["refresh.grant"] = async host =>
        {
            var token = await RefreshAsync(host);
            await LogoutAsync(host);
            return Good(await host.RefreshAsync(token));
        },
        ["refresh.dpop"] = async host =>
        {
            var first = await host.RedeemAsync(await host.CodeAsync("app"), "app", "key:abc");
            return Good(await host.RefreshAsync(first.Body.Text("refresh_token"), "app", "key:xyz"));
        },
        ["refresh.reuse"] = ReuseLateAsync,
        ["refresh.window"] = ReuseLateAsync,
        ["refresh.expired"] = async host =>
        {
            var token = await RefreshAsync(host);
            host.Clock.Advance(TimeSpan.FromDays(8));
            return Good(await host.RefreshAsync(token));
        },
        ["refresh.scope"] = async host => Good(await host.RefreshAsync(await RefreshAsync(host), more: "&scope=cityops")),
        ["token.public"] = async host =>
        {
            host.Peers.Clients["app"] = TestPeers.App with { GrantTypes = TestPeers.Api.GrantTypes, Scopes = TestPeers.Api.Scopes };
            return Good(await host.TokenAsync("grant_type=client_credentials", "app"));
        },
        ["token.grant-type"] = async host => Good(await host.TokenAsync("grant_type=client_credentials")),
        ["token.resource"] = async host => Good(await host.TokenAsync("grant_type=client_credentials&resource=https%3A%2F%2Fevil.example", "api")),
        ["token.dpop-only"] = async host =>
        {
            host.Peers.Clients["web"] = TestPeers.Web with { DpopOnly = true };
            return Good(await host.RedeemAsync(await host.CodeAsync()));
        },
        ["machine.people-scope"] = async host =>
        {
            host.Peers.Clients["api"] = TestPeers.Api with { Scopes = TestPeers.Set("openid") };
            return Good(await host.TokenAsync("grant_type=client_credentials&scope=openid", "api"));
        },
        ["machine.scope"] = async host => Good(await host.TokenAsync("grant_type=client_credentials&scope=if%3AZZ-99.v1.up%3Apublish", "api")),
        ["exchange.type"] = async host => Good(await ExchangeAsync(host, await SubjectAsync(host), type: "urn:ietf:params:oauth:token-type:jwt")),
        ["exchange.actor"] = async host => Good(await ExchangeAsync(host, await SubjectAsync(host), more: "&actor_token=x")),
        ["exchange.audience"] = async host => Good(await ExchangeAsync(host, (await host.RedeemAsync(await host.CodeAsync())).Token)),
        ["exchange.loop"] = async host =>
        {
            host.Peers.Clients["api"] = TestPeers.Api with { Resources = TestPeers.Set("api") };
            var own = await ExchangeAsync(host, await SubjectAsync(host), target: "api");
            return Good(await ExchangeAsync(host, own.Token, target: "api"));
        },
        ["exchange.depth"] = async host =>
        {
            string[] chain = ["api", "b", "c", "d"];
            var token = await SubjectAsync(host);
            foreach (var (client, next) in chain.Zip([.. chain[1..], "api"]))
            {
                host.Peers.Clients[client] = TestPeers.Api with { Id = client, Resources = TestPeers.Set(next) };
                var answer = await ExchangeAsync(host, token, client, next);
                if (!Good(answer))
                {
                    return false;
                }

                token = answer.Token;
            }

            return true;
        },
        ["exchange.pair"] = async host => Good(await ExchangeAsync(host, await SubjectAsync(host), target: "https://evil.example")),
        ["exchange.life"] = async host =>
        {
            var subject = await SubjectAsync(host);
            host.Clock.Advance(TimeSpan.FromSeconds(100));
            var answer = await ExchangeAsync(host, subject);
            return TokenHost.Part(answer.Token).GetProperty("exp").GetInt64() > TokenHost.Part(subject).GetProperty("exp").GetInt64();
        },
        ["exchange.scope"] = async host => Good(await ExchangeAsync(host, await SubjectAsync(host), more: "&scope=email")),
        ["token.revoked"] = async host =>
        {
            var token = (await host.RedeemAsync(await host.CodeAsync())).Token;
            await host.PostAsync("/connect/revoke", "token=" + token, TestPeers.Basic("web"));
            return Good(await host.UserInfoAsync(token));
        },
        ["token.grant"] = async host =>
        {
            var token = (await host.RedeemAsync(await host.CodeAsync())).Token;
            await LogoutAsync(host);
            return Good(await host.UserInfoAsync(token));
        },
        ["token.user"] = async host =>
        {
            var token = (await host.RedeemAsync(await host.CodeAsync())).Token;
            host.Peers.Users[TestPeers.Zhang.Id] = TestPeers.Zhang with { State = UserState.Disabled };
            return Good(await host.UserInfoAsync(token));
        },
        ["userinfo.audience"] = async host => Good(await host.UserInfoAsync(await SubjectAsync(host))),
        ["userinfo.scope"] = async host => Good(await host.UserInfoAsync((await host.RedeemAsync(await host.CodeAsync(scopes: "profile"))).Token)),
        ["userinfo.dpop"] = async host => Good(await host.UserInfoAsync((await host.RedeemAsync(await host.CodeAsync(), dpop: "key:abc")).Token)),
        ["introspect.public"] = async host => Good(await host.PostAsync("/connect/introspect", "token=x&client_id=app", null)),
        ["introspect.foreign"] = async host => await IsActiveAsync(host, await SubjectAsync(host), "other"),
        ["introspect.refresh"] = async host =>
        {
            var token = await RefreshAsync(host);
            await LogoutAsync(host);
            return await IsActiveAsync(host, token, "web");
        },
        ["revoke.foreign"] = async host => Good(await host.PostAsync("/connect/revoke", "token=" + await RefreshAsync(host), TestPeers.Basic("other"))),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_guard_is_the_one_that_refuses(string guard)
    {
        await using var guarded = await TokenHost.StartAsync();
        Assert.False(await Attacks[guard](guarded));

        await using var open = await TokenHost.StartAsync(guard);
        Assert.True(await Attacks[guard](open));
    }

    [Fact]
    public void Every_guard_in_the_sources_has_its_attack()
    {
        var sources = ((string[])["Grants", "Tokens"])
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(Repository.Root, "hub", "SignOn", room), "*.cs", SearchOption.AllDirectories));
        var names = sources.SelectMany(file => Guard().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct();

        Assert.Equal(names.Order(StringComparer.Ordinal), Attacks.Keys.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("IsOn\\(\"([^\"]+)\"\\)")]
    private static partial Regex Guard();

    private static bool Good(Answer answer) => answer.Status == 200;

    private static Task LogoutAsync(TokenHost host) => host.Service<GrantDesk>().RevokeOfSessionAsync("sid-1", "logout", CancellationToken.None);

    private static async Task<string> RefreshAsync(TokenHost host) => (await host.RedeemAsync(await host.CodeAsync())).Body.Text("refresh_token");

    private static async Task<bool> ReuseLateAsync(TokenHost host)
    {
        var first = (await host.RedeemAsync(await host.CodeAsync("app"), "app")).Body.Text("refresh_token");
        await host.RefreshAsync(first, "app");
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        return Good(await host.RefreshAsync(first, "app"));
    }

    private static async Task<string> SubjectAsync(TokenHost host) =>
        (await host.RedeemAsync(await host.CodeAsync(scopes: "openid cityops", change: code => code with { Resource = Api }))).Token;

    private static Task<Answer> ExchangeAsync(
        TokenHost host, string subject, string client = "api", string target = "https://next.example.cn", string type = AccessType, string more = "") => host.TokenAsync(
        $"grant_type={Grant}&subject_token={subject}&subject_token_type={Uri.EscapeDataString(type)}&resource={Uri.EscapeDataString(target)}{more}", client);

    private static async Task<bool> IsActiveAsync(TokenHost host, string token, string client) =>
        (await host.PostAsync("/connect/introspect", "token=" + token, TestPeers.Basic(client))).Body.GetProperty("active").GetBoolean();
}
