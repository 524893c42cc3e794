using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>
/// Tokens that have already held, by the SHA-256 of their text until they end, so that every batch of a platform does
/// not pay for the same signature again. Only verified tokens get in; at most <paramref name="most"/> stay.
/// </summary>
internal sealed class VerifiedTokens(TimeProvider clock, int most = 10_000)
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public int Count => entries.Count;

    /// <summary>The digest to look up and remember by.</summary>
    public static string DigestOf(string token) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Who the token is for, when it held before, has not ended and its key still may verify.</summary>
    public TokenIdentity? Find(string digest, Func<string, VerificationKey?> keys) =>
        entries.TryGetValue(digest, out var entry) && Lives(entry) && keys(entry.Kid) is not null ? entry.Identity : null;

    public void Remember(string digest, VerifiedToken token, TokenIdentity identity)
    {
        if (entries.Count >= most)
        {
            MakeRoom();
        }

        entries[digest] = new Entry(identity, token.Kid, token.Expires);
    }

    // Ended ones first; when none has ended the cache starts afresh, which costs each platform one verification.
    private void MakeRoom()
    {
        foreach (var (digest, entry) in entries)
        {
            if (!Lives(entry))
            {
                entries.TryRemove(digest, out _);
            }
        }

        if (entries.Count >= most)
        {
            entries.Clear();
        }
    }

    private bool Lives(Entry entry) => clock.GetUtcNow().ToUnixTimeSeconds() < entry.Expires;

    private sealed record Entry(TokenIdentity Identity, string Kid, long Expires);
}
