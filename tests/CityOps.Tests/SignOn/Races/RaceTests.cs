using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Tests.SignOn.Authorize;
using Xunit;

namespace CityOps.Tests.SignOn.Races;

/// <summary>What may happen once happens once, however many ask at the same instant at two processes (security.md 10, races).</summary>
public sealed class RaceTests : IAsyncLifetime
{
    private const int Callers = 50;
    private const int Rounds = 4;
    private const string Bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private TwoHubs hubs = null!;

    public async Task InitializeAsync() => hubs = await TwoHubs.StartAsync();

    public async Task DisposeAsync() => await hubs.DisposeAsync();

    private static string Ask { get; } = "/connect/authorize?" + Town.Query(("redirect_uri", TwoHubs.Callback), ("scope", "openid offline_access"));

    private static Dictionary<string, string> Redeem(string code) => new()
    {
        ["grant_type"] = "authorization_code", ["client_id"] = "app", ["code"] = code, ["redirect_uri"] = TwoHubs.Callback, ["code_verifier"] = Town.Verifier,
    };

    private static Dictionary<string, string> Refresh(string token) => new() { ["grant_type"] = "refresh_token", ["client_id"] = "app", ["refresh_token"] = token };

    private async Task<Browser> SignedOnAsync(string login)
    {
        await hubs.AddUserAsync(login);
        var browser = hubs.Browser(0);
        var stop = await browser.SendAsync(await browser.GoAsync(Ask), "go", ("login", login), ("password", TwoHubs.Password));
        Assert.NotNull(stop.Parameter("code"));
        return browser;
    }

    private static async Task<string> CodeAsync(Browser browser) => (await browser.GoAsync(Ask)).Parameter("code")!;

    private static string RefreshOf(Answer answer) => answer.Body.GetProperty("refresh_token").GetString()!;

