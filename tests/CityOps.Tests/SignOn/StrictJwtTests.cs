using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.SignOn.Jose;
using CityOps.Tests.Shared;
using CityOps.Tests.SignOn.Mutations;
using Xunit;

namespace CityOps.Tests.SignOn;

/// <summary>The table of security.md 6, row by row: each token is forged by our own code and refused for its own reason.</summary>
public sealed class StrictJwtTests : IDisposable
{
    private readonly Forger forger = new();
    private readonly FakeClock clock = new();

    public void Dispose() => forger.Dispose();

    public static TheoryData<string, string> ForbiddenHeaders => new()
    {
        { "crit with an unknown name", ",\"crit\":[\"x\"],\"x\":1" },
        { "crit b64", ",\"crit\":[\"b64\"],\"b64\":true" },
        { "crit empty", ",\"crit\":[]" },
        { "crit behind an escape", ",\"cr\\u0069t\":[\"x\"]" },
        { "attacker's jwk", ",\"jwk\":{\"kty\":\"EC\"}" },
        { "jku", ",\"jku\":\"https://evil.example/keys\"" },
        { "x5u", ",\"x5u\":\"https://evil.example/cert\"" },
        { "x5c", ",\"x5c\":[\"MII\"]" },
        { "zip", ",\"zip\":\"DEF\"" },
        { "enc", ",\"enc\":\"A256GCM\"" },
    };

    public static TheoryData<string> Algorithms => new(
        "\"alg\":\"none\"", "\"alg\":\"NoNe\"", "\"alg\":\"\"", "\"alg\":[\"ES256\"]", "\"alg\":null", "\"x\":1", "\"alg\":\"HS256\"", "\"alg\":\"PS256\"",
        "\"alg\":\"RS256\"", "\"alg\":\"ES384\"", "\"alg\":\"es256\"", "\"alg\":\"ES256 \"", "\"alg\":\"\\ud800\"");

    public static TheoryData<string, string, string> WrongTimes => new()
    {
        { "exp as string", "exp", $"\"{Forger.Now + 300}\"" },
        { "exp 1e18", "exp", "1000000000000000000" },
        { "exp with exponent", "exp", "1767225900e0" },
        { "exp with fraction", "exp", $"{Forger.Now + 300}.0" },
        { "exp negative", "exp", "-1" },
        { "exp zero", "exp", "0" },
        { "exp null", "exp", "null" },
        { "exp missing", "exp", "" },
        { "life beyond policy and skew", "exp", $"{Forger.Now + 306}" },
        { "exp before iat", "exp", $"{Forger.Now - 1}" },
        { "iat missing", "iat", "" },
        { "iat as string", "iat", $"\"{Forger.Now}\"" },
        { "nbf as string", "nbf", $"\"{Forger.Now}\"" },
    };

    public static TheoryData<string> WrongAudiences => new(
        "\"other\"", "\"HUB-340000\"", "", "null", "[]", "[\"hub-340000\",\"other\"]", "[\"hub-340000\",\"hub-340000\"]", "[\"other\"]", "[[\"hub-340000\"]]",
        "[\"\\udc00\"]", "{\"hub-340000\":1}");

    public static TheoryData<string> WrongIssuers => new(
        "\"https://hub.example.cn/\"", "\"http://hub.example.cn\"", "\"https://HUB.example.cn\"", "", "null", "[\"https://hub.example.cn\"]", "\"\\ud800\"");

