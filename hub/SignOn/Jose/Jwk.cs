using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>A public key as others write it down (RFC 7517): RSA of 2048 to 4096 bits or P-256, nothing else.</summary>
/// <param name="Kind"><see cref="Rsa"/> or <see cref="Curve"/>.</param>
/// <param name="Thumbprint">RFC 7638, SHA-256.</param>
/// <param name="Algorithm">What it says itself; null when it says nothing.</param>
internal sealed record Jwk(string Kind, string Thumbprint, string? Kid, string? Algorithm, AsymmetricKey Key)
{
    public const string Rsa = "RSA";
    public const string Curve = "EC";

    private static readonly string[] Private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

    /// <summary>The members by which the key is published and compared, in the order of RFC 7638.</summary>
    public string Members { get; private init; } = "";

    /// <summary>The public key as a JSON value, for the header of a proof of ours.</summary>
    public JsonElement PublicMembers => JsonElement.Parse("{" + Members + "}");

    /// <summary>Whether private or symmetric material is there, be the rest what it may.</summary>
    public static bool IsPrivate(JsonElement jwk) =>
        Array.Exists(Private, name => jwk.TryGetProperty(name, out _)) || (JoseParts.TryText(jwk, "kty", out var kind) && kind == "oct");

    /// <summary>Null for anything but a usable public key of the two kinds.</summary>
    public static Jwk? Read(JsonElement jwk, GuardSwitch guards)
    {
        if (jwk.ValueKind != JsonValueKind.Object || (guards.IsOn("jwk.private") && IsPrivate(jwk)) || !JoseParts.TryText(jwk, "kty", out var kind))
        {
            return null;
        }

        try
        {
            var key = kind switch { Rsa => ReadRsa(jwk, guards), Curve => ReadCurve(jwk), _ => null };
            return key is null ? null : key with { Kid = TextOf(jwk, "kid"), Algorithm = TextOf(jwk, "alg") };
        }
        catch (CryptographicException)
        {
            return null; // a point that is not on the curve, numbers that make no key
        }
    }

    /// <summary>The public half of a pair of ours.</summary>
    public static Jwk Of(AsymmetricAlgorithm pair) => pair switch
    {
        RSA rsa => Of(rsa.ExportParameters(includePrivateParameters: false)),
        ECDsa curve => Of(curve.ExportParameters(includePrivateParameters: false)),
        _ => throw new ArgumentException("Only RSA and P-256 pairs are ours.", nameof(pair)),
    };

    /// <summary>The form to publish.</summary>
    public string ToJson(string kid, string algorithm) =>
        $$"""{{{Members}},"use":"sig","alg":"{{algorithm}}","kid":"{{kid}}"}""";

    private static Jwk? ReadRsa(JsonElement jwk, GuardSwitch guards)
    {
        if (!TryBytes(jwk, "n", out var modulus) || !TryBytes(jwk, "e", out var exponent) || modulus[0] == 0 || exponent[0] == 0)
        {
            return null;
        }

        var bits = (modulus.Length * 8) - (8 - (32 - BitOperations.LeadingZeroCount(modulus[0])));
        var fits = bits is >= 2048 and <= 4096 && exponent.Length is 3 or 4 && (exponent[^1] & 1) == 1; // at least 65537 is what everybody uses; 3 is forged easily
        return fits || !guards.IsOn("jwk.strength") ? Of(new RSAParameters { Modulus = modulus, Exponent = exponent }) : null;
    }

    private static Jwk? ReadCurve(JsonElement jwk) =>
        JoseParts.TryText(jwk, "crv", out var curve) && curve == "P-256"
        && TryBytes(jwk, "x", out var x) && x.Length == 32
        && TryBytes(jwk, "y", out var y) && y.Length == 32
            ? Of(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } })
            : null;

    private static Jwk Of(RSAParameters key) => Make(
        Rsa, $"\"e\":\"{Base64Url.EncodeToString(key.Exponent)}\",\"kty\":\"RSA\",\"n\":\"{Base64Url.EncodeToString(key.Modulus)}\"", AsymmetricKey.Of(key));

    private static Jwk Of(ECParameters key) => Make(
        Curve, $"\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{Base64Url.EncodeToString(key.Q.X)}\",\"y\":\"{Base64Url.EncodeToString(key.Q.Y)}\"", AsymmetricKey.Of(key));

    private static Jwk Make(string kind, string members, AsymmetricKey key) =>
        new(kind, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes("{" + members + "}"))), null, null, key) { Members = members };

    private static bool TryBytes(JsonElement jwk, string name, out byte[] bytes)
    {
        bytes = [];
        return JoseParts.TryText(jwk, name, out var text) && JoseParts.TryDecode(text, out bytes);
    }

    private static string? TextOf(JsonElement jwk, string name) => JoseParts.TryText(jwk, name, out var text) ? text : null;
}
