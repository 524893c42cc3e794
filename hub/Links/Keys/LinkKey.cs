using System.Security.Cryptography;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.Links.Keys;

/// <summary>
/// 链路密钥: the P-256 pair a deployment shows the hub above instead of a secret. It signs the statements who we are
/// (<c>private_key_jwt</c>) and proves with every call that the token is ours (DPoP).
/// </summary>
public sealed class LinkKey
{
    private readonly AsymmetricKey pair;
    private readonly Jwk jwk;

    private LinkKey(byte[] pkcs8, ECDsa read)
    {
        pair = AsymmetricKey.OfPkcs8(AsymmetricKey.Es256, pkcs8);
        jwk = Jwk.Of(read);
    }

    public string Kid => jwk.Thumbprint;

    /// <summary>What the hub above registers for this deployment.</summary>
    public string PublicJwk => jwk.ToJson(jwk.Thumbprint, AsymmetricKey.Es256);

    /// <summary>Throws <see cref="CryptographicException"/> for anything but a P-256 key in PEM.</summary>
    public static LinkKey OfPem(string pem)
    {
        using var read = ECDsa.Create();
        try
        {
            read.ImportFromPem(pem);
        }
        catch (ArgumentException fault)
        {
            throw new CryptographicException(fault.Message);
        }

        return read.KeySize == 256 ? new LinkKey(read.ExportPkcs8PrivateKey(), read) : throw new CryptographicException("not a key on the curve P-256");
    }

    public static string NewPem()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return made.ExportPkcs8PrivateKeyPem();
    }

    internal string SignAssertion(IReadOnlyDictionary<string, object> claims) => Sign("client-authentication+jwt", "kid", Kid, claims);

    internal string SignProof(IReadOnlyDictionary<string, object> claims) => Sign("dpop+jwt", "jwk", jwk.PublicMembers, claims);

    private string Sign(string type, string keyMember, object key, IReadOnlyDictionary<string, object> claims) =>
        TokenSigner.Sign(new Dictionary<string, object> { ["alg"] = AsymmetricKey.Es256, ["typ"] = type, [keyMember] = key }, claims, AsymmetricKey.Es256, pair);
}
