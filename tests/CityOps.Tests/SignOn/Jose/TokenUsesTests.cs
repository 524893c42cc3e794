using CityOps.Tests.SignOn.Mutations;
using System.Globalization;
using System.Security.Cryptography;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>One strict door, one set of rules a use: what each takes and what it leaves to the others (security.md 7 C).</summary>
public sealed class TokenUsesTests : IDisposable
{
    private const string Other = "https://op.example.cn";
    private const string Client = "hub-client";

    private readonly Hand hand = new();
    private readonly FakeClock clock = new();
    private readonly SignOnOptions options = new(Forger.Issuer, Forger.Audience);

    public void Dispose() => hand.Dispose();

    [Theory]
    [InlineData("RS256", "RS256", TokenFault.None)]
    [InlineData("PS256", "PS256", TokenFault.None)]
    [InlineData("ES256", "ES256", TokenFault.None)]
    [InlineData("PS256", "RS256", TokenFault.WrongAlgorithm)]
    [InlineData("RS256", "PS256", TokenFault.WrongAlgorithm)]
    [InlineData("RS512", "RS256", TokenFault.WrongAlgorithm)]
    internal void A_key_is_for_one_algorithm(string signed, string key, TokenFault fault) =>
        Assert.Equal(fault, FaultOf(TokenRules.IdToken(Other, Client), hand.Sign(signed, $$"""{"alg":"{{signed}}","typ":"JWT","kid":"k"}""", IdToken()), key));

    [Theory]
    [InlineData("none")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("")]
    [InlineData("RS1")]
    [InlineData("HS1")]
    [InlineData("RS256 ")]
    [InlineData("HS256")]
    public void An_algorithm_of_the_tokens_choosing_is_refused(string algorithm)
    {
        var token = hand.Sign("RS256", $$"""{"alg":"{{algorithm}}","kid":"k"}""", IdToken());

        Assert.Equal(TokenFault.WrongAlgorithm, FaultOf(TokenRules.IdToken(Other, Client), token));
    }

    [Fact]
    public void A_mac_over_any_form_of_the_public_key_is_refused()
    {
        byte[][] secrets =
        [
            hand.Rsa.ExportSubjectPublicKeyInfo(), System.Text.Encoding.ASCII.GetBytes(hand.Rsa.ExportSubjectPublicKeyInfoPem()),
            hand.Rsa.ExportParameters(false).Modulus!, System.Text.Encoding.ASCII.GetBytes(hand.Jwk("RS256")),
        ];

        Assert.All(secrets, secret =>
        {
            Assert.Equal(TokenFault.WrongAlgorithm, FaultOf(TokenRules.IdToken(Other, Client), Hand.Sign("""{"alg":"HS256","kid":"k"}""", IdToken(), text => HMACSHA256.HashData(secret, text))));
            Assert.Equal(TokenFault.WrongSignature, FaultOf(TokenRules.IdToken(Other, Client), Hand.Sign("""{"alg":"RS256","kid":"k"}""", IdToken(), text => HMACSHA256.HashData(secret, text))));
        });
    }

