using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>Writes tokens of every algorithm by hand, with nothing of the product's.</summary>
internal sealed class Hand : IDisposable
{
    private readonly RSA rsa = RSA.Create(2048);
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RSA Rsa => rsa;

    public string Sign(string algorithm, string header, string payload) => Sign(header, payload, text => algorithm switch
    {
        "ES256" => curve.SignData(text, HashAlgorithmName.SHA256),
        "RS256" => rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS256" => rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "RS512" => rsa.SignData(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    });

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var text = Forger.Encode(header) + "." + Forger.Encode(payload);
        return text + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>The public JWK of the pair that signs the algorithm, changed as wanted.</summary>
    public string Jwk(string algorithm, Action<JsonObject>? change = null)
    {
        var jwk = new JsonObject();
        if (algorithm == "ES256")
        {
            var point = curve.ExportParameters(false).Q;
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        }
        else
        {
            var numbers = rsa.ExportParameters(false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Base64Url.EncodeToString(numbers.Modulus), Base64Url.EncodeToString(numbers.Exponent));
        }

        change?.Invoke(jwk);
        return jwk.ToJsonString();
    }

    /// <summary>RFC 7638.</summary>
    public string Thumbprint(string algorithm)
    {
        var jwk = JsonNode.Parse(Jwk(algorithm))!.AsObject();
        var ordered = "{" + string.Join(',', jwk.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":\"{member.Value}\"")) + "}";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(ordered)));
    }

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public void Dispose()
    {
        rsa.Dispose();
        curve.Dispose();
    }
}
