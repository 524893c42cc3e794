namespace CityOps.Hub.SignOn.Keys;

/// <summary>Holds the ring of keys and keeps it true to the store; several hub processes over one store agree.</summary>
internal sealed class KeyKeeper(KeyTable table, TimeProvider clock)
{
    private volatile KeyRing ring = KeyRing.Empty;

    public KeyRing Ring => ring;

    public Jose.VerificationKey? Find(string kid) => ring.Find(kid, clock.GetUtcNow());

    /// <summary>Reads the keys, makes or replaces what is due, and swaps the ring. Runs before the first request and every minute.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var rows = await table.ReadAsync(ct);
        if (KeyRules.Plan(rows, now) is not null)
        {
            rows = await table.ChangeAsync(read => KeyRules.Plan(read, now), ct);
        }

        if (!rows.Select(row => (row.Kid, row.Times)).SequenceEqual(ring.Keys.Select(key => (key.Kid, key.Times))))
        {
            ring = new KeyRing([.. rows.Select(SigningKey.Read)]);
        }
    }
}
