using System.Collections.Frozen;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>All keys of this hub as last read from the store: immutable, replaced whole, read without locks.</summary>
internal sealed class KeyRing(IReadOnlyList<SigningKey> keys)
{
    public static readonly KeyRing Empty = new([]);

    private readonly FrozenDictionary<string, SigningKey> byKid = keys.ToFrozenDictionary(key => key.Kid, StringComparer.Ordinal);

    public IReadOnlyList<SigningKey> Keys => keys;

    /// <summary>The newest key that may sign; just after a start a neighbour's clock may run ahead, then the oldest there is.</summary>
    public SigningKey Signer(DateTimeOffset now) =>
        keys.Where(key => key.Times.NotBefore <= now).MaxBy(key => key.Times.NotBefore)
        ?? keys.MinBy(key => key.Times.NotBefore)
        ?? throw new InvalidOperationException("No signing key has been loaded: KeyKeeper.RefreshAsync runs before the first request");

    /// <summary>The key of exactly that name, unless it has retired.</summary>
    public VerificationKey? Find(string kid, DateTimeOffset now) =>
        byKid.TryGetValue(kid, out var key) && !(key.Times.RetiresAt <= now) ? key.Public : null;
}
