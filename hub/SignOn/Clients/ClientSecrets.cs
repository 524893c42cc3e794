using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// 平台密钥: secrets as configured, <c>pbkdf2$sha512$210000$salt$hash</c> (base64) or, for a demo, <c>plain:…</c>. Every
/// failed check costs one derivation, whatever is stored and also for nobody, so that time tells nothing; a secret that
/// held once is remembered (keyed digest, gone with the process) and costs none.
/// </summary>
public sealed class ClientSecrets
{
    public const int Rounds = 210_000;

    /// <summary>Stored forms with fewer are not read; stays when <see cref="Rounds"/> rises, so that old ones hold until they are rewritten.</summary>
    private const int LeastRounds = 210_000;

    private const int MostRounds = 10_000_000;
    private const int MostRemembered = 10_000;
    private const int HashBytes = 64;
    private const string Plain = "plain:";

    private static readonly byte[] NobodysSalt = RandomNumberGenerator.GetBytes(16);
    private static readonly byte[] NobodysHash = RandomNumberGenerator.GetBytes(HashBytes);

    private readonly byte[] rememberKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, bool> remembered = new(StringComparer.Ordinal);

    /// <summary>The stored form of a secret, for the operator's command and for registration.</summary>
    public static string Hash(string secret) => Hash(secret, Rounds);

    internal static string Hash(string secret, int rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return $"pbkdf2$sha512${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(secret, salt, rounds))}";
    }

    /// <summary>One derivation, whatever the answer; for passwords, which are never plain and never remembered.</summary>
    internal static bool Holds(string? stored, string secret) => HoldsHashed(stored, secret);

    /// <summary>0 for what cannot be read.</summary>
    internal static int RoundsOf(string stored) => Read(stored)?.Rounds ?? 0;

    /// <summary>Whether a configured secret can be read at all; for the check of settings at start.</summary>
    public static bool IsWellFormed(string stored) =>
        IsPlain(stored) || Read(stored) is not null;

    /// <summary>Whether exactly this secret held before against exactly this stored form. Costs microseconds.</summary>
    internal bool Remembers(string client, string stored, string secret) =>
        remembered.ContainsKey(Mark(client, stored, secret));

    /// <summary>Whether the secret is right; <paramref name="stored"/> null for an unknown client.</summary>
    internal bool Verify(string client, string? stored, string secret)
    {
        // Exactly one derivation on every way to a no: against the stored salt, or against nobody's.
        if (!(IsPlain(stored) ? HoldsPlain(stored!, secret) : HoldsHashed(stored, secret)))
        {
            return false;
        }

        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        remembered[Mark(client, stored!, secret)] = true;
        return true;
    }

    private static bool IsPlain(string? stored) => stored is not null && stored.StartsWith(Plain, StringComparison.Ordinal) && stored.Length > Plain.Length;

    private static bool HoldsPlain(string stored, string secret)
    {
        var holds = CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(stored[Plain.Length..])), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        return holds || HoldsHashed(null, secret);
    }

    private static bool HoldsHashed(string? stored, string secret)
    {
        var hashed = stored is null ? null : Read(stored);
        var derived = Derive(secret, hashed?.Salt ?? NobodysSalt, hashed?.Rounds ?? Rounds);
        return CryptographicOperations.FixedTimeEquals(derived, hashed?.Hash ?? NobodysHash) && hashed is not null;
    }

    private static Hashed? Read(string stored)
    {
        var parts = stored.Split('$');
        if (parts is not ["pbkdf2", "sha512", var rounds, var salt, var hash]
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < LeastRounds or > MostRounds)
        {
            return null;
        }

        var saltBytes = new byte[64];
        var hashBytes = new byte[HashBytes];
        return Convert.TryFromBase64String(salt, saltBytes, out var salted) && salted >= 16
            && Convert.TryFromBase64String(hash, hashBytes, out var hashedBytes) && hashedBytes == HashBytes
            ? new Hashed(count, saltBytes[..salted], hashBytes)
            : null;
    }

    private static byte[] Derive(string secret, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), salt, rounds, HashAlgorithmName.SHA512, HashBytes);

    // The lengths keep ("a", "bc") and ("ab", "c") apart; the stored form makes a changed secret forgotten.
    private string Mark(string client, string stored, string secret) =>
        Convert.ToHexString(HMACSHA256.HashData(
            rememberKey, Encoding.UTF8.GetBytes($"{client.Length}:{stored.Length}:{client}{stored}{secret}")));

    private sealed record Hashed(int Rounds, byte[] Salt, byte[] Hash);
}
