using CityOps.Store;

namespace CityOps.Hub.Audit.Witness;

/// <summary>A checkpoint of another deployment as it was witnessed. An epoch begins when an operator accepts that a log begins anew.</summary>
internal sealed record Witnessed(string Peer, long Epoch, long Size, byte[] Root, byte[] Peaks, DateTimeOffset SeenAt, SignedCheckpoint Signed);

/// <summary>A checkpoint that contradicts what was witnessed: kept as evidence.</summary>
internal sealed record Contradiction(string Peer, string Reason, long Size, DateTimeOffset SeenAt, string Signed);

/// <summary>What this hub holds of others' audit logs. Nothing is changed or deleted.</summary>
internal sealed class WitnessTable(Engine engine)
{
    private const string Select = "SELECT peer, epoch, size, root, peaks, seen_at, signed, jwk FROM hub_witnessed";

    public Task<Witnessed?> LastAsync(string peer, CancellationToken ct) =>
        engine.Sql($"{Select} WHERE peer = @peer ORDER BY epoch DESC, size DESC LIMIT 1").With("peer", Kind.Text, peer).FirstAsync(Read, ct);

    public Task<Witnessed?> FindAsync(string peer, long epoch, long size, CancellationToken ct) =>
        engine.Sql($"{Select} WHERE peer = @peer AND epoch = @epoch AND size = @size")
            .With("peer", Kind.Text, peer).With("epoch", Kind.Whole, epoch).With("size", Kind.Whole, size).FirstAsync(Read, ct);

    /// <summary>False when somebody else was quicker; then look again.</summary>
    public async Task<bool> AddAsync(Witnessed seen, CancellationToken ct) =>
        await engine.Sql("""
            INSERT INTO hub_witnessed (peer, epoch, size, root, peaks, seen_at, signed, jwk) VALUES (@peer, @epoch, @size, @root, @peaks, @at, @signed, @jwk)
            ON CONFLICT (peer, epoch, size) DO NOTHING
            """)
            .With("peer", Kind.Text, seen.Peer).With("epoch", Kind.Whole, seen.Epoch).With("size", Kind.Whole, seen.Size)
            .With("root", Kind.Bytes, seen.Root).With("peaks", Kind.Bytes, seen.Peaks).With("at", Kind.Instant, seen.SeenAt)
            .With("signed", Kind.Text, seen.Signed.Text).With("jwk", Kind.Text, seen.Signed.Jwk)
            .RunAsync(ct) == 1;

    /// <summary>True when this evidence is new.</summary>
    public async Task<bool> RefuseAsync(Contradiction seen, string digest, CancellationToken ct) =>
        await engine.Sql("""
            INSERT INTO hub_witness_refused (peer, digest, reason, size, seen_at, signed) VALUES (@peer, @digest, @reason, @size, @at, @signed)
            ON CONFLICT (peer, digest) DO NOTHING
            """)
            .With("peer", Kind.Text, seen.Peer).With("digest", Kind.Text, digest).With("reason", Kind.Text, seen.Reason).With("size", Kind.Whole, seen.Size)
            .With("at", Kind.Instant, seen.SeenAt).With("signed", Kind.Text, seen.Signed)
            .RunAsync(ct) == 1;

    /// <summary>The newest of each peer.</summary>
    public Task<IReadOnlyList<Witnessed>> NewestAsync(CancellationToken ct) =>
        engine.Sql($"""
            {Select} WHERE NOT EXISTS (SELECT 1 FROM hub_witnessed AS newer WHERE newer.peer = hub_witnessed.peer
              AND (newer.epoch > hub_witnessed.epoch OR (newer.epoch = hub_witnessed.epoch AND newer.size > hub_witnessed.size)))
            ORDER BY peer LIMIT 1000
            """).RowsAsync(Read, ct);

    /// <summary>All of one peer from a place on, oldest first.</summary>
    public Task<IReadOnlyList<Witnessed>> OfAsync(string peer, long epoch, long after, int limit, CancellationToken ct) =>
        engine.Sql($"{Select} WHERE peer = @peer AND epoch = @epoch AND size > @after ORDER BY size LIMIT @limit")
            .With("peer", Kind.Text, peer).With("epoch", Kind.Whole, epoch).With("after", Kind.Whole, after).With("limit", Kind.Whole, limit).RowsAsync(Read, ct);

    public Task<IReadOnlyList<Contradiction>> RefusedAsync(string peer, CancellationToken ct) =>
        engine.Sql("SELECT peer, reason, size, seen_at, signed FROM hub_witness_refused WHERE peer = @peer ORDER BY seen_at, digest LIMIT 1000")
            .With("peer", Kind.Text, peer)
            .RowsAsync(row => new Contradiction(row.Text(0), row.Text(1), row.Whole(2), row.Instant(3), row.Text(4)), ct);

    private static Witnessed Read(Row row) => new(
        row.Text(0), row.Whole(1), row.Whole(2), row.Bytes(3), row.Bytes(4), row.Instant(5), new SignedCheckpoint(row.Text(6), row.Text(7)));
}
