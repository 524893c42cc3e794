using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Upstream.Discovery;

/// <summary>A public key of somebody else's set; <paramref name="Algorithm"/> null when the set does not say.</summary>
internal sealed record ForeignKey(string? Kid, string? Algorithm, RSA? Rsa, ECDsa? Ec)
{
    /// <summary>Whether it is of the kind the algorithm needs, and not reserved for another.</summary>
    public bool Fits(string algorithm) =>
        (Algorithm is null || Algorithm == algorithm) && (algorithm == "ES256" ? Ec is not null : Rsa is not null);
}

/// <summary>Reads a JWK set (RFC 7517): at most 20 keys, none private, no kid twice, RSA from 2048 bits and P-256. Pure.</summary>
internal sealed record JwkSet(IReadOnlyList<ForeignKey> Keys)
{
    private const int MostKeys = 20;

    private static readonly string[] Private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>The keys that can verify signatures, others left out; null when the set breaks a rule.</summary>
    public static JwkSet? Read(ReadOnlyMemory<byte> body)
    {
        if (WireJson.Object(body) is not { } set || !set.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostKeys)
        {
            return null;
        }

        var items = list.EnumerateArray().ToArray();
        if (items.Any(item => item.ValueKind != JsonValueKind.Object || Private.Any(name => item.TryGetProperty(name, out _))))
        {
            return null;
        }

        var kids = items.Select(item => Text(item, "kid")).OfType<string>().ToArray();
        return kids.Length == kids.Distinct(StringComparer.Ordinal).Count() ? new JwkSet([.. items.Select(Key).OfType<ForeignKey>()]) : null;
    }

    /// <summary>The key of that name; without a name the only one that fits, if there is only one (OpenID Connect Core 10.1).</summary>
    public ForeignKey? Find(string? kid, string algorithm)
    {
        var fitting = Keys.Where(key => key.Fits(algorithm) && (kid is null || key.Kid == kid)).Take(2).ToArray();
        return fitting.Length == 1 ? fitting[0] : null;
    }

    private static ForeignKey? Key(JsonElement item)
    {
        if (Text(item, "use") is { } use && use != "sig" || WireJson.Texts(item, "key_ops") is { } uses && !uses.Contains("verify"))
        {
            return null;
        }

        try
        {
            return Text(item, "kty") switch
            {
                "RSA" when Bytes(item, "n") is { Length: >= 256 and <= 1024 } n && Bytes(item, "e") is { Length: >= 3 and <= 8 } e =>
                    new ForeignKey(Text(item, "kid"), Text(item, "alg"), RSA.Create(new RSAParameters { Modulus = n, Exponent = e }), null),
                "EC" when Text(item, "crv") == "P-256" && Bytes(item, "x") is { Length: 32 } x && Bytes(item, "y") is { Length: 32 } y =>
                    new ForeignKey(Text(item, "kid"), Text(item, "alg"), null, ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } })),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return null; // numbers that are no key
        }
    }

    private static string? Text(JsonElement item, string name) => JoseParts.TryText(item, name, out var text) ? text : null;

    private static byte[]? Bytes(JsonElement item, string name)
    {
        try
        {
            return Text(item, name) is { } text ? Base64Url.DecodeFromChars(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
