using System.Collections.Frozen;
using System.Text.Json;
using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>公钥集: the published keys of somebody else, read once and strictly; immutable.</summary>
internal sealed class JwkSet
{
    public const int MostBytes = 64 * 1024;
    public const int MostKeys = 20;

    public static readonly JwkSet Empty = new([]);

    private readonly FrozenDictionary<string, VerificationKey> byKid;
    private readonly IReadOnlyList<VerificationKey> all;

    private JwkSet(IReadOnlyList<VerificationKey> keys)
    {
        all = keys;
        byKid = keys.ToFrozenDictionary(key => key.Kid, StringComparer.Ordinal);
    }

    public int Count => all.Count;

    public IEnumerable<string> Kids => byKid.Keys;

    /// <summary>A set of keys read one by one; kids must differ.</summary>
    public static JwkSet Of(IEnumerable<VerificationKey> keys) => new([.. keys]);

    /// <summary>
    /// The signature keys we can use; keys of other kinds and for encryption are left aside. Null with the fault when the text
    /// is too large, no key set, holds private or symmetric material, or two keys under one name.
    /// </summary>
    public static JwkSet? Parse(ReadOnlyMemory<byte> json, GuardSwitch guards, out string fault)
    {
        fault = "";
        if (json.Length > MostBytes)
        {
            fault = $"larger than {MostBytes} bytes";
            return null;
        }

        using var document = JoseParts.ReadObject(json, guards, depth: 6);
        if (document is null || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            fault = "not a key set";
            return null;
        }

        return Read(keys, guards, out fault);
    }

    /// <summary>One key as a verification key; null when it is not for signatures or not of our kinds. An RSA key that names no algorithm is for RS256.</summary>
    public static VerificationKey? KeyOf(JsonElement member, GuardSwitch guards)
    {
        if (JoseParts.TryText(member, "use", out var use) && use != "sig")
        {
            return null;
        }

        if (Jwk.Read(member, guards) is not { } jwk)
        {
            return null;
        }

        var algorithm = jwk.Algorithm ?? (jwk.Kind == Jwk.Curve ? AsymmetricKey.Es256 : AsymmetricKey.Rs256);
        var fits = jwk.Kind == Jwk.Curve ? algorithm is AsymmetricKey.Es256 : algorithm is AsymmetricKey.Rs256 or AsymmetricKey.Ps256;
        return fits ? new VerificationKey(jwk.Kid ?? jwk.Thumbprint, algorithm, jwk.Key) : null;
    }

    /// <summary>A <see cref="KeyChoice"/>: by name; without one only when exactly one key fits the algorithm.</summary>
    public VerificationKey? Choose(string? kid, string? algorithm)
    {
        if (kid is not null)
        {
            return byKid.GetValueOrDefault(kid);
        }

        var fit = all.Where(key => key.Algorithm == algorithm).Take(2).ToArray();
        return fit.Length == 1 ? fit[0] : null;
    }

    private static JwkSet? Read(JsonElement keys, GuardSwitch guards, out string fault)
    {
        fault = "";
        if (keys.GetArrayLength() > MostKeys)
        {
            fault = $"more than {MostKeys} keys";
            return null;
        }

        var read = new List<VerificationKey>();
        foreach (var member in keys.EnumerateArray())
        {
            if (member.ValueKind != JsonValueKind.Object || (guards.IsOn("jwks.private") && Jwk.IsPrivate(member)))
            {
                fault = "private or symmetric material, or no key at all";
                return null;
            }

            if (KeyOf(member, guards) is { } key)
            {
                read.Add(key);
            }
        }

        if (read.Select(key => key.Kid).Distinct(StringComparer.Ordinal).Count() == read.Count)
        {
            return new JwkSet(read);
        }

        fault = "two keys under one kid";
        return null;
    }
}
