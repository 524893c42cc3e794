using System.Net;
using System.Text.Json.Nodes;
using CityOps.Hub.Audit;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>The client modules of the OpenID conformance suite, by their names, against an authority that misbehaves as each asks.</summary>
public sealed class RelyingPartyTests : UpstreamCase
{
    public static TheoryData<string, string> Negatives => new()
    {
        { "oidcc-client-test-invalid-iss", "WrongIssuer" },
        { "oidcc-client-test-missing-sub", "sub" },
        { "oidcc-client-test-invalid-aud", "WrongAudience" },
        { "oidcc-client-test-missing-iat", "WrongTimes" },
        { "oidcc-client-test-kid-absent-multiple-jwks", "UnknownKey" },
        { "oidcc-client-test-idtoken-sig-none", "WrongAlgorithm" },
        { "oidcc-client-test-invalid-sig-rs256", "WrongSignature" },
        { "oidcc-client-test-nonce-invalid", "nonce" },
        { "sig-none-unsigned", "NotBase64Url" },
        { "alg-hs256-with-our-public-key", "WrongAlgorithm" },
        { "alg-rs512", "WrongAlgorithm" },
        { "alg-ps256-for-an-rs256-key", "WrongAlgorithm" },
        { "crit", "ForbiddenHeader" },
        { "jwk-header", "ForbiddenHeader" },
        { "typ-of-an-access-token", "WrongType" },
        { "missing-aud", "WrongAudience" },
        { "aud-and-another-without-azp", "WrongAudience" },
        { "azp-of-another", "WrongAudience" },
        { "missing-exp", "WrongTimes" },
        { "expired", "Expired" },
        { "exp-as-text", "WrongTimes" },
        { "exp-huge", "WrongTimes" },
        { "iat-ahead", "IssuedAhead" },
        { "nbf-ahead", "NotYetValid" },
        { "missing-nonce", "nonce" },
        { "at-hash-wrong", "at-hash" },
        { "iss-with-slash", "WrongIssuer" },
        { "sub-empty", "sub" },
        { "sub-number", "sub" },
        { "kid-is-a-number", "UnknownKey" },
        { "kid-unknown", "UnknownKey" },
    };

    [Theory]
    [MemberData(nameof(Negatives))]
    public async Task An_id_token_that_does_not_hold_signs_nobody_on(string name, string check)
    {
        Spoil(name);

        AssertRefused(await SignOnAsync(), "upstream-answer-invalid", check);
    }

