using CityOps.Tests.SignOn.Mutations;
using System.Globalization;
using System.Reflection;
using System.Text;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.Once;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>How clients prove themselves, on either database (security.md 7 B).</summary>
public abstract class ClientDoorContract : StoreContract
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private readonly FakeClock clock = new();
    private readonly Hand hand = new();
    private SignOnOptions options = new(Forger.Issuer, Forger.Audience) { AllowSecrets = true };
    private ClientDesk desk = null!;
    private ClientBook book = null!;

    private protected override async Task PrepareAsync()
    {
        await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);
        book = new ClientBook(new ClientTable(Engine), Platform, TestGuards.Now);
        desk = new ClientDesk(new ClientTable(Engine), book, new KeyKeeper(new KeyTable(Engine), options, clock), _ => null, clock);
    }

    public override async Task DisposeAsync()
    {
        hand.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_secret_holds_by_the_method_that_was_registered_and_no_other()
    {
        var secret = await RegisterAsync("web", ClientMethod.SecretBasic);

        Assert.Null(await RefusalOf(Basic("web", secret)));
        Assert.Equal("invalid_client", await RefusalOf(Form(("client_id", "web"), ("client_secret", secret))));
        Assert.Equal("invalid_client", await RefusalOf(Form(("client_id", "web"))));
        Assert.Equal("invalid_client", await RefusalOf(Basic("web", secret + "x")));
        Assert.Equal("invalid_client", await RefusalOf(Basic("nobody", secret)));
    }

    [Fact]
    public async Task A_secret_in_the_form_and_a_public_client_enter_each_by_its_own_way()
    {
        var secret = await RegisterAsync("post", ClientMethod.SecretPost);
        await RegisterAsync("app", ClientMethod.None);

        Assert.Null(await RefusalOf(Form(("client_id", "post"), ("client_secret", secret))));
        Assert.Equal("invalid_client", await RefusalOf(Basic("post", secret)));
        Assert.Null(await RefusalOf(Form(("client_id", "app"))));
        Assert.Equal("invalid_client", await RefusalOf(Form(("client_id", "app"), ("client_secret", "x"))));
        Assert.Equal("invalid_client", await RefusalOf(Form()));
        Assert.Equal("invalid_client", await RefusalOf(Form(("client_id", new string('x', 100_000)))));
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic d2Vi")]
    [InlineData("Basic d2ViOg==")]
    [InlineData("Basic d2ViOiV6eg==")]
    [InlineData("Basic d2ViOiU=")]
    [InlineData("Bearer abc")]
    [InlineData("")]
    public async Task Broken_basic_credentials_are_an_invalid_client(string authorization) =>
        Assert.Equal("invalid_client", await RefusalOf(Form() with { Authorization = authorization }));

    [Fact]
    public async Task Two_methods_at_once_are_refused()
    {
        var secret = await RegisterAsync("web", ClientMethod.SecretBasic);
        var assertion = Assertion("web");

        Assert.Equal("invalid_request", await RefusalOf(Basic("web", secret, ("client_secret", secret))));
        Assert.Equal("invalid_request", await RefusalOf(Basic("web", secret, ("client_assertion", assertion), ("client_assertion_type", AssertionType))));
        Assert.Equal("invalid_request", await RefusalOf(Form(("client_id", "web"), ("client_secret", secret), ("client_assertion", assertion), ("client_assertion_type", AssertionType))));
        Assert.Equal("invalid_request", await RefusalOf(Basic("web", secret, ("client_id", "other"))));
    }

    [Fact]
    public async Task Secrets_rotate_with_an_overlap()
    {
        var old = await RegisterAsync("web", ClientMethod.SecretBasic);
        Assert.True((await desk.AddSecretAsync("web", Ct)).TryGet(out var fresh, out _));
        await desk.RetireKeyAsync("web", old.Split('.')[0], clock.GetUtcNow() + TimeSpan.FromHours(1), Ct);

        Assert.Null(await RefusalOf(Basic("web", old)));
        Assert.Null(await RefusalOf(Basic("web", fresh.Secret)));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("invalid_client", await RefusalOf(Basic("web", old)));
        Assert.Null(await RefusalOf(Basic("web", fresh.Secret)));
    }

    [Fact]
    public async Task Beyond_this_machine_secrets_are_for_those_who_were_allowed_to()
    {
        options = options with { AllowSecrets = false };
        var plain = await RegisterAsync("web", ClientMethod.SecretBasic);
        var allowed = await RegisterAsync("old-web", ClientMethod.SecretBasic, draft => draft with { SecretAllowed = true });

        Assert.Equal("invalid_client", await RefusalOf(Basic("web", plain)));
        Assert.Null(await RefusalOf(Basic("old-web", allowed)));
        Assert.Null(await RefusalOf(Basic("P-340000", "secret")));
        Assert.False(new SignOnOptions("https://hub.example.cn", "x").AllowSecrets);
        Assert.True(new SignOnOptions("http://127.0.0.1:7300", "x").AllowSecrets);
    }

    [Fact]
    public async Task That_a_client_is_suspended_is_told_to_who_proved_it_only()
    {
        var secret = await RegisterAsync("web", ClientMethod.SecretBasic);
        await desk.SuspendAsync("web", Ct);

        Assert.Equal("unauthorized_client", await RefusalOf(Basic("web", secret)));
        Assert.Equal("invalid_client", await RefusalOf(Basic("web", "guess")));

        await desk.ResumeAsync("web", Ct);
        Assert.Null(await RefusalOf(Basic("web", secret)));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task A_signed_statement_holds_once(string algorithm)
    {
        await RegisterKeyAsync("signer", algorithm);
        var call = Asserted(Assertion("signer", algorithm: algorithm));

        Assert.Null(await RefusalOf(call));
        Assert.Equal("invalid_client", await RefusalOf(call));
        Assert.Null(await RefusalOf(Asserted(Assertion("signer", algorithm: algorithm, id: "two"))));
    }

    [Fact]
    public async Task Of_twenty_who_show_one_statement_at_once_at_two_doors_one_enters()
    {
        await RegisterKeyAsync("signer", "ES256");
        var call = Asserted(Assertion("signer"));
        var doors = new[] { Door(), Door() };

        var refusals = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => RefusalOf(call, doors[number % 2]))));

        Assert.Single(refusals, refusal => refusal is null);
        Assert.All(refusals.OfType<string>(), refusal => Assert.True(refusal is "invalid_client" or "rate-limited", refusal));
    }

    [Theory]
    [InlineData("aud", "\"https://hub.example.cn/connect/token\"")]
    [InlineData("aud", "\"https://hub.example.cn/connect/par\"")]
    [InlineData("aud", "[\"https://hub.example.cn\"]")]
    [InlineData("aud", "\"https://other.example.cn\"")]
    [InlineData("aud", "\"https://hub.example.cn/\"")]
    [InlineData("aud", "")]
    [InlineData("iss", "\"other\"")]
    [InlineData("sub", "\"other\"")]
    [InlineData("sub", "")]
    [InlineData("jti", "")]
    [InlineData("jti", "\"\"")]
    [InlineData("jti", "7")]
    [InlineData("exp", "")]
    [InlineData("exp", "1767225961")]
    [InlineData("exp", "1767225139")]
    [InlineData("nbf", "1767225661")]
    public async Task A_statement_for_something_else_is_refused(string claim, string value)
    {
        await RegisterKeyAsync("signer", "ES256");

        Assert.Equal("invalid_client", await RefusalOf(Asserted(Assertion("signer", claim: claim, value: value))));
        Assert.Null(await RefusalOf(Asserted(Assertion("signer")))); // and the refused one spent nothing
    }

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"k"}""", null)]
    [InlineData("""{"alg":"ES256"}""", null)]
    [InlineData("""{"alg":"ES256","kid":"k","typ":"client-authentication+jwt"}""", null)]
    [InlineData("""{"alg":"ES256","kid":"k","typ":"JWT"}""", null)]
    [InlineData("""{"alg":"ES256","kid":"k","typ":"at+jwt"}""", "invalid_client")]
    [InlineData("""{"alg":"ES256","kid":"other"}""", "invalid_client")]
    [InlineData("""{"alg":"none","kid":"k"}""", "invalid_client")]
    [InlineData("""{"alg":"ES256","kid":"k","crit":["x"]}""", "invalid_client")]
    [InlineData("null", "invalid_client")]
    public async Task A_statements_header_is_read_as_strictly(string header, string? refusal)
    {
        await RegisterKeyAsync("signer", "ES256");

        Assert.Equal(refusal, await RefusalOf(Asserted(Assertion("signer", header: header))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("urn:ietf:params:oauth:client-assertion-type:saml2-bearer")]
    public async Task Another_type_of_statement_is_a_malformed_request(string type)
    {
        await RegisterKeyAsync("signer", "ES256");

        Assert.Equal("invalid_request", await RefusalOf(Form(("client_assertion", Assertion("signer")), ("client_assertion_type", type))));
        Assert.Equal("invalid_request", await RefusalOf(Form(("client_assertion_type", AssertionType))));
        Assert.Equal("invalid_request", await RefusalOf(Form(("client_id", "other"), ("client_assertion", Assertion("signer")), ("client_assertion_type", AssertionType))));
    }

    [Fact]
    public async Task A_key_of_another_client_or_of_nobody_signs_for_nobody()
    {
        using var stranger = new Hand();
        await RegisterKeyAsync("signer", "ES256");
        await RegisterAsync("keyless", ClientMethod.PrivateKeyJwt);

        Assert.Equal("invalid_client", await RefusalOf(Asserted(Assertion("signer", by: stranger))));
        Assert.Equal("invalid_client", await RefusalOf(Asserted(Assertion("keyless"))));
        Assert.Equal("invalid_client", await RefusalOf(Asserted(Assertion("nobody"))));
        Assert.Equal("invalid_client", await RefusalOf(Asserted("a.b.c")));
    }

    [Fact]
    public async Task Keys_rotate_with_an_overlap_and_a_retired_one_is_refused()
    {
        using var fresh = new Hand();
        await RegisterKeyAsync("signer", "ES256");
        Assert.True((await desk.AddKeyAsync("signer", fresh.Jwk("ES256", jwk => jwk["kid"] = "new"), Ct)).TryGet(out _, out _));
        Assert.Null(await RefusalOf(Asserted(Assertion("signer"))));
        Assert.Null(await RefusalOf(Asserted(Assertion("signer", header: """{"alg":"ES256","kid":"new"}""", id: "two", by: fresh))));

        await desk.RetireKeyAsync("signer", "k", clock.GetUtcNow(), Ct);
        Assert.Equal("invalid_client", await RefusalOf(Asserted(Assertion("signer", id: "three"))));
    }

    [Fact]
    public async Task A_platform_keeps_its_secret_and_may_prove_itself_by_key_beside_it()
    {
        Assert.Null(await RefusalOf(Basic("P-340000", "secret")));
        Assert.Equal("invalid_client", await RefusalOf(Asserted(Assertion("P-340000"))));

        Assert.True((await desk.AddKeyAsync("P-340000", hand.Jwk("ES256", jwk => jwk["kid"] = "k"), Ct)).TryGet(out _, out _));
        Assert.Null(await RefusalOf(Asserted(Assertion("P-340000"))));
        Assert.Null(await RefusalOf(Basic("P-340000", "secret")));
        Assert.Equal("P-340000", book.Find("P-340000")!.Platform!.Code.ToString());
        Assert.Empty(book.All);
    }

    [Fact]
    public async Task Guessing_ends_in_waiting_and_others_are_not_made_to_wait()
    {
        var secret = await RegisterAsync("web", ClientMethod.SecretBasic);
        var door = Door();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            Assert.Equal("invalid_client", await RefusalOf(Asserted(Assertion("nobody", id: $"{attempt}")) with { Address = "10.0.0.1" }, door));
        }

        var limited = await door.EnterAsync(Asserted(Assertion("nobody")) with { Address = "10.0.0.1" }, Ct);
        Assert.True(limited.Match(_ => (Refusal?)null, refusal => refusal) is { Name: "rate-limited", RetryAfter: > 0 });
        Assert.Null(await RefusalOf(Basic("web", secret), door));
    }

    private PlatformEntry? Platform(string code) =>
        code == "P-340000" ? new PlatformEntry(PlatformCode.Parse(code), RegionCode.Parse("340000"), "安徽省平台", "plain:secret", Suspended: false) : null;

    private ClientDoor Door()
    {
        var once = new OnceTable(Engine);
        var remote = new RemoteKeys((_, _) => Task.FromResult(Array.Empty<byte>()), clock, TestGuards.Now, NullLogger<RemoteKeys>.Instance);
        var proofs = new ClientProofs(
            new SecretProof(new ClientSecrets(), options, clock, TestGuards.Now), new AssertionProof(options, once, remote, clock, TestGuards.Now));
        return new ClientDoor(book, proofs, new FailureLimiter(clock), clock, TestGuards.Now);
    }

    private async Task<string> RegisterAsync(string id, ClientMethod method, Func<ClientDraft, ClientDraft>? change = null)
    {
        var draft = new ClientDraft(id, "测试", method) { RedirectUris = ["https://app.example.cn/cb"] };
        Assert.True((await desk.RegisterAsync(change?.Invoke(draft) ?? draft, Ct)).TryGet(out var made, out var refusal), refusal?.Name);
        return made.Secret?.Secret ?? "";
    }

    private async Task RegisterKeyAsync(string id, string algorithm)
    {
        await RegisterAsync(id, ClientMethod.PrivateKeyJwt);
        var jwk = hand.Jwk(algorithm, jwk => (jwk["kid"], jwk["alg"]) = ("k", algorithm));
        Assert.True((await desk.AddKeyAsync(id, jwk, Ct)).TryGet(out _, out _));
    }

    private string Assertion(string client, string? header = null, string claim = "", string value = "", string algorithm = "ES256", string id = "one", Hand? by = null)
    {
        var claims = new Dictionary<string, string>
        {
            ["iss"] = $"\"{client}\"", ["sub"] = $"\"{client}\"", ["aud"] = $"\"{Forger.Issuer}\"", ["jti"] = $"\"{id}\"",
            ["iat"] = Now(0), ["exp"] = Now(300),
        };
        if (claim.Length > 0)
        {
            claims[claim] = value;
        }

        var payload = "{" + string.Join(',', claims.Where(one => one.Value.Length > 0).Select(one => $"\"{one.Key}\":{one.Value}")) + "}";
        return (by ?? hand).Sign(algorithm, header ?? $$"""{"alg":"{{algorithm}}","kid":"k"}""", payload);
    }

    private string Now(int later) => (clock.GetUtcNow().ToUnixTimeSeconds() + later).ToString(CultureInfo.InvariantCulture);

    private static ClientCall Form(params (string Name, string Value)[] form) => new(form.ToDictionary(pair => pair.Name, pair => pair.Value), null, "10.0.0.9", "trace");

    private static ClientCall Basic(string client, string secret, params (string Name, string Value)[] form) =>
        Form(form) with { Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{secret}")) };

    private static ClientCall Asserted(string assertion) => Form(("client_assertion_type", AssertionType), ("client_assertion", assertion));

    private Task<string?> RefusalOf(ClientCall call) => RefusalOf(call, Door());

    private static async Task<string?> RefusalOf(ClientCall call, ClientDoor door) => (await door.EnterAsync(call, Ct)).Match(_ => (string?)null, refusal => refusal.Name);
}

public sealed class SqliteClientDoorTests : ClientDoorContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresClientDoorTests : ClientDoorContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
