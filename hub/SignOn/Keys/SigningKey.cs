using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.SignOn.Jose;
using Microsoft.IdentityModel.Tokens;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>
/// 签名密钥: one ES256 key pair of this hub. It is published some time before it signs,
/// so that everyone has it by then, and verifies for a day after another has taken over.
/// </summary>
internal sealed record SigningKey(
    string Kid, SecurityKey Pair, VerificationKey Public, ReadOnlyMemory<byte> PublicJwk, KeyTimes Times)
{
    public const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    public static SigningKey Read(KeyRow row)
    {
        // Both halves live as long as the ring that holds them; the runtime frees them.
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(row.PrivatePkcs8, out _);
        var half = ECDsa.Create(pair.ExportParameters(includePrivateParameters: false));
        return new SigningKey(
            row.Kid,
            new ECDsaSecurityKey(pair) { KeyId = row.Kid },
            new VerificationKey(row.Kid, Algorithm, new ECDsaSecurityKey(half) { KeyId = row.Kid }),
            row.PublicJwk,
            row.Times);
    }

    /// <summary>A new pair; its kid is the JWK thumbprint (RFC 7638).</summary>
    public static KeyRow Make(KeyTimes times)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var kid = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        var jwk = Encoding.ASCII.GetBytes(
            $$"""{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{y}}","use":"sig","alg":"{{Algorithm}}","kid":"{{kid}}"}""");
        return new KeyRow(kid, pair.ExportPkcs8PrivateKey(), jwk, times);
    }
}

/// <summary>The life of a key: signing from <paramref name="NotBefore"/>, verifying until <paramref name="RetiresAt"/>, null while it is the newest.</summary>
internal sealed record KeyTimes(DateTimeOffset CreatedAt, DateTimeOffset NotBefore, DateTimeOffset? RetiresAt);

/// <summary>A key as it is stored: private half in PKCS #8, public half as the JWK that is published.</summary>
internal sealed record KeyRow(string Kid, byte[] PrivatePkcs8, byte[] PublicJwk, KeyTimes Times);