    [Theory]
    [InlineData("oidcc-client-test")]
    [InlineData("oidcc-client-test-kid-absent-single-jwks")]
    [InlineData("typ-absent")]
    [InlineData("typ-with-application")]
    [InlineData("aud-list-of-us")]
    [InlineData("aud-and-another-with-azp")]
    [InlineData("clock-a-minute-behind")]
    public async Task What_the_standard_allows_signs_on(string name)
    {
        Spoil(name);

        var page = await SignOnAsync();

        Assert.Equal((HttpStatusCode.SeeOther, "/connect/authorize?interaction=" + Interaction), (page.Status, page.Location));
        var proof = Assert.Single(Host.Finished);
        Assert.Equal((Officer, Authority.Issuer, "urn:cityops:acr:1"), (proof.User, proof.Upstream, proof.Acr));
        Assert.Equal(["fed"], proof.Amr);
        Assert.Equal(AuditResult.Done, Host.Audit[^1].Result);
        Assert.Contains(page.SetCookies, cookie => cookie.StartsWith("__Host-cityops-session-t=session-1; path=/; secure; samesite=lax; httponly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_algorithm_the_settings_do_not_name_is_refused()
    {
        await RestartHubAsync(Settings with { Algorithms = ["PS256"] });

        AssertRefused(await SignOnAsync(), "upstream-answer-invalid", "UnknownKey");
    }

    // The keys were read before; then the authority changes them just before it signs (F10).
    [Theory]
    [InlineData("oidcc-client-test-signing-key-rotation")]
    [InlineData("oidcc-client-test-signing-key-rotation-just-before-signing")]
    public async Task A_new_key_is_fetched_when_a_token_names_it(string name)
    {
        await SignOnAsync();
        Host.Finished.Clear();
        var start = await StartAsync();
        using var fresh = EvilKey.Other("evil-2");
        var old = Authority.Key;
        Authority.Key = fresh;
        Authority.Keys = name.EndsWith("signing", StringComparison.Ordinal) ? () => [fresh.Jwk()] : () => [old.Jwk(), fresh.Jwk()];

        var page = await Browser.GetAsync(CallbackOf(start));

        Assert.Equal(HttpStatusCode.SeeOther, page.Status);
        Assert.Single(Host.Finished);
        Authority.Key = old;
    }

    [Fact]
    public async Task Unknown_keys_make_at_most_one_fetch_a_minute()
    {
        await SignOnAsync();
        Host.Finished.Clear();
        var before = Authority.KeyCalls;
        Authority.Header = header => header["kid"] = "never-" + header["kid"];
        for (var round = 0; round < 5; round++)
        {
            AssertRefused(await SignOnAsync(), "upstream-answer-invalid", "UnknownKey");
        }

        Assert.Equal(before + 1, Authority.KeyCalls);
        Clock.Advance(TimeSpan.FromSeconds(61));
        await SignOnAsync();
        Assert.Equal(before + 2, Authority.KeyCalls);
    }

    [Theory]
    [InlineData("private")]
    [InlineData("many")]
    [InlineData("twice")]
    public async Task A_key_set_that_breaks_the_rules_is_not_used(string name)
    {
        Authority.Keys = name switch
        {
            "private" => () => [Authority.Key.PrivateJwk()],
            "twice" => () => [Authority.Key.Jwk(), Authority.Key.Jwk()],
            _ => () => [.. Enumerable.Range(0, 21).Select(i => Authority.Key.Jwk()).Select((key, i) => { key["kid"] = i == 0 ? key["kid"]!.ToString() : $"k{i}"; return key; })],
        };

        AssertRefused(await SignOnAsync(), "upstream-answer-invalid", "UnknownKey");
    }

    private void Spoil(string name)
    {
        var key = Authority.Key;
        (Authority.Claims, Authority.Header) = (Claims(name), Header(name));
        Authority.SignWith = name switch
        {
            "oidcc-client-test-invalid-sig-rs256" => (header, claims) => EvilKey.Other("evil-1").Sign(header, claims),
            "alg-hs256-with-our-public-key" => key.Mac,
            "oidcc-client-test-idtoken-sig-none" => key.Sign,
            "sig-none-unsigned" => (header, claims) => EvilKey.Part(header) + "." + EvilKey.Part(claims) + ".",
            _ => null,
        };
        if (name == "oidcc-client-test-kid-absent-multiple-jwks")
        {
            Authority.Keys = () => [key.Jwk(), EvilKey.Other("evil-9").Jwk()];
        }
    }

    private static Action<JsonObject> Header(string name) => name switch
    {
        "oidcc-client-test-idtoken-sig-none" or "sig-none-unsigned" => header => header["alg"] = "none",
        "alg-hs256-with-our-public-key" => header => header["alg"] = "HS256",
        "alg-rs512" => header => header["alg"] = "RS512",
        "alg-ps256-for-an-rs256-key" => header => header["alg"] = "PS256",
        "oidcc-client-test-kid-absent-single-jwks" or "oidcc-client-test-kid-absent-multiple-jwks" => header => header.Remove("kid"),
        "crit" => header => header["crit"] = new JsonArray("b64"),
        "jwk-header" => header => header["jwk"] = EvilKey.Other("own").Jwk(),
        "typ-of-an-access-token" => header => header["typ"] = "at+jwt",
        "typ-absent" => header => header.Remove("typ"),
        "typ-with-application" => header => header["typ"] = "application/jwt",
        "kid-is-a-number" => header => header["kid"] = 1,
        "kid-unknown" => header => header["kid"] = "../../dev/null",
        _ => _ => { },
    };

    private Action<JsonObject> Claims(string name) => name switch
    {
        "oidcc-client-test-invalid-iss" => claims => claims["iss"] = "https://evil.example.cn",
        "oidcc-client-test-missing-sub" => claims => claims.Remove("sub"),
        "oidcc-client-test-invalid-aud" => claims => claims["aud"] = "another-client",
        "oidcc-client-test-missing-iat" => claims => claims.Remove("iat"),
        "oidcc-client-test-nonce-invalid" => claims => claims["nonce"] = "another" + claims["nonce"],
        "missing-aud" => claims => claims.Remove("aud"),
        "aud-and-another-without-azp" => claims => claims["aud"] = new JsonArray(EvilAuthority.ClientId, "another-client"),
        "aud-and-another-with-azp" => claims => (claims["aud"], claims["azp"]) = (new JsonArray(EvilAuthority.ClientId, "another-client"), EvilAuthority.ClientId),
        "aud-list-of-us" => claims => claims["aud"] = new JsonArray(EvilAuthority.ClientId),
        "azp-of-another" => claims => claims["azp"] = "another-client",
        "missing-exp" => claims => claims.Remove("exp"),
        "expired" => claims => (claims["iat"], claims["exp"]) = (Now - 200, Now - 61),
        "exp-as-text" => claims => claims["exp"] = (Now + 300).ToString(System.Globalization.CultureInfo.InvariantCulture),
        "exp-huge" => claims => claims["exp"] = 1_000_000_000_000_000_000,
        "iat-ahead" => claims => (claims["iat"], claims["exp"]) = (Now + 3_600, Now + 7_200),
        "nbf-ahead" => claims => claims["nbf"] = Now + 3_600,
        "clock-a-minute-behind" => claims => (claims["iat"], claims["exp"]) = (Now + 59, Now + 300),
        "missing-nonce" => claims => claims.Remove("nonce"),
        "at-hash-wrong" => claims => claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA",
        "iss-with-slash" => claims => claims["iss"] = Authority.Issuer + "/",
        "sub-empty" => claims => claims["sub"] = "",
        "sub-number" => claims => claims["sub"] = 7,
        _ => _ => { },
    };

    private long Now => Clock.GetUtcNow().ToUnixTimeSeconds();
}
