using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>A signing key of an authority that is not ours; JOSE written by hand, so that our own code is not both sides.</summary>
public sealed class EvilKey : IDisposable
{
    // Making a pair takes longer than a whole test; what is first and what is foreign may be the same in every test.
    private static readonly RSA[] Made = [RSA.Create(2048), RSA.Create(2048)];
    private readonly RSA pair;

    private EvilKey(string kid, RSA pair) => (Kid, this.pair) = (kid, RSA.Create(pair.ExportParameters(includePrivateParameters: true)));

    /// <summary>The key an authority starts with.</summary>
    public static EvilKey First() => new("evil-1", Made[0]);

    /// <summary>Any other key.</summary>
    public static EvilKey Other(string kid) => new(kid, Made[1]);

    public string Kid { get; }

    public JsonObject Jwk()
    {
        var key = pair.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = Kid,
            ["n"] = Base64Url.EncodeToString(key.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Exponent),
        };
    }

    public JsonObject PrivateJwk()
    {
        var jwk = Jwk();
        jwk["d"] = Base64Url.EncodeToString(pair.ExportParameters(includePrivateParameters: true).D);
        return jwk;
    }

    public string Sign(JsonObject header, JsonObject payload)
    {
        var text = Part(header) + "." + Part(payload);
        return text + "." + Base64Url.EncodeToString(pair.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, Padding(header)));
    }

    /// <summary>The confused-deputy classic: a MAC under our public key's own text.</summary>
    public string Mac(JsonObject header, JsonObject payload)
    {
        var text = Part(header) + "." + Part(payload);
        var secret = Encoding.ASCII.GetBytes(pair.ExportSubjectPublicKeyInfoPem());
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)));
    }

    public static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    public void Dispose() => pair.Dispose();

    private static RSASignaturePadding Padding(JsonObject header) =>
        header["alg"]?.ToString() == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
}
