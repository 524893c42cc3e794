using CityOps.Store;

namespace CityOps.Hub.Audit;

/// <summary>What a reader looks for; nulls do not narrow.</summary>
internal sealed record AuditFilter(string? Actor, string? Action, string? Subject, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>A row read back. <paramref name="Body"/> is null where retention has deleted the entry and kept its hash.</summary>
internal sealed record AuditRow(long Seq, byte[] Leaf, byte[]? Body);

/// <summary>The audit log as stored: entries, and beside them their leaf hashes, which outlive them.</summary>
internal sealed class AuditTable(Engine engine)
{
    private const string Counter = "hub_audit_position";

    private static readonly TableShape Entries = new(
        "hub_audit",
        [
            new("seq", Kind.Whole), new("event", Kind.Text), new("logged_at", Kind.Instant), new("action", Kind.Text), new("actor", Kind.Text),
            new("subject", Kind.Text), new("body", Kind.Bytes),
        ],
        ["seq"]);

    private static readonly TableShape Leaves = new("hub_audit_leaf", [new("seq", Kind.Whole), new("leaf", Kind.Bytes)], ["seq"]);

    /// <summary>Locks the log's end for this transaction and answers where it is.</summary>
    public static async Task<AuditTail> LockAsync(WriteScope scope, CancellationToken ct)
    {
        var head = await PositionCounter.TakeAsync(scope, Counter, 0, ct);
        if (head == 0)
        {
            return AuditTail.None;
        }

        var tail = await scope.Sql("SELECT hub_audit_leaf.leaf, hub_audit.logged_at FROM hub_audit_leaf LEFT JOIN hub_audit ON hub_audit.seq = hub_audit_leaf.seq WHERE hub_audit_leaf.seq = @seq")
            .With("seq", Kind.Whole, head)
            .FirstAsync(row => new AuditTail(0, row.Bytes(0), row.MaybeInstant(1) ?? DateTimeOffset.MinValue), ct);
        return tail is null
            ? throw new StoreException($"The audit log has lost entry {head}: its counter is ahead of its rows. Restore it from a backup.")
            : tail with { Seq = head };
    }

    /// <summary>Of these events, those already written.</summary>
    public async Task<Dictionary<string, long>> KnownAsync(WriteScope scope, IReadOnlyCollection<string> events, CancellationToken ct)
    {
        var rows = await scope.Sql($"SELECT event, seq FROM hub_audit WHERE {engine.AnyOf("event", "events")}").With("events", Kind.TextList, events)
            .RowsAsync(row => (row.Text(0), row.Whole(1)), ct);
        return rows.ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
    }

    public async Task AppendAsync(WriteScope scope, IReadOnlyList<AuditEntry> entries, CancellationToken ct)
    {
        await PositionCounter.TakeAsync(scope, Counter, entries.Count, ct);
        await engine.AppendAsync(scope.Transaction, Entries, [.. entries.Select(e => new object?[] { e.Seq, e.Event, e.At, e.Action, e.Actor, e.Subject, e.Body })], ct);
        await engine.AppendAsync(scope.Transaction, Leaves, [.. entries.Select(e => new object?[] { e.Seq, e.Leaf })], ct);
    }

    public async Task<long> HeadAsync(CancellationToken ct) => await engine.Sql("SELECT head FROM hub_audit_position").ScalarAsync<long>(ct);

    /// <summary>Leaf hashes in order; the caller bounds them.</summary>
    public Task<IReadOnlyList<byte[]>> LeavesAsync(long after, int limit, CancellationToken ct) =>
        engine.Sql("SELECT leaf FROM hub_audit_leaf WHERE seq > @after ORDER BY seq LIMIT @limit")
            .With("after", Kind.Whole, after).With("limit", Kind.Whole, limit)
            .RowsAsync(row => row.Bytes(0), ct);

    /// <summary>Entries with their hashes in order, as they are exported; those deleted by retention without a body.</summary>
    public Task<IReadOnlyList<AuditRow>> ReadAsync(long after, int limit, CancellationToken ct) =>
        engine.Sql("""
            SELECT hub_audit_leaf.seq, hub_audit_leaf.leaf, hub_audit.body FROM hub_audit_leaf LEFT JOIN hub_audit ON hub_audit.seq = hub_audit_leaf.seq
            WHERE hub_audit_leaf.seq > @after ORDER BY hub_audit_leaf.seq LIMIT @limit
            """)
            .With("after", Kind.Whole, after).With("limit", Kind.Whole, limit)
            .RowsAsync(row => new AuditRow(row.Whole(0), row.Bytes(1), row.MaybeBytes(2)), ct);

    /// <summary>One entry with its hash; null beyond the log's end.</summary>
    public Task<AuditRow?> OneAsync(long seq, CancellationToken ct) =>
        engine.Sql("SELECT hub_audit_leaf.seq, hub_audit_leaf.leaf, hub_audit.body FROM hub_audit_leaf LEFT JOIN hub_audit ON hub_audit.seq = hub_audit_leaf.seq WHERE hub_audit_leaf.seq = @seq")
            .With("seq", Kind.Whole, seq)
            .FirstAsync<AuditRow?>(row => new AuditRow(row.Whole(0), row.Bytes(1), row.MaybeBytes(2)), ct);

    /// <summary>The newest entries below a sequence number that fit the filter, newest first.</summary>
    public Task<IReadOnlyList<AuditRow>> FindAsync(AuditFilter filter, long before, int limit, CancellationToken ct)
    {
        var statement = engine.Sql($"""
            SELECT seq, body FROM hub_audit WHERE seq < @before{(filter.Actor is null ? "" : " AND actor = @actor")}{(filter.Action is null ? "" : " AND action = @action")}{(filter.Subject is null ? "" : " AND subject = @subject")}{(filter.From is null ? "" : " AND logged_at >= @from")}{(filter.Until is null ? "" : " AND logged_at < @until")}
            ORDER BY seq DESC LIMIT @limit
            """)
            .With("before", Kind.Whole, before).With("limit", Kind.Whole, limit);
        statement = filter.Actor is null ? statement : statement.With("actor", Kind.Text, filter.Actor);
        statement = filter.Action is null ? statement : statement.With("action", Kind.Text, filter.Action);
        statement = filter.Subject is null ? statement : statement.With("subject", Kind.Text, filter.Subject);
        statement = filter.From is null ? statement : statement.With("from", Kind.Instant, filter.From);
        statement = filter.Until is null ? statement : statement.With("until", Kind.Instant, filter.Until);
        return statement.RowsAsync(row => new AuditRow(row.Whole(0), [], row.Bytes(1)), ct);
    }

    /// <summary>The longest prefix that a checkpoint covers and of which nothing is younger; 0 when there is none.</summary>
    public async Task<long> CuttableAsync(DateTimeOffset olderThan, CancellationToken ct) =>
        await engine.Sql("""
            SELECT max(size) FROM hub_audit_checkpoint WHERE made_at < @older
            AND size > (SELECT coalesce(max(upto), 0) FROM hub_audit_cut)
            AND NOT EXISTS (SELECT 1 FROM hub_audit WHERE hub_audit.seq <= hub_audit_checkpoint.size AND hub_audit.logged_at >= @older)
            """)
            .With("older", Kind.Instant, olderThan).ScalarAsync<long?>(ct) ?? 0;

    /// <summary>Deletes the entries up to there; their hashes stay.</summary>
    public async Task CutAsync(long upto, string by, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("INSERT INTO hub_audit_cut (upto, cut_at, cut_by) VALUES (@upto, @at, @by) ON CONFLICT (upto) DO NOTHING")
            .With("upto", Kind.Whole, upto).With("at", Kind.Instant, now).With("by", Kind.Text, by).RunAsync(ct);
        await scope.Sql("DELETE FROM hub_audit WHERE seq <= @upto").With("upto", Kind.Whole, upto).RunAsync(ct);
        await scope.CommitAsync(ct);
    }
}
