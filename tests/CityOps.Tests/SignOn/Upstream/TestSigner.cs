using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>The hub's own signing key as these tests play it: ES256, by hand.</summary>
internal static class TestSigner
{
    private static readonly ECDsa Pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static JsonObject Jwk()
    {
        var point = Pair.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["alg"] = "ES256",
            ["kid"] = "hub-1",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }

    public static string Sign(string type, string algorithm, IReadOnlyDictionary<string, object> claims)
    {
        var text = Part(new Dictionary<string, object> { ["alg"] = algorithm, ["typ"] = type, ["kid"] = "hub-1" }) + "." + Part(claims);
        lock (Pair)
        {
            return text + "." + Base64Url.EncodeToString(Pair.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
        }
    }

    public static bool Holds(string token)
    {
        var end = token.LastIndexOf('.');
        return Pair.VerifyData(Encoding.ASCII.GetBytes(token[..end]), Base64Url.DecodeFromChars(token.AsSpan(end + 1)), HashAlgorithmName.SHA256);
    }

    private static string Part(IReadOnlyDictionary<string, object> part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
