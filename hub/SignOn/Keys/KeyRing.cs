using System.Collections.Frozen;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>All keys of this hub as last read from the store: immutable, replaced whole, read without locks.</summary>
internal sealed class KeyRing(IReadOnlyList<SigningKey> keys)
{
    public static readonly KeyRing Empty = new([]);

    private readonly FrozenDictionary<string, SigningKey> byKid = keys.ToFrozenDictionary(key => key.Kid, StringComparer.Ordinal);

    public IReadOnlyList<SigningKey> Keys => keys;

    /// <summary>The one key of the algorithm that signs.</summary>
    public SigningKey Signer(string algorithm) =>
        keys.FirstOrDefault(key => key.Row.State == KeyState.Signing && key.Row.Algorithm == algorithm)
        ?? throw new InvalidOperationException($"No signing key for {algorithm} has been loaded: KeyKeeper.RefreshAsync runs before the first request");

    /// <summary>The key of exactly that name, unless it is gone. One not signing yet counts: a neighbour may have let it sign a moment ago.</summary>
    public VerificationKey? Find(string kid, DateTimeOffset now) =>
        byKid.TryGetValue(kid, out var key) && !(key.Row.Times.GoneAt <= now) ? key.Public : null;
}