    [Fact]
    public async Task B2_of_fifty_who_bring_one_code_one_gets_tokens_and_they_die_with_the_second()
    {
        using var browser = await SignedOnAsync("b2");
        for (var round = 0; round < Rounds; round++)
        {
            var code = await CodeAsync(browser);
            var answers = await hubs.StormAsync(Callers, "/connect/token", () => Redeem(code));

            var winner = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer != winner), answer => Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Error)));
            Assert.Equal("invalid_grant", (await hubs.PostAsync(round % 2, "/connect/token", Refresh(RefreshOf(winner)))).Error);
            await UntilAsync(async () => (await hubs.UserInfoAsync(0, winner.Token), await hubs.UserInfoAsync(1, winner.Token)) == (401, 401));
        }
    }

    [Fact]
    public async Task B14_of_fifty_who_bring_one_assertion_one_is_believed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        for (var round = 0; round < Rounds; round++)
        {
            var client = $"machine-{round}";
            await hubs.AdminAsync("clients", new { id = client, name = client, method = "private_key_jwt", grantTypes = new[] { "client_credentials" }, scopes = new[] { "if:MG-01.v1.up:subscribe" } });
            await hubs.AdminAsync($"clients/{client}/keys", JsonSerializer.Serialize(new
            {
                kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = "race", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y),
            }));
            await UntilAsync(async () => (await hubs.PostAsync(1, "/connect/token", Prove(Assertion(key, client, Guid.CreateVersion7().ToString("N"))))).Status == 200, TimeSpan.FromSeconds(1));
            var form = Prove(Assertion(key, client, "raced"));
            var answers = await hubs.StormAsync(Callers, "/connect/token", () => form);

            // The failures are the client's own: after twenty of them the rest is told to wait.
            var winner = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer != winner), answer => Assert.Contains($"{answer.Status} {answer.Error}", (string[])["401 invalid_client", "429 rate-limited"]));
        }
    }

    [Fact]
    public async Task B20_a_spent_token_whose_successor_was_used_ends_the_family_whoever_is_first()
    {
        using var browser = await SignedOnAsync("b20");
        for (var round = 0; round < Rounds; round++)
        {
            var first = await hubs.PostAsync(0, "/connect/token", Redeem(await CodeAsync(browser)));
            var second = await hubs.PostAsync(1, "/connect/token", Refresh(RefreshOf(first)));
            var third = await hubs.PostAsync(0, "/connect/token", Refresh(RefreshOf(second)));
            var answers = await hubs.StormAsync(Callers, "/connect/token", () => Refresh(RefreshOf(first)));

            Assert.All(answers, answer => Assert.Equal((400, "invalid_grant"), (answer.Status, answer.Error)));
            Assert.Equal("invalid_grant", (await hubs.PostAsync(1, "/connect/token", Refresh(RefreshOf(third)))).Error);
            await UntilAsync(async () => (await hubs.UserInfoAsync(0, third.Token), await hubs.UserInfoAsync(1, third.Token)) == (401, 401));
        }
    }

    [Fact]
    public async Task B21_fifty_who_refresh_at_once_leave_one_living_token_and_nobody_is_signed_out()
    {
        using var browser = await SignedOnAsync("b21");
        for (var round = 0; round < Rounds; round++)
        {
            var first = await hubs.PostAsync(0, "/connect/token", Redeem(await CodeAsync(browser)));
            var answers = await hubs.StormAsync(Callers, "/connect/token", () => Refresh(RefreshOf(first)));

            Assert.All(answers, answer => Assert.Equal(200, answer.Status)); // each could be the one whose answer was lost
            Assert.Equal((200, 200), (await hubs.UserInfoAsync(0, answers[0].Token), await hubs.UserInfoAsync(1, answers[^1].Token)));
            Assert.Equal(1, await hubs.LivingOfAsync(answers[0].Token));
        }
    }

    [Fact]
    public async Task E8_of_fifty_who_type_one_code_one_signs_on()
    {
        await hubs.AddUserAsync("e8", new Assignment("sysadmin", ScopeKind.Own, ""));
        var secret = await EnrolAsync("e8");
        var waiting = new List<(Browser Browser, Stop Page)>();
        for (var i = 0; i < Callers; i++)
        {
            var browser = hubs.Browser(i % 2);
            waiting.Add((browser, await browser.SendAsync(await browser.GoAsync(Ask), "go", ("login", "e8"), ("password", TwoHubs.Password))));
        }

        var code = Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));
        var stops = await Task.WhenAll(waiting.Select(one => one.Browser.SendAsync(one.Page, "go", ("code", code))));

        Assert.Single(stops, stop => stop.Parameter("code") is not null);
        Assert.DoesNotContain(stops, stop => stop.Trail.Any(hop => hop.Status >= 500));
        waiting.ForEach(one => one.Browser.Dispose());
    }

    /// <summary>Binds an authenticator with the code of the step before, so that the one of now is still to be had.</summary>
    private async Task<byte[]> EnrolAsync(string login)
    {
        using var browser = hubs.Browser(0);
        var page = await browser.SendAsync(await browser.GoAsync(Ask), "go", ("login", login), ("password", TwoHubs.Password));
        var secret = Town.SecretIn(page.Parameter("uri")!);
        var codes = await browser.SendAsync(page, "go", ("code", Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()) - 1)));
        Assert.NotEmpty(codes.Page!.QuerySelectorAll(".codes li"));
        return secret;
    }

    private static Dictionary<string, string> Prove(string assertion) => new() { ["grant_type"] = "client_credentials", ["client_assertion_type"] = Bearer, ["client_assertion"] = assertion };

    private string Assertion(ECDsa key, string client, string id)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var text = Part(new { alg = "ES256", typ = "JWT", kid = "race" }) + "." + Part(new { iss = client, sub = client, aud = hubs.Issuer, jti = id, iat = now, exp = now + 120 });
        return text + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan? look = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var timer = new PeriodicTimer(look ?? TimeSpan.FromMilliseconds(50));
        while (!await holds())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
