using CityOps.Tests.SignOn.Mutations;
using System.Buffers.Text;
using System.Security.Cryptography;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>Whom a token speaks for, tokens bound to a key, and tokens that ended before their time.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private const string Url = "https://hub.example.cn/exchange/v1/interfaces/x/batches";
    private const string User = "0123456789abcdef0123456789abcdef";

    private readonly Hand hand = new();
    private readonly HashSet<string> revoked = [];
    private SignOnHost host = null!;
    private BearerGate gate = null!;

    public async Task InitializeAsync()
    {
        host = await SignOnHost.StartAsync();
        gate = new BearerGate(host.Service<AccessTokenReader>(), host.Service<DpopCheck>(), revoked.Contains, TestGuards.Now);
    }

    public async Task DisposeAsync()
    {
        hand.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_persons_token_names_person_session_grant_and_strength()
    {
        var identity = await ReadAsync("Bearer " + Token(UserClaims()));

        Assert.Equal((SubjectKind.User, User, "portal", ""), (identity!.Kind, identity.Subject, identity.Client, identity.PlatformCode));
        Assert.Equal(("s", "feed", "urn:cityops:acr:2"), (identity.Sid, identity.Grant, identity.Acr));
        Assert.Equal(Forger.Now - 10, identity.AuthTime!.Value.ToUnixTimeSeconds());
        Assert.Equal(["cityops", "openid"], identity.Scopes!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_persons_token_without_scopes_allows_nothing_and_an_applications_is_no_platforms()
    {
        var person = UserClaims();
        person.Remove("scope");
        var application = UserClaims();
        application["sub"] = "portal";

        Assert.Empty((await ReadAsync("Bearer " + Token(person)))!.Scopes!);
        Assert.Equal((SubjectKind.Client, ""), ((await ReadAsync("Bearer " + Token(application)))!.Kind, (await ReadAsync("Bearer " + Token(application)))!.PlatformCode));
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("client_id")]
    [InlineData("jti")]
    public async Task What_rfc_9068_requires_has_to_be_there(string claim)
    {
        var claims = UserClaims();
        claims.Remove(claim);

        Assert.Null(await ReadAsync("Bearer " + Token(claims)));
    }

    [Fact]
    public async Task A_claim_of_another_shape_is_no_claim_of_ours()
    {
        foreach (var (name, value) in new (string, object)[] { ("scope", 7), ("cnf", "x"), ("cnf", new Dictionary<string, object> { ["x5t#S256"] = "x" }), ("gid", 7), ("sid", 7), ("acr", 7) })
        {
            var claims = UserClaims();
            claims[name] = value;
            Assert.Null(await ReadAsync("Bearer " + Token(claims)));
        }
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("logout+jwt")]
    [InlineData("dpop+jwt")]
    public async Task Our_tokens_of_other_uses_are_no_access_tokens(string type) => Assert.Null(await ReadAsync("Bearer " + Token(UserClaims(), type)));

    [Fact]
    public async Task A_revoked_token_and_a_revoked_grant_end_at_once_also_when_remembered()
    {
        var header = "Bearer " + Token(UserClaims());
        Assert.NotNull(await ReadAsync(header));

        revoked.Add("feed");
        Assert.Null(await ReadAsync(header));

        revoked.Clear();
        Assert.NotNull(await ReadAsync(header));
        revoked.Add("token-one");
        Assert.Null(await ReadAsync(header));
    }

    [Fact]
    public async Task A_removed_key_empties_the_memory_of_tokens()
    {
        var header = "Bearer " + Token(UserClaims());
        Assert.NotNull(await ReadAsync(header));

        await host.Service<KeyKeeper>().RemoveAsync(host.Service<KeyKeeper>().Ring.Signer("ES256").Kid, default);
        Assert.Null(await ReadAsync(header));
    }

    [Fact]
    public async Task A_bound_token_holds_with_its_keys_proof_alone()
    {
        using var stranger = new Hand();
        var token = Bound();

        Assert.NotNull(await ReadAsync("DPoP " + token, Proof(token)));
        Assert.NotNull(await ReadAsync("dpop " + token, Proof(token)));
        Assert.Null(await ReadAsync("Bearer " + token, Proof(token)));
        Assert.Null(await ReadAsync("Bearer " + token));
        Assert.Null(await ReadAsync("DPoP " + token));
        Assert.Null(await ReadAsync("DPoP " + token, Proof(token, by: stranger)));
        Assert.Null(await ReadAsync("DPoP " + token, Proof("another")));
        Assert.Null(await ReadAsync("DPoP " + token, Proof(token), Proof(token)));
    }

    [Fact]
    public async Task An_unbound_token_is_no_dpop_token_and_a_proof_beside_it_is_not_asked_for()
    {
        var token = Token(UserClaims());

        Assert.Null(await ReadAsync("DPoP " + token, Proof(token)));
        Assert.NotNull(await ReadAsync("Bearer " + token, Proof(token)));
    }

    [Theory]
    [InlineData("bearer.scheme")]
    [InlineData("bearer.revoked")]
    public async Task Each_guard_is_the_one_that_refuses(string guard)
    {
        revoked.Add("gone");
        var claims = UserClaims();
        claims["jti"] = "gone";
        var header = "Bearer " + (guard == "bearer.revoked" ? Token(claims) : Bound());
        var open = new BearerGate(host.Service<AccessTokenReader>(), host.Service<DpopCheck>(), revoked.Contains, new GuardSwitch(guard));

        Assert.Null(await ReadAsync(header));
        Assert.True((await open.ReadAsync(header)).TryGet(out _, out _));
    }

    private string Bound()
    {
        var claims = UserClaims();
        (claims["sub"], claims["client_id"], claims["cnf"]) = ("P-340000", "P-340000", new Dictionary<string, object> { ["jkt"] = hand.Thumbprint("ES256") });
        return Token(claims);
    }

    private string Proof(string token, Hand? by = null)
    {
        var signer = by ?? hand;
        var ath = Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(token)));
        return signer.Sign(
            "ES256",
            $$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{signer.Jwk("ES256")}}}""",
            $$"""{"jti":"{{Guid.CreateVersion7()}}","htm":"POST","htu":"{{Url}}","iat":{{Forger.Now}},"ath":"{{ath}}"}""");
    }

    private string Token(Dictionary<string, object> claims, string type = "at+jwt") => host.Service<TokenSigner>().Sign(type, "ES256", claims);

    private static Dictionary<string, object> UserClaims() => new()
    {
        ["iss"] = Forger.Issuer,
        ["aud"] = Forger.Audience,
        ["sub"] = User,
        ["client_id"] = "portal",
        ["jti"] = "token-one",
        ["iat"] = Forger.Now,
        ["exp"] = Forger.Now + 300,
        ["scope"] = "openid cityops",
        ["sid"] = "s",
        ["gid"] = "feed",
        ["acr"] = "urn:cityops:acr:2",
        ["auth_time"] = Forger.Now - 10,
    };

    private async Task<TokenIdentity?> ReadAsync(string header, params string[] proofs)
    {
        var call = new ClientCall(new Dictionary<string, string>(), header, "", "") { DpopProofs = proofs, Url = Url };
        return (await gate.ReadAsync(call, default)).TryGet(out var identity, out _) ? identity : null;
    }
}
