using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>Where a key stands in its life; removed ones have no row.</summary>
internal enum KeyState
{
    /// <summary>Others may see it already; it signs soon.</summary>
    Published,

    /// <summary>The one of its algorithm that signs.</summary>
    Signing,

    /// <summary>It signs no more and verifies what it signed.</summary>
    Retired,
}

/// <summary>
/// 签名密钥: one key of this hub for one algorithm. <paramref name="Pair"/> is null once it has retired: by then nobody needs
/// the private half, so it is not even stored any more.
/// </summary>
internal sealed record SigningKey(KeyRow Row, AsymmetricKey? Pair, VerificationKey Public)
{
    public const int RsaBits = 2048;

    /// <summary>Always there: access tokens are ES256, ID tokens RS256 unless a client wants another.</summary>
    public static readonly IReadOnlyList<string> Algorithms = [AsymmetricKey.Es256, AsymmetricKey.Rs256];

    public string Kid => Row.Kid;

    public static SigningKey Read(KeyRow row, KeyWrap wrap)
    {
        var pair = row.PrivateHalf is { } half ? AsymmetricKey.OfPkcs8(row.Algorithm, wrap.Open(row.Kid, half)) : null;
        using var jwk = JsonDocument.Parse(row.PublicJwk);
        var read = Jwk.Read(jwk.RootElement, GuardSwitch.AllOn) ?? throw new InvalidOperationException($"The store's public half of the signing key {row.Kid} is damaged.");
        return new SigningKey(row, pair, new VerificationKey(row.Kid, row.Algorithm, read.Key));
    }

    /// <summary>A new pair; its kid is the JWK thumbprint (RFC 7638).</summary>
    public static KeyRow Make(string algorithm, KeyState state, KeyTimes times, KeyWrap wrap)
    {
        using AsymmetricAlgorithm pair = algorithm == AsymmetricKey.Es256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(RsaBits);
        var jwk = Jwk.Of(pair);
        var text = Encoding.ASCII.GetBytes(jwk.ToJson(jwk.Thumbprint, algorithm));
        var plain = pair.ExportPkcs8PrivateKey();
        var wrapped = wrap.Wrap(jwk.Thumbprint, plain);
        CryptographicOperations.ZeroMemory(plain);
        return new KeyRow(jwk.Thumbprint, algorithm, state, wrapped, text, times);
    }
}

/// <summary>Made, signing from, and no longer verifying from; the last is null until the key retires.</summary>
internal sealed record KeyTimes(DateTimeOffset CreatedAt, DateTimeOffset SignsAt, DateTimeOffset? GoneAt);

/// <summary>A key as it is stored: private half wrapped by <see cref="KeyWrap"/>, public half as the JWK that is published.</summary>
internal sealed record KeyRow(string Kid, string Algorithm, KeyState State, byte[]? PrivateHalf, byte[] PublicJwk, KeyTimes Times);