    public static TheoryData<string> Kids => new(
        "\"kid\":\"other\"", "\"kid\":\"KEY-1\"", "\"kid\":\"../../dev/null\"", "\"kid\":\"' OR 1=1\"", "\"kid\":\"key-1\\u0000\"", "\"kid\":[\"key-1\"]",
        "\"kid\":1", "\"kid\":null", "\"kid\":\"\\ud800\"", "\"x\":1");

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("application/at+jwt")]
    [InlineData("AT+JWT")]
    [InlineData("Application/At+Jwt")]
    public void Both_spellings_of_the_type_hold_without_case(string type)
    {
        var token = forger.Sign(Forger.GoodHeader.Replace("at+jwt", type, StringComparison.Ordinal), Forger.GoodPayload);

        Assert.Equal(TokenFault.None, FaultOf(token));
    }

    [Theory]
    [InlineData("\"JWT\"")]
    [InlineData("\"dpop+jwt\"")]
    [InlineData("\"logout+jwt\"")]
    [InlineData("null")]
    [InlineData("\"application/application/at+jwt\"")]
    public void A_token_made_for_another_use_is_refused(string type)
    {
        var token = forger.Sign(Forger.GoodHeader.Replace("\"at+jwt\"", type, StringComparison.Ordinal), Forger.GoodPayload);

        Assert.Equal(TokenFault.WrongType, FaultOf(token));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_algorithm_is_the_keys_and_no_other(string algorithm) =>
        Assert.Equal(TokenFault.WrongAlgorithm, FaultOf(forger.Sign(Forger.Header(algorithm), Forger.GoodPayload)));

    [Fact]
    public void A_mac_keyed_with_the_public_key_is_refused()
    {
        var pem = Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", forger.PublicSpki));

        Assert.Equal(TokenFault.WrongAlgorithm, FaultOf(Forger.Mac(Forger.Header("\"alg\":\"HS256\""), Forger.GoodPayload, pem)));
        Assert.Equal(TokenFault.WrongSignature, FaultOf(Forger.Mac(Forger.GoodHeader, Forger.GoodPayload, pem)));
    }

    [Theory]
    [MemberData(nameof(Kids))]
    public void A_missing_or_unknown_key_name_is_refused_and_no_key_is_tried(string kid)
    {
        var header = Forger.GoodHeader.Replace($"\"kid\":\"{Forger.Kid}\"", kid, StringComparison.Ordinal);

        Assert.Equal(TokenFault.UnknownKey, FaultOf(forger.Sign(header, Forger.GoodPayload)));
    }

    [Theory]
    [MemberData(nameof(ForbiddenHeaders))]
    public void A_header_that_would_steer_us_is_refused(string what, string more) =>
        Assert.True(FaultOf(forger.Sign(Forger.Header("\"alg\":\"ES256\"", more), Forger.GoodPayload)) == TokenFault.ForbiddenHeader, what);

    [Theory]
    [InlineData(",\"alg\":\"ES256\"")]
    [InlineData(",\"\\u0061lg\":\"ES256\"")]
    [InlineData(",\"\\ud800\":1")]
    [InlineData(",\"deep\":[[[[1]]]]")]
    public void A_header_with_doubled_members_or_depth_is_refused(string more) =>
        Assert.Equal(TokenFault.MalformedHeader, FaultOf(forger.Sign(Forger.Header("\"alg\":\"ES256\"", more), Forger.GoodPayload)));

    [Theory]
    [InlineData(",\"sub\":\"P-340000\"")]
    [InlineData(",\"\\u0073ub\":\"N-100000\"")]
    [InlineData(",\"deep\":[[[[1]]]]")]
    public void A_payload_with_doubled_members_or_depth_is_refused(string more) =>
        Assert.Equal(TokenFault.MalformedPayload, FaultOf(forger.Sign(Forger.GoodHeader, Forger.Payload(more: more))));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("{")]
    [InlineData("{,}")]
    public void Parts_that_are_no_object_are_refused(string part)
    {
        Assert.Equal(TokenFault.MalformedHeader, FaultOf(forger.Sign(part, Forger.GoodPayload)));
        Assert.Equal(TokenFault.MalformedPayload, FaultOf(forger.Sign(Forger.GoodHeader, part)));
    }

    [Fact]
    public void Five_thousand_levels_are_refused()
    {
        var deep = "{\"a\":" + new string('[', 2500) + new string(']', 2500) + "}";

        Assert.Equal(TokenFault.MalformedHeader, FaultOf(forger.Sign(deep, "{}")));
    }

    [Theory]
    [MemberData(nameof(WrongIssuers))]
    public void The_issuer_is_compared_exactly(string issuer) =>
        Assert.Equal(TokenFault.WrongIssuer, FaultOf(forger.Sign(Forger.GoodHeader, Forger.Payload("iss", issuer))));

    [Theory]
    [MemberData(nameof(WrongAudiences))]
    public void The_audience_is_ours_alone(string audience) =>
        Assert.Equal(TokenFault.WrongAudience, FaultOf(forger.Sign(Forger.GoodHeader, Forger.Payload("aud", audience))));

    [Fact]
    public void An_array_of_our_audience_alone_holds() =>
        Assert.Equal(TokenFault.None, FaultOf(forger.Sign(Forger.GoodHeader, Forger.Payload("aud", "[\"hub-340000\"]"))));

    [Theory]
    [MemberData(nameof(WrongTimes))]
    public void Times_are_whole_numbers_within_the_policy(string what, string claim, string value) =>
        Assert.True(FaultOf(forger.Sign(Forger.GoodHeader, Forger.Payload(claim, value))) == TokenFault.WrongTimes, what);

    [Theory]
    [InlineData(60, TokenFault.None)]
    [InlineData(61, TokenFault.IssuedAhead)]
    [InlineData(3600, TokenFault.IssuedAhead)]
    public void A_token_from_the_future_is_refused_beyond_a_minute(int ahead, object fault)
    {
        var payload = Forger.GoodPayload
            .Replace($"\"iat\":{Forger.Now}", $"\"iat\":{Forger.Now + ahead}", StringComparison.Ordinal)
            .Replace($"\"exp\":{Forger.Now + 300}", $"\"exp\":{Forger.Now + ahead + 300}", StringComparison.Ordinal);

        Assert.Equal(fault, FaultOf(forger.Sign(Forger.GoodHeader, payload)));
    }

    [Theory]
    [InlineData(5, TokenFault.None)]
    [InlineData(6, TokenFault.NotYetValid)]
    public void A_token_that_is_not_valid_yet_is_refused(int ahead, object fault) =>
        Assert.Equal(fault, FaultOf(forger.Sign(Forger.GoodHeader, Forger.Payload("nbf", $"{Forger.Now + ahead}"))));

    [Theory]
    [InlineData(304, TokenFault.None)]
    [InlineData(305, TokenFault.Expired)]
    [InlineData(540, TokenFault.Expired)]
    public void An_ended_token_is_forgiven_five_seconds_and_no_more(int later, object fault)
    {
        clock.Advance(TimeSpan.FromSeconds(later));

        Assert.Equal(fault, FaultOf(forger.Sign(Forger.GoodHeader, Forger.GoodPayload)));
    }

    [Theory]
    [InlineData("==")]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("+")]
    [InlineData("/")]
    [InlineData("é")]
    [InlineData("\0")]
    [InlineData("Ａ")]
    public void Only_the_alphabet_of_base64url_is_read(string appended)
    {
        var token = forger.Sign(Forger.GoodHeader, Forger.GoodPayload);

        Assert.Equal(TokenFault.NotBase64Url, FaultOf(token + appended));
        Assert.Equal(TokenFault.NotBase64Url, FaultOf(token.Insert(5, appended)));
    }

    [Fact]
    public void A_last_character_with_spare_bits_set_is_refused()
    {
        // 64 bytes end in a character of which only the two highest bits count.
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = forger.Sign(Forger.GoodHeader, Forger.GoodPayload);
        var twin = alphabet[alphabet.IndexOf(token[^1], StringComparison.Ordinal) + 1];

        Assert.Equal(TokenFault.NotBase64Url, FaultOf(token[..^1] + twin));
    }

    [Fact]
    public void Anything_but_three_parts_is_refused()
    {
        var token = forger.Sign(Forger.GoodHeader, Forger.GoodPayload);

        Assert.Equal(TokenFault.NotThreeParts, FaultOf(""));
        Assert.Equal(TokenFault.NotThreeParts, FaultOf("a.b"));
        Assert.Equal(TokenFault.NotThreeParts, FaultOf(token + ".a.b"));
        Assert.Equal(TokenFault.NotThreeParts, FaultOf(token + ".."));
        Assert.Equal(TokenFault.NotBase64Url, FaultOf(".."));
        Assert.Equal(TokenFault.NotBase64Url, FaultOf(token[..(token.LastIndexOf('.') + 1)]));
        Assert.Equal(TokenFault.TooLarge, FaultOf(new string('.', 100_000)));
    }

    [Fact]
    public void A_token_over_eight_kilobytes_is_refused_before_it_is_read()
    {
        var large = forger.Sign(Forger.GoodHeader, Forger.Payload(more: $",\"x\":\"{new string('x', 6200)}\""));
        var largest = forger.Sign(Forger.GoodHeader, Forger.Payload(more: $",\"x\":\"{new string('x', 5000)}\""));

        Assert.True(large.Length > 8192);
        Assert.Equal(TokenFault.TooLarge, FaultOf(large));
        Assert.Equal(TokenFault.None, FaultOf(largest));
    }

    [Fact]
    public void A_signature_that_is_not_this_keys_over_this_text_is_refused()
    {
        using var stranger = new Forger();
        var token = forger.Sign(Forger.GoodHeader, Forger.GoodPayload);
        var other = Forger.Encode(Forger.Payload("sub", "\"N-100000\""));
        var swapped = string.Join('.', token.Split('.')[0], other, token.Split('.')[2]);

        Assert.Equal(TokenFault.WrongSignature, FaultOf(stranger.Sign(Forger.GoodHeader, Forger.GoodPayload)));
        Assert.Equal(TokenFault.WrongSignature, FaultOf(swapped));
        Assert.Equal(TokenFault.WrongSignature, FaultOf(token[..(token.LastIndexOf('.') + 1)] + new string('A', 80)));
        Assert.Equal(TokenFault.WrongSignature, FaultOf(token[..(token.LastIndexOf('.') + 1)] + new string('A', 86)));
    }

    private TokenFault FaultOf(string token)
    {
        var rules = new TokenRules("at+jwt", Forger.Issuer, Forger.Audience, TimeSpan.FromSeconds(300), TokenRules.OwnSkew);
        var jwt = new StrictJwt(rules, (kid, _) => kid == Forger.Kid ? forger.Verification : null, clock, TestGuards.Now);
        var (held, fault) = jwt.Verify(token);
        Assert.Equal(fault == TokenFault.None, held is not null);
        return fault;
    }
}
