using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>Holds the ring of keys and keeps it true to the store; several hub processes over one store agree.</summary>
internal sealed class KeyKeeper(KeyTable table, SignOnOptions options, TimeProvider clock)
{
    private readonly KeyWrap wrap = new(options.WrappingKey);
    private volatile KeyRing ring = KeyRing.Empty;
    private volatile IReadOnlyCollection<string> wanted = SigningKey.Algorithms;

    public KeyRing Ring => ring;

    /// <summary>The key of exactly that name, unless it is gone.</summary>
    public VerificationKey? Find(string kid) => ring.Find(kid, clock.GetUtcNow());

    /// <summary>The same as a <see cref="KeyChoice"/> for our own tokens, which always name their key.</summary>
    public VerificationKey? Choose(string? kid, string? algorithm) => kid is null ? null : Find(kid);

    /// <summary>Further algorithms clients want their tokens signed by, with a key of their own each; made at the next refresh.</summary>
    public void Want(IEnumerable<string> algorithms) => wanted = [.. SigningKey.Algorithms.Union(algorithms, StringComparer.Ordinal)];

    /// <summary>Reads the keys, makes or replaces what is due, and swaps the ring. Runs before the first request and every few seconds.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var rows = await table.ReadAsync(ct);
        if (KeyRules.Plan(rows, wanted, now).Count > 0)
        {
            rows = await ChangeAsync(read => KeyRules.Plan(read, wanted, now), now, ct);
        }

        Swap(rows);
    }

    /// <summary>
    /// 紧急撤除: takes a key away at once. Everything it signed is refused from here on, in this process when this returns and in
    /// the others with their next look; should it have been the one that signs, another does. False when there is no such key.
    /// </summary>
    public async Task<bool> RemoveAsync(string kid, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = false;
        var rows = await ChangeAsync(
            read =>
            {
                var there = read.Any(row => row.Kid == kid);
                found |= there;
                return there ? [new KeyStep(KeyAct.Remove, kid, now)] : KeyRules.Plan(read, wanted, now);
            },
            now,
            ct);
        Swap(rows);
        return found;
    }

    private Task<IReadOnlyList<KeyRow>> ChangeAsync(Func<IReadOnlyList<KeyRow>, IReadOnlyList<KeyStep>> plan, DateTimeOffset now, CancellationToken ct) =>
        table.ChangeAsync(
            plan,
            step => SigningKey.Make(step.Of, step.Act == KeyAct.MakeSigning ? KeyState.Signing : KeyState.Published, new KeyTimes(now, step.At, null), wrap),
            ct);

    private void Swap(IReadOnlyList<KeyRow> rows)
    {
        if (!rows.Select(row => (row.Kid, row.State, row.Times)).SequenceEqual(ring.Keys.Select(key => (key.Kid, key.Row.State, key.Row.Times))))
        {
            ring = new KeyRing([.. rows.Select(row => SigningKey.Read(row, wrap))]);
        }
    }
}
