using CityOps.Store;

namespace CityOps.Hub.Audit;

/// <summary>A checkpoint as stored, with the peaks of its tree.</summary>
internal sealed record StoredCheckpoint(long Size, byte[] Root, byte[] Peaks, DateTimeOffset At, SignedCheckpoint Signed);

/// <summary>The signed heads of this hub's own audit log. Of two processes that make one of the same size the first stays.</summary>
internal sealed class CheckpointTable(Engine engine)
{
    private const string Select = "SELECT size, root, peaks, made_at, signed, jwk FROM hub_audit_checkpoint";

    public Task AddAsync(StoredCheckpoint made, CancellationToken ct) =>
        engine.Sql("INSERT INTO hub_audit_checkpoint (size, root, peaks, made_at, signed, jwk) VALUES (@size, @root, @peaks, @at, @signed, @jwk) ON CONFLICT (size) DO NOTHING")
            .With("size", Kind.Whole, made.Size).With("root", Kind.Bytes, made.Root).With("peaks", Kind.Bytes, made.Peaks)
            .With("at", Kind.Instant, made.At).With("signed", Kind.Text, made.Signed.Text).With("jwk", Kind.Text, made.Signed.Jwk)
            .RunAsync(ct);

    public Task<StoredCheckpoint?> LastAsync(CancellationToken ct) => engine.Sql($"{Select} ORDER BY size DESC LIMIT 1").FirstAsync(Read, ct);

    /// <summary>Those beyond a size, smallest first.</summary>
    public Task<IReadOnlyList<StoredCheckpoint>> AfterAsync(long size, int limit, CancellationToken ct) =>
        engine.Sql($"{Select} WHERE size > @size ORDER BY size LIMIT @limit").With("size", Kind.Whole, size).With("limit", Kind.Whole, limit).RowsAsync(Read, ct);

    private static StoredCheckpoint Read(Row row) => new(row.Whole(0), row.Bytes(1), row.Bytes(2), row.Instant(3), new SignedCheckpoint(row.Text(4), row.Text(5)));
}
