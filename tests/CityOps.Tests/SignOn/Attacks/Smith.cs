using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Tests.SignOn.Attacks;

/// <summary>Forges tokens and proofs with the platform's mathematics alone.</summary>
internal static class Smith
{
    private static readonly ECDsa Own = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static JsonObject HeaderOf(string token) => Part(token, 0);

    public static JsonObject ClaimsOf(string token) => Part(token, 1);

    public static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    /// <summary>These parts, signed by the attacker's own key.</summary>
    public static string Sign(string header, string claims)
    {
        var text = Encode(header) + "." + Encode(claims);
        return text + "." + Base64Url.EncodeToString(Own.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
    }

    public static string Mac(string header, string claims, byte[] key)
    {
        var text = Encode(header) + "." + Encode(claims);
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>The token with one member of its header set to raw JSON (empty: taken out), its signature left as it was.</summary>
    public static string Headed(string token, string name, string json)
    {
        var header = HeaderOf(token);
        header.Remove(name);
        var text = header.ToJsonString();
        return (json.Length == 0 ? Encode(text) : Encode($"{text[..^1]},\"{name}\":{json}}}")) + token[token.IndexOf('.', StringComparison.Ordinal)..];
    }

    /// <summary>The same with a claim.</summary>
    public static string Claimed(string token, string name, string json)
    {
        var claims = ClaimsOf(token);
        claims.Remove(name);
        var (parts, text) = (token.Split('.'), claims.ToJsonString());
        return parts[0] + "." + (json.Length == 0 ? Encode(text) : Encode($"{text[..^1]},\"{name}\":{json}}}")) + "." + parts[2];
    }

    public static JsonObject PublicKey()
    {
        var point = Own.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    /// <summary>A good proof of possession of the attacker's key, with members of header and claims set to raw JSON (empty: taken out).</summary>
    public static string Proof(string url, long now, string headerMember = "", string headerJson = "", string claim = "", string claimJson = "")
    {
        var header = new Dictionary<string, string> { ["typ"] = "\"dpop+jwt\"", ["alg"] = "\"ES256\"", ["jwk"] = PublicKey().ToJsonString() };
        var claims = new Dictionary<string, string> { ["jti"] = $"\"{Guid.CreateVersion7():N}\"", ["htm"] = "\"POST\"", ["htu"] = $"\"{url}\"", ["iat"] = now.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        (header[headerMember], claims[claim]) = (headerJson, claimJson);
        return Sign(Object(header), Object(claims));
    }

    private static string Object(Dictionary<string, string> members) =>
        "{" + string.Join(',', members.Where(one => one.Key.Length > 0 && one.Value.Length > 0).Select(one => $"{JsonSerializer.Serialize(one.Key)}:{one.Value}")) + "}";

    private static JsonObject Part(string token, int at) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[at]))!.AsObject();
}
