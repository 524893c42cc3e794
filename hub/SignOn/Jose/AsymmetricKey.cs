using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>
/// One RSA or P-256 key, whole or its public half, for use by many threads at once: the platform's key objects promise
/// nothing about that, so each use takes one of its own and gives it back.
/// </summary>
internal sealed class AsymmetricKey
{
    public const string Rs256 = "RS256";
    public const string Ps256 = "PS256";
    public const string Es256 = "ES256";

    private readonly Func<AsymmetricAlgorithm> open;
    private readonly ConcurrentBag<AsymmetricAlgorithm> idle = [];

    /// <summary>Opens the key once at once, so that one that is no key is refused here (<see cref="CryptographicException"/>).</summary>
    private AsymmetricKey(Func<AsymmetricAlgorithm> open)
    {
        this.open = open;
        idle.Add(open());
    }

    public static AsymmetricKey Of(RSAParameters key) => new(() => RSA.Create(key));

    public static AsymmetricKey Of(ECParameters key) => new(() => ECDsa.Create(key));

    /// <summary>A private key in PKCS #8 for the algorithm.</summary>
    public static AsymmetricKey OfPkcs8(string algorithm, byte[] pkcs8) => new(() =>
    {
        AsymmetricAlgorithm key = algorithm == Es256 ? ECDsa.Create() : RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    });

    public byte[] Sign(string algorithm, byte[] text) => Use(key => key switch
    {
        ECDsa curve when algorithm == Es256 => curve.SignData(text, HashAlgorithmName.SHA256),
        RSA rsa when PaddingOf(algorithm) is { } padding => rsa.SignData(text, HashAlgorithmName.SHA256, padding),
        _ => throw new ArgumentException($"This key does not sign {algorithm}.", nameof(algorithm)),
    });

    /// <summary>False for a signature of another length, another key or another algorithm.</summary>
    public bool Verifies(string algorithm, byte[] text, byte[] signature) => Use(key =>
    {
        try
        {
            return key switch
            {
                ECDsa curve when algorithm == Es256 => curve.VerifyData(text, signature, HashAlgorithmName.SHA256),
                RSA rsa when PaddingOf(algorithm) is { } padding => rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, padding),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
    });

    private static RSASignaturePadding? PaddingOf(string algorithm) => algorithm switch
    {
        Rs256 => RSASignaturePadding.Pkcs1,
        Ps256 => RSASignaturePadding.Pss,
        _ => null,
    };

    private T Use<T>(Func<AsymmetricAlgorithm, T> use)
    {
        var key = idle.TryTake(out var rested) ? rested : open();
        var used = use(key);
        idle.Add(key);
        return used;
    }
}
