using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Xunit;

namespace CityOps.Tests.SignOn;

/// <summary>What a platform meets at POST /connect/token, over a real socket.</summary>
public sealed class TokenEndpointTests : IAsyncLifetime
{
    private static readonly string Good = SignOnHost.Basic("P-340000", SignOnHost.Secret);

    private SignOnHost host = null!;

    public async Task InitializeAsync() => host = await SignOnHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("P-340000", "P", "340000")]
    [InlineData("C-340100", "C", "340100")]
    public async Task A_platform_with_its_secret_gets_a_token_that_says_who_it_is(string code, string tier, string region)
    {
        var answer = await host.AskAsync(SignOnHost.Basic(code, SignOnHost.Secret));

        Assert.Equal(200, answer.Status);
        Assert.Equal("Bearer", answer.Body.GetProperty("token_type").GetString());
        Assert.Equal(300, answer.Body.GetProperty("expires_in").GetInt32());
        Assert.False(answer.Body.TryGetProperty("scope", out _));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("""{"alg":"ES256","typ":"at+jwt"}""", Text(Part(answer.Token, 0), "alg", "typ"));
        var claims = Part(answer.Token, 1);
        Assert.Equal(
            $$"""{"iss":"{{Forger.Issuer}}","aud":"{{Forger.Audience}}","sub":"{{code}}","client_id":"{{code}}","tier":"{{tier}}","region":"{{region}}"}""",
            Text(claims, "iss", "aud", "sub", "client_id", "tier", "region"));
        Assert.Equal(Forger.Now, claims.GetProperty("iat").GetInt64());
        Assert.Equal(Forger.Now + 300, claims.GetProperty("exp").GetInt64());
        Assert.False(claims.TryGetProperty("scope", out _));
    }

    [Fact]
    public async Task Two_tokens_never_share_an_id()
    {
        var first = await host.AskAsync(Good);
        var second = await host.AskAsync(Good);

        Assert.NotEqual(Text(Part(first.Token, 1), "jti"), Text(Part(second.Token, 1), "jti"));
    }

    [Fact]
    public async Task Wrong_secret_and_unknown_client_look_alike()
    {
        var wrong = await host.AskAsync(SignOnHost.Basic("P-340000", "guess"));
        var unknown = await host.AskAsync(SignOnHost.Basic("P-999999", "guess"));

        Assert.Equal(401, wrong.Status);
        Assert.Equal("invalid_client", wrong.Error);
        Assert.Equal("E1001", wrong.Body.GetProperty("code").GetString());
        Assert.StartsWith("Basic realm=", wrong.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Equal("no-store", wrong.Headers["Cache-Control"]);
        Assert.True(Ascii.IsValid(wrong.Body.GetProperty("error_description").GetString()));
        Assert.Contains("密钥", wrong.Body.GetProperty("error_description_zh").GetString(), StringComparison.Ordinal);
        Assert.Equal(wrong.Status, unknown.Status);
        Assert.Equal(wrong.Body.GetRawText(), unknown.Body.GetRawText());
    }

    [Fact]
    public async Task A_paused_platform_is_told_so_only_with_the_right_secret()
    {
        var right = await host.AskAsync(SignOnHost.Basic("C-340200", SignOnHost.Secret));
        var wrong = await host.AskAsync(SignOnHost.Basic("C-340200", "guess"));

        Assert.Equal((400, "unauthorized_client", "E1007"), (right.Status, right.Error, right.Body.GetProperty("code").GetString()));
        Assert.Equal((401, "invalid_client"), (wrong.Status, wrong.Error));
    }

    [Fact]
    public async Task A_platform_paused_after_its_first_token_gets_no_second()
    {
        await host.AskAsync(Good);
        host.Directory["P-340000"] = host.Directory["P-340000"] with { Suspended = true };

        Assert.Equal("unauthorized_client", (await host.AskAsync(Good)).Error);
    }

    [Fact]
    public async Task A_changed_secret_makes_the_remembered_one_worthless()
    {
        await host.AskAsync(Good);
        host.Directory["P-340000"] = host.Directory["P-340000"] with { Secret = "plain:another" };

        Assert.Equal("invalid_client", (await host.AskAsync(Good)).Error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic UC0zNDAwMDA=")] // no colon
    [InlineData("Basic UC0zNDAwMDA6")] // empty secret
    [InlineData("Basic OnNlY3JldA==")] // empty id
    [InlineData("Basic UC0zNDAwMDA6JXp6")] // %zz
    [InlineData("Basic UC0zNDAwMDA6JQ==")] // a lone %
    [InlineData("Basic UC0zNDAwMDA6/w==")] // no UTF-8
    [InlineData("Bearer abc")]
    public async Task Bad_credentials_are_refused_and_crash_nothing(string? authorization)
    {
        var answer = await host.AskAsync(authorization);

        Assert.Equal((401, "invalid_client"), (answer.Status, answer.Error));
        Assert.True(answer.Headers.ContainsKey("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded; charset=gbk")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Only_a_form_in_utf8_is_read(string? type)
    {
        var answer = await host.AskAsync(Good, type: type);

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=", "invalid_request")]
    [InlineData("grant_type=password", "unsupported_grant_type")]
    [InlineData("grant_type=CLIENT_CREDENTIALS", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", "invalid_request")]
    [InlineData("grant_type=client_credentials&scope=&scope=", "invalid_request")]
    [InlineData("grant_type=client_credentials&x=1&%78=2", "invalid_request")]
    [InlineData("grant_type=client_credentials&x=%", "invalid_request")]
    [InlineData("grant_type=client_credentials&x=%ff", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_secret=guess", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_assertion=a.b.c", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=C-340100", "invalid_request")]
    [InlineData("grant_type=client_credentials&scope=openid", "invalid_scope")]
    [InlineData("grant_type=client_credentials&scope=if%3AMG-01.v1.up%3Aadmin", "invalid_scope")]
    [InlineData("grant_type=client_credentials&scope=if%3AMG-01%3Apublish", "invalid_scope")]
    [InlineData("grant_type=client_credentials&scope=if%3AMG-01.v1.up%3Apublish+x", "invalid_scope")]
    [InlineData("grant_type=client_credentials&scope=+", "invalid_scope")]
    public async Task A_malformed_request_is_refused_by_its_name(string body, string error)
    {
        var answer = await host.AskAsync(Good, body);

        Assert.Equal((400, error), (answer.Status, answer.Error));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Unknown_parameters_and_its_own_client_id_do_no_harm()
    {
        Assert.Equal(200, (await host.AskAsync(Good, "grant_type=client_credentials&foo=bar&client_id=P-340000&scope=")).Status);
    }

    [Fact]
    public async Task Parameters_in_the_address_are_refused() =>
        Assert.Equal("invalid_request", (await host.AskAsync(Good, query: "?grant_type=client_credentials")).Error);

    [Fact]
    public async Task A_body_over_eight_kilobytes_is_refused()
    {
        Assert.Equal("invalid_request", (await host.AskAsync(Good, "grant_type=client_credentials&x=" + new string('x', 8192))).Error);
        Assert.Equal(200, (await host.AskAsync(Good, "grant_type=client_credentials&x=" + new string('x', 8000))).Status);
    }

    [Fact]
    public async Task Scopes_narrow_the_token_and_are_told()
    {
        var answer = await host.AskAsync(
            Good, "grant_type=client_credentials&scope=if%3AMG-01.v1.up%3Apublish+if%3ASI-01.v1.down%3Asubscribe+if%3AMG-01.v1.up%3Apublish");

        const string scope = "if:MG-01.v1.up:publish if:SI-01.v1.down:subscribe";
        Assert.Equal(scope, answer.Body.GetProperty("scope").GetString());
        Assert.Equal(scope, Part(answer.Token, 1).GetProperty("scope").GetString());
        Assert.True((await host.Gate.ReadAsync("Bearer " + answer.Token)).TryGet(out var identity, out _));
        Assert.Equal(scope.Split(' '), identity.Scopes!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Too_many_scopes_are_refused_rather_than_put_into_a_token_nobody_reads()
    {
        var scopes = string.Join('+', Enumerable.Range(1, 65).Select(number => $"if%3AMG-{number}.v1.up%3Apublish"));

        Assert.Equal("invalid_scope", (await host.AskAsync(Good, "grant_type=client_credentials&scope=" + scopes)).Error);
    }

    [Fact]
    public async Task After_twenty_failures_in_a_minute_even_the_right_secret_waits()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            Assert.Equal(401, (await host.AskAsync(SignOnHost.Basic("P-340000", $"guess {attempt}"))).Status);
        }

        var limited = await host.AskAsync(Good);
        host.Clock.Advance(TimeSpan.FromSeconds(int.Parse(limited.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture)));
        var later = await host.AskAsync(Good);

        Assert.Equal(429, limited.Status);
        Assert.Equal("no-store", limited.Headers["Cache-Control"]);
        Assert.Equal("3", limited.Headers["Retry-After"]);
        Assert.Equal(200, later.Status);
    }

    [Fact]
    public async Task B13_who_guesses_at_one_client_stops_neither_its_neighbours_nor_another()
    {
        for (var guess = 0; guess < 100; guess++)
        {
            await host.AskAsync(SignOnHost.Basic("C-340100", "a guess"));
        }

        Assert.Equal(429, (await host.AskAsync(SignOnHost.Basic("C-340100", "a guess"))).Status);
        Assert.Equal(200, (await host.AskAsync(Good)).Status); // from the same address
    }

    [Fact]
    public async Task Guesses_sent_side_by_side_get_no_more_than_the_limit()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => host.AskAsync(SignOnHost.Basic("P-110000", $"guess {number}"))));

        Assert.InRange(answers.Count(answer => answer.Status == 401), 20, 20 + Environment.ProcessorCount);
        Assert.Equal(40, answers.Count(answer => answer.Status is 401 or 429));
    }

    [Fact]
    public async Task Other_methods_are_not_allowed()
    {
        using var answer = await host.Client.GetAsync("/connect/token");

        Assert.Equal(405, (int)answer.StatusCode);
    }

    private static JsonElement Part(string token, int index) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[index])).RootElement;

    private static string Text(JsonElement parent, params string[] names) =>
        "{" + string.Join(',', names.Select(name => $"\"{name}\":{parent.GetProperty(name).GetRawText()}")) + "}";
}
