using CityOps.Tests.SignOn.Mutations;
using System.Globalization;
using System.Reflection;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Once;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>Proofs of possession (security.md 7 D, RFC 9449 4.3), on either database.</summary>
public abstract class DpopContract : StoreContract
{
    private const string Url = "https://hub.example.cn/connect/token";
    private const string AccessToken = "an.access.token";

    private readonly FakeClock clock = new();
    private readonly Hand hand = new();
    private SignOnOptions options = new(Forger.Issuer, Forger.Audience);

    private protected override async Task PrepareAsync() => await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);

    public override async Task DisposeAsync()
    {
        hand.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    public async Task A_good_proof_yields_its_keys_thumbprint(string algorithm) =>
        Assert.Equal(hand.Thumbprint(algorithm), await AskAsync(Proof(algorithm: algorithm)));

    [Fact]
    public async Task A_call_without_a_proof_yields_none()
    {
        Assert.True((await Check().CheckAsync(Call(), null, Ct)).TryGet(out var verdict, out _));
        Assert.Null(verdict.Thumbprint);
    }

    [Theory]
    [InlineData("typ", "")]
    [InlineData("typ", "\"JWT\"")]
    [InlineData("typ", "\"at+jwt\"")]
    [InlineData("alg", "")]
    [InlineData("alg", "\"none\"")]
    [InlineData("alg", "\"RS256\"")]
    [InlineData("alg", "\"PS256\"")]
    [InlineData("alg", "\"HS256\"")]
    [InlineData("alg", "\"es256\"")]
    [InlineData("jwk", "")]
    [InlineData("jwk", "null")]
    [InlineData("jwk", "\"x\"")]
    [InlineData("jwk", """{"kty":"oct","k":"AAAA"}""")]
    [InlineData("jwk", """{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""")]
    [InlineData("crit", "[\"x\"]")]
    [InlineData("jku", "\"https://evil.example\"")]
    public async Task A_header_that_is_not_a_proofs_is_refused(string member, string value) =>
        Assert.Equal("invalid_dpop_proof", await AskAsync(Proof(header: (member, value))));

    [Fact]
    public async Task A_sound_proof_by_an_algorithm_we_do_not_take_is_refused() =>
        Assert.Equal("invalid_dpop_proof", await AskAsync(Proof(algorithm: "RS256")));

    [Fact]
    public async Task A_private_key_in_the_header_is_refused()
    {
        var jwk = hand.Jwk("ES256", jwk => jwk["d"] = "AAAA");

        Assert.Equal("invalid_dpop_proof", await AskAsync(Proof(header: ("jwk", jwk))));
    }

    [Fact]
    public async Task A_weak_key_proves_nothing()
    {
        using var weak = System.Security.Cryptography.RSA.Create(1024);
        var numbers = weak.ExportParameters(false);
        var jwk = $$"""{"kty":"RSA","n":"{{System.Buffers.Text.Base64Url.EncodeToString(numbers.Modulus)}}","e":"AQAB"}""";
        var header = $$"""{"typ":"dpop+jwt","alg":"PS256","jwk":{{jwk}}}""";
        var proof = Hand.Sign(header, Payload(), text => weak.SignData(text, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pss));

        Assert.Equal("invalid_dpop_proof", await AskAsync(proof));
    }

    [Theory]
    [InlineData("jti", "")]
    [InlineData("jti", "\"\"")]
    [InlineData("jti", "7")]
    [InlineData("htm", "")]
    [InlineData("htm", "\"GET\"")]
    [InlineData("htm", "\"post\"")]
    [InlineData("htu", "")]
    [InlineData("htu", "\"https://hub.example.cn/connect/par\"")]
    [InlineData("htu", "\"https://other.example.cn/connect/token\"")]
    [InlineData("htu", "\"http://hub.example.cn/connect/token\"")]
    [InlineData("htu", "\"/connect/token\"")]
    [InlineData("iat", "")]
    [InlineData("iat", "\"1767225600\"")]
    [InlineData("iat", "1767225600.5")]
    [InlineData("iat", "1767222000")]
    [InlineData("iat", "1767229200")]
    [InlineData("iat", "1767225539")]
    [InlineData("iat", "1767225631")]
    [InlineData("exp", "1767225500")]
    [InlineData("nbf", "1767229200")]
    public async Task Claims_that_are_not_of_this_call_are_refused(string claim, string value) =>
        Assert.Equal("invalid_dpop_proof", await AskAsync(Proof(claim: (claim, value))));

    [Theory]
    [InlineData("iat", "1767225590")]
    [InlineData("iat", "1767225610")]
    [InlineData("iat", "1767225540")]
    [InlineData("htu", "\"https://hub.example.cn/connect/token?x=1#y\"")]
    [InlineData("htu", "\"HTTPS://HUB.example.cn:443/connect/token\"")]
    [InlineData("extra", "{\"any\":[1]}")]
    [InlineData("exp", "1767225700")]
    [InlineData("nbf", "1767225600")]
    public async Task What_the_rfc_forgives_is_forgiven(string claim, string value) =>
        Assert.Equal(hand.Thumbprint("ES256"), await AskAsync(Proof(claim: (claim, value))));

    [Fact]
    public async Task A_proof_holds_once_also_for_twenty_at_once()
    {
        var proof = Proof();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AskAsync(proof))));

        Assert.Single(answers, answer => answer != "invalid_dpop_proof");
        Assert.NotEqual("invalid_dpop_proof", await AskAsync(Proof(claim: ("jti", "\"two\""))));
    }

    [Fact]
    public async Task A_refused_proof_is_not_spent()
    {
        var proof = Proof();
        await Check().CheckAsync(Call(proof) with { Method = "GET" }, null, Ct);

        Assert.Equal(hand.Thumbprint("ES256"), await AskAsync(proof));
    }

    [Fact]
    public async Task Two_proofs_and_what_is_no_token_are_refused()
    {
        using var stranger = new Hand();
        var call = Call(Proof()) with { DpopProofs = [Proof(), Proof(claim: ("jti", "\"two\""))] };

        Assert.Equal("invalid_dpop_proof", await AskAsync(call, null));
        Assert.Equal("invalid_dpop_proof", await AskAsync("no token"));
        Assert.Equal("invalid_dpop_proof", await AskAsync(""));
        Assert.Equal("invalid_dpop_proof", await AskAsync(Proof()[..^4] + "AAAA"));
        Assert.Equal("invalid_dpop_proof", await AskAsync(stranger.Sign("ES256", Header(), Payload())));
    }

    [Fact]
    public async Task At_a_resource_the_proof_is_for_the_token()
    {
        var ath = $"\"{DpopRules.HashOf(AccessToken)}\"";

        Assert.Equal(hand.Thumbprint("ES256"), await AskAsync(Call(Proof(claim: ("ath", ath))), AccessToken));
        Assert.Equal("invalid_dpop_proof", await AskAsync(Call(Proof()), AccessToken));
        Assert.Equal("invalid_dpop_proof", await AskAsync(Call(Proof(claim: ("ath", ath))), "another.access.token"));
        Assert.Equal("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo", DpopRules.HashOf("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")); // RFC 9449 7.1
    }

    [Fact]
    public async Task Where_a_nonce_is_wanted_ours_of_these_minutes_holds_and_no_other()
    {
        options = options with { DpopNonceNeeded = true };
        Assert.Equal("use_dpop_nonce", await AskAsync(Proof()));
        var given = Check().Nonce;
        Assert.Equal(hand.Thumbprint("ES256"), await AskAsync(Proof(claim: ("nonce", $"\"{given}\""))));
        Assert.Equal("use_dpop_nonce", await AskAsync(Proof(claim: ("nonce", "\"foreign\""))));
        Assert.Equal("use_dpop_nonce", await AskAsync(Proof(claim: ("nonce", "7"))));

        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("use_dpop_nonce", await AskAsync(Proof(claim: ("nonce", $"\"{given}\""), back: -360)));
    }

    [Fact]
    public async Task Where_none_is_wanted_a_foreign_nonce_is_still_no_nonce_of_ours() =>
        Assert.Equal("use_dpop_nonce", await AskAsync(Proof(claim: ("nonce", "\"foreign\""))));

    [Fact]
    public async Task What_expired_is_swept()
    {
        await AskAsync(Proof());
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, await new OnceTable(Engine).ForgetAsync(clock.GetUtcNow(), Ct));
        Assert.Equal(0, await new OnceTable(Engine).ForgetAsync(clock.GetUtcNow(), Ct));
    }

    [Theory]
    [InlineData("dpop.type", "typ", "\"JWT\"", "", "")]
    [InlineData("dpop.steering", "crit", "[\"x\"]", "", "")]
    [InlineData("dpop.method", "", "", "htm", "\"GET\"")]
    [InlineData("dpop.url", "", "", "htu", "\"https://other.example.cn/\"")]
    [InlineData("dpop.times", "", "", "iat", "1767222000")]
    [InlineData("dpop.nonce", "", "", "nonce", "\"foreign\"")]
    public async Task Each_guard_is_the_one_that_refuses(string guard, string member, string header, string claim, string value)
    {
        var proof = Proof(header: (member, header), claim: (claim, value));

        Assert.False((await Check().CheckAsync(Call(proof), null, Ct)).TryGet(out _, out _));
        Assert.True((await Check(new GuardSwitch(guard)).CheckAsync(Call(proof), null, Ct)).TryGet(out _, out _));
    }

    private DpopCheck Check(GuardSwitch? guards = null) => new(new OnceTable(Engine), new DpopNonces(options, clock), clock, guards ?? TestGuards.Now);

    private Task<string> AskAsync(string proof) => AskAsync(Call(proof), null);

    private async Task<string> AskAsync(ClientCall call, string? token) =>
        (await Check().CheckAsync(call, token, Ct)).Match(verdict => verdict.Thumbprint!, refusal => refusal.Name);

    private static ClientCall Call(params string[] proofs) => new(new Dictionary<string, string>(), null, "", "") { DpopProofs = proofs, Url = Url };

    private string Proof((string, string) header = default, (string, string) claim = default, string algorithm = "ES256", int back = 0) =>
        hand.Sign(algorithm, Header(header, algorithm), Payload(claim, back));

    private string Header((string Name, string Value) member = default, string algorithm = "ES256") =>
        Object(new() { ["typ"] = "\"dpop+jwt\"", ["alg"] = $"\"{algorithm}\"", ["jwk"] = hand.Jwk(algorithm) }, member);

    private static string Payload((string Name, string Value) claim = default, int back = 0) =>
        Object(new() { ["jti"] = "\"one\"", ["htm"] = "\"POST\"", ["htu"] = $"\"{Url}\"", ["iat"] = (Forger.Now - back).ToString(CultureInfo.InvariantCulture) }, claim);

    private static string Object(Dictionary<string, string> members, (string Name, string Value) change)
    {
        if (change.Name is { Length: > 0 })
        {
            members[change.Name] = change.Value;
        }

        return "{" + string.Join(',', members.Where(one => one.Value.Length > 0).Select(one => $"\"{one.Key}\":{one.Value}")) + "}";
    }
}

public sealed class SqliteDpopTests : DpopContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresDpopTests : DpopContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
