using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.Audit;

/// <summary>Signs the claims of a checkpoint with the hub's current key.</summary>
internal delegate SignedCheckpoint CheckpointSigner(IReadOnlyDictionary<string, object> claims);

/// <summary>The compact JWS, of type <see cref="Checkpoint.Type"/>, and the public JWK that verifies it, for times when the key is long gone.</summary>
internal sealed record SignedCheckpoint(string Text, string Jwk);

/// <summary>检查点: the signed head of an audit log: so many entries, this root, at that time.</summary>
internal sealed record Checkpoint(string Issuer, long Size, byte[] Root, DateTimeOffset At, string Kid, string Signed)
{
    public const string Type = "audit-checkpoint+jwt";
    public const string Algorithm = "ES256";

    public static IReadOnlyDictionary<string, object> Claims(string issuer, long size, byte[] root, DateTimeOffset at) => new Dictionary<string, object>
    {
        ["iss"] = issuer,
        ["iat"] = at.ToUnixTimeSeconds(),
        ["size"] = size,
        ["root"] = Base64Url.EncodeToString(root),
    };

    /// <summary>What the text says, whoever signed it; null when it is no checkpoint.</summary>
    public static Checkpoint? Read(string text)
    {
        if (JoseParts.Split(text, GuardSwitch.AllOn, out var parts) != TokenFault.None)
        {
            return null;
        }

        using var header = JoseParts.ReadObject(parts.Header, GuardSwitch.AllOn);
        using var claims = JoseParts.ReadObject(parts.Payload, GuardSwitch.AllOn);
        if (header is null || claims is null
            || !JoseParts.TryText(header.RootElement, "typ", out var type) || type != Type
            || !JoseParts.TryText(header.RootElement, "alg", out var algorithm) || algorithm != Algorithm
            || header.RootElement.TryGetProperty("crit", out _)
            || !JoseParts.TryText(header.RootElement, "kid", out var kid))
        {
            return null;
        }

        return Read(claims.RootElement, kid, text);
    }

    private static Checkpoint? Read(JsonElement claims, string kid, string text)
    {
        if (!JoseParts.TryText(claims, "iss", out var issuer)
            || !JoseParts.TryText(claims, "root", out var root)
            || !TryWhole(claims, "size", out var size)
            || !TryWhole(claims, "iat", out var at)
            || !Base64Url.IsValid(root, out var length) || length != MerkleTree.HashBytes)
        {
            return null;
        }

        return new Checkpoint(issuer, size, Base64Url.DecodeFromChars(root), DateTimeOffset.FromUnixTimeSeconds(at), kid, text);
    }

    /// <summary>Whether this public JWK (P-256) signed it.</summary>
    public bool IsSignedBy(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object
            || !JoseParts.TryText(jwk, "kty", out var type) || type != "EC"
            || !JoseParts.TryText(jwk, "crv", out var curve) || curve != "P-256"
            || !JoseParts.TryText(jwk, "kid", out var named) || named != Kid
            || !TryCoordinate(jwk, "x", out var x) || !TryCoordinate(jwk, "y", out var y))
        {
            return false;
        }

        var end = Signed.LastIndexOf('.');
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return key.VerifyData(Encoding.ASCII.GetBytes(Signed[..end]), Base64Url.DecodeFromChars(Signed.AsSpan(end + 1)), HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false; // a point that is not on the curve
        }
    }

    private static bool TryWhole(JsonElement claims, string name, out long value)
    {
        value = 0;
        return claims.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out value) && value is >= 0 and < 1L << 40;
    }

    private static bool TryCoordinate(JsonElement jwk, string name, out byte[] bytes)
    {
        bytes = [];
        if (!JoseParts.TryText(jwk, name, out var text) || !Base64Url.IsValid(text, out var length) || length != 32)
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }
}