    [Theory]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(1)]
    [InlineData(64)]
    public void An_rsa_signature_of_another_length_is_refused(int length) =>
        Assert.Equal(TokenFault.WrongSignature, FaultOf(TokenRules.IdToken(Other, Client), Hand.Sign("""{"alg":"RS256","kid":"k"}""", IdToken(), _ => new byte[length])));

    [Theory]
    [InlineData("\"hub-client\"", "", TokenFault.None)]
    [InlineData("[\"hub-client\"]", "", TokenFault.None)]
    [InlineData("[\"hub-client\"]", ",\"azp\":\"hub-client\"", TokenFault.None)]
    [InlineData("[\"hub-client\",\"other\"]", ",\"azp\":\"hub-client\"", TokenFault.None)]
    [InlineData("[\"hub-client\",\"other\"]", "", TokenFault.WrongAudience)]
    [InlineData("[\"hub-client\",\"other\"]", ",\"azp\":\"other\"", TokenFault.WrongAudience)]
    [InlineData("\"hub-client\"", ",\"azp\":\"other\"", TokenFault.WrongAudience)]
    [InlineData("\"hub-client\"", ",\"azp\":[\"hub-client\"]", TokenFault.WrongAudience)]
    [InlineData("[\"other\"]", ",\"azp\":\"hub-client\"", TokenFault.WrongAudience)]
    [InlineData("[\"hub-client\",1]", ",\"azp\":\"hub-client\"", TokenFault.WrongAudience)]
    [InlineData("[]", "", TokenFault.WrongAudience)]
    internal void An_id_token_is_for_us_and_by_our_asking(string audience, string more, TokenFault fault) =>
        Assert.Equal(fault, FaultOf(TokenRules.IdToken(Other, Client), Id(IdToken(audience, more))));

    [Theory]
    [InlineData("""{"alg":"RS256","kid":"k"}""", TokenFault.None)]
    [InlineData("""{"alg":"RS256"}""", TokenFault.None)]
    [InlineData("""{"alg":"RS256","kid":"other"}""", TokenFault.UnknownKey)]
    [InlineData("""{"alg":"RS256","kid":null}""", TokenFault.UnknownKey)]
    [InlineData("""{"alg":"RS256","kid":"k","typ":"jwt"}""", TokenFault.None)]
    [InlineData("""{"alg":"RS256","kid":"k","typ":"at+jwt"}""", TokenFault.WrongType)]
    [InlineData("""{"alg":"RS256","kid":"k","typ":"logout+jwt"}""", TokenFault.WrongType)]
    [InlineData("""{"alg":"RS256","kid":"k","typ":null}""", TokenFault.WrongType)]
    internal void An_id_tokens_header_may_be_silent_but_not_say_something_else(string header, TokenFault fault) =>
        Assert.Equal(fault, FaultOf(TokenRules.IdToken(Other, Client), hand.Sign("RS256", header, IdToken())));

    [Fact]
    public void An_ended_hint_still_says_who_it_was_and_a_foreign_one_nothing()
    {
        var token = Id(IdToken().Replace(Other, Forger.Issuer, StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(TokenFault.None, FaultOf(TokenRules.IdTokenHint(options), token));
        Assert.Equal(TokenFault.Expired, FaultOf(TokenRules.IdToken(Forger.Issuer, Client), token));
        Assert.Equal(TokenFault.WrongIssuer, FaultOf(TokenRules.IdTokenHint(options), Id(IdToken())));
        Assert.Equal(TokenFault.WrongType, FaultOf(TokenRules.IdTokenHint(options), hand.Sign("RS256", """{"alg":"RS256","kid":"k","typ":"at+jwt"}""", IdToken())));
    }

    [Theory]
    [InlineData("\"sub\":\"u\",", true)]
    [InlineData("\"sid\":\"s\",", true)]
    [InlineData("", false)]
    [InlineData("\"sub\":\"u\",\"nonce\":\"n\",", false)]
    public void A_logout_token_names_somebody_and_no_nonce(string who, bool holds) => Assert.Equal(holds, LogoutHolds($"{who}\"jti\":\"j\",{Event}"));

    [Theory]
    [InlineData("\"events\":{\"http://schemas.openid.net/event/other\":{}}")]
    [InlineData("\"events\":[\"http://schemas.openid.net/event/backchannel-logout\"]")]
    [InlineData("\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":1}")]
    [InlineData("\"x\":1")]
    public void A_logout_token_without_its_event_is_none(string events) => Assert.False(LogoutHolds($"\"sub\":\"u\",\"jti\":\"j\",{events}"));

    [Fact]
    public void A_logout_token_is_typed_and_short()
    {
        var rules = TokenRules.LogoutToken(Other, Client);

        Assert.Equal(TokenFault.None, FaultOf(rules, hand.Sign("RS256", """{"alg":"RS256","kid":"k","typ":"logout+jwt"}""", IdToken())));
        Assert.Equal(TokenFault.WrongType, FaultOf(rules, Id(IdToken())));
        Assert.Equal(TokenFault.WrongTimes, FaultOf(rules, hand.Sign("RS256", """{"alg":"RS256","kid":"k","typ":"logout+jwt"}""", IdToken(life: 3600))));
    }

    [Theory]
    [InlineData("jose.steering", """{"alg":"RS256","kid":"k","jku":"https://evil.example"}""", "")]
    [InlineData("jose.type", """{"alg":"RS256","kid":"k","typ":"at+jwt"}""", "")]
    [InlineData("jose.algorithm", """{"alg":"ES256","kid":"k"}""", "")]
    [InlineData("jose.duplicates", """{"alg":"RS256","kid":"k","kid":"k"}""", "")]
    [InlineData("jose.audience", """{"alg":"RS256","kid":"k"}""", ",\"azp\":\"other\"")]
    [InlineData("jose.not-before", """{"alg":"RS256","kid":"k"}""", ",\"nbf\":1798675200")]
    public void Each_guard_is_the_one_that_refuses(string guard, string header, string more)
    {
        var token = hand.Sign("RS256", header, IdToken(more: more));

        Assert.NotEqual(TokenFault.None, FaultOf(TokenRules.IdToken(Other, Client), token));
        Assert.Equal(TokenFault.None, FaultOf(TokenRules.IdToken(Other, Client), token, guards: new GuardSwitch(guard)));
    }

    [Fact]
    public void An_encrypted_token_is_not_even_read()
    {
        var token = Forger.Encode("""{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":1000000000}""") + ".AAAA.AAAA.AAAA.AAAA";

        Assert.Equal(TokenFault.NotThreeParts, FaultOf(TokenRules.IdToken(Other, Client), token));
    }

    private const string Event = "\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}";

    private static bool LogoutHolds(string members) => LogoutTokenRules.Fault(Hand.Json("{" + members + "}"), TestGuards.Now) is null;

    private string Id(string payload) => hand.Sign("RS256", """{"alg":"RS256","kid":"k","typ":"JWT"}""", payload);

    private static string IdToken(string audience = "\"hub-client\"", string more = "", int life = 300) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"iss":"{{Other}}","sub":"u","aud":{{audience}},"iat":{{Forger.Now}},"exp":{{Forger.Now + life}}{{more}}}""");

    private TokenFault FaultOf(TokenRules rules, string token, string algorithm = "RS256", GuardSwitch? guards = null)
    {
        var key = JwkSet.KeyOf(Hand.Json(hand.Jwk(algorithm, jwk => (jwk["kid"], jwk["alg"]) = ("k", algorithm))), TestGuards.Now)!;
        return new StrictJwt(rules, JwkSet.Of([key]).Choose, clock, guards).Verify(token).Fault;
    }
}
