using CityOps.Tests.SignOn.Mutations;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Hub.SignOn.Jose;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>Key sets of others: what is read, what is left aside, what is refused whole.</summary>
public sealed class JwkSetTests : IDisposable
{
    private readonly Hand hand = new();

    public void Dispose() => hand.Dispose();

    [Fact]
    public void Both_kinds_are_read_and_found_by_name()
    {
        var set = Parse(Named("ES256", "e"), Named("RS256", "r"), Named("PS256", "p", jwk => jwk["alg"] = "PS256"))!;

        Assert.Equal(3, set.Count);
        Assert.Equal("ES256", set.Choose("e", "whatever")!.Algorithm);
        Assert.Equal("RS256", set.Choose("r", null)!.Algorithm);
        Assert.Equal("PS256", set.Choose("p", null)!.Algorithm);
        Assert.Null(set.Choose("E", "ES256"));
    }

    [Fact]
    public void Without_a_name_the_one_key_that_fits_is_taken_and_of_two_none()
    {
        Assert.NotNull(Parse(Named("ES256", "e"), Named("RS256", "r"))!.Choose(null, "RS256"));
        Assert.Null(Parse(Named("RS256", "r"), Named("RS256", "s"))!.Choose(null, "RS256"));
        Assert.Null(Parse(Named("RS256", "r"))!.Choose(null, "PS256"));
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("dq")]
    [InlineData("k")]
    public void A_set_with_private_material_is_refused_whole(string member) =>
        Assert.Null(Parse(Named("RS256", "r"), Named("ES256", "e", jwk => jwk[member] = "AQAB")));

    [Fact]
    public void A_symmetric_key_two_of_one_name_and_too_many_are_refused_whole()
    {
        Assert.Null(Parse("""{"kty":"oct","kid":"o"}"""));
        Assert.Null(Parse(Named("RS256", "r"), Named("ES256", "r")));
        Assert.Null(Parse([.. Enumerable.Range(0, 21).Select(number => Named("ES256", $"k{number}"))]));
        Assert.NotNull(Parse([.. Enumerable.Range(0, 20).Select(number => Named("ES256", $"k{number}"))]));
        Assert.Null(Parse(Named("RS256", "r"), "[]"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("<html>")]
    public void What_is_no_key_set_is_refused(string text) => Assert.Null(JwkSet.Parse(Encoding.UTF8.GetBytes(text), TestGuards.Now, out _));

    [Fact]
    public void More_than_64_kilobytes_are_not_read()
    {
        var set = $$"""{"keys":[{{Named("ES256", "e")}}],"x":"{{new string('x', 64 * 1024)}}"}""";

        Assert.Null(JwkSet.Parse(Encoding.UTF8.GetBytes(set), TestGuards.Now, out var fault));
        Assert.StartsWith("larger", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_other_kinds_and_uses_are_left_aside()
    {
        var set = Parse(
            Named("RS256", "enc", jwk => jwk["use"] = "enc"),
            Named("RS256", "oaep", jwk => jwk["alg"] = "RSA-OAEP"),
            Named("ES256", "es384", jwk => jwk["crv"] = "P-384"),
            """{"kty":"OKP","crv":"Ed25519","x":"AAAA","kid":"ed"}""",
            Named("ES256", "e"));

        Assert.Equal(["e"], set!.Kids);
    }

    [Fact]
    public void A_weak_or_broken_key_is_no_key()
    {
        using var small = RSA.Create(1024);
        var numbers = small.ExportParameters(false);
        var weak = $$"""{"kty":"RSA","n":"{{Base64Url.EncodeToString(numbers.Modulus)}}","e":"AQAB","kid":"w"}""";

        Assert.Equal(0, Parse(weak)!.Count);
        Assert.Equal(0, Parse(Named("RS256", "three", jwk => jwk["e"] = "Aw"))!.Count);
        Assert.Equal(0, Parse(Named("RS256", "even", jwk => jwk["e"] = "AQAC"))!.Count);
        Assert.Equal(0, Parse(Named("ES256", "off", jwk => jwk["y"] = jwk["x"]!.GetValue<string>()))!.Count);
        Assert.Equal(0, Parse(Named("ES256", "short", jwk => jwk["x"] = "AAAA"))!.Count);
        Assert.Equal(0, Parse(Named("RS256", "padded", jwk => jwk["e"] = "AQAB="))!.Count);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public void The_thumbprint_is_that_of_rfc_7638(string algorithm) =>
        Assert.Equal(hand.Thumbprint(algorithm), Jwk.Read(Hand.Json(hand.Jwk(algorithm)), TestGuards.Now)!.Thumbprint);

    [Fact]
    public void The_thumbprint_of_the_rfcs_own_example_is_the_rfcs()
    {
        const string example = """
            {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
            """;

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", Jwk.Read(Hand.Json(example), TestGuards.Now)!.Thumbprint);
    }

    private string Named(string algorithm, string kid, Action<JsonObject>? change = null) => hand.Jwk(algorithm, jwk =>
    {
        jwk["kid"] = kid;
        change?.Invoke(jwk);
    });

    private static JwkSet? Parse(params string[] keys) => JwkSet.Parse(Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys)}}]}"""), TestGuards.Now, out _);
}
