using CityOps.Hub.Exchange.Log;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions;

/// <summary>Where a subscription is, and what it has set aside.</summary>
public sealed class DeliveryTable(Engine engine)
{
    public async Task<long> PositionAsync(string subscription, CancellationToken ct) =>
        await engine.Sql("SELECT position FROM hub_subscription WHERE id = @id").With("id", Kind.Text, subscription).ScalarAsync<long?>(ct) ?? 0;

    /// <summary>Null where nothing was ever committed.</summary>
    public Task<(long Position, DateTimeOffset MovedAt)?> FindAsync(string subscription, CancellationToken ct) =>
        engine.Sql("SELECT position, moved_at FROM hub_subscription WHERE id = @id").With("id", Kind.Text, subscription)
            .FirstAsync<(long, DateTimeOffset)?>(row => (row.Whole(0), row.Instant(1)), ct);

    public async Task<Dictionary<string, (long Position, DateTimeOffset MovedAt)>> PositionsAsync(CancellationToken ct)
    {
        var rows = await engine.Sql("SELECT id, position, moved_at FROM hub_subscription")
            .RowsAsync(row => (Id: row.Text(0), Position: row.Whole(1), MovedAt: row.Instant(2)), ct);
        return rows.ToDictionary(r => r.Id, r => (r.Position, r.MovedAt), StringComparer.Ordinal);
    }

    /// <summary>
    /// Moves the position forward, never back; takes away released records that were applied, and parked ones whose key
    /// has a newer revision at or below the position: the newer one was offered and taken, so the older is settled.
    /// </summary>
    public async Task MoveAsync(string subscription, PositionMoveAt move, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("""
            INSERT INTO hub_subscription (id, position, moved_at) VALUES (@id, @position, @at)
            ON CONFLICT (id) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at
            WHERE hub_subscription.position < excluded.position
            """)
            .With("id", Kind.Text, subscription).With("position", Kind.Whole, move.Position).With("at", Kind.Instant, move.At)
            .RunAsync(ct);
        foreach (var position in move.Released)
        {
            await scope.Sql("DELETE FROM hub_parked WHERE subscription = @id AND position = @position AND released = @yes")
                .With("id", Kind.Text, subscription).With("position", Kind.Whole, position).With("yes", Kind.Flag, true)
                .RunAsync(ct);
        }

        await scope.Sql("""
            DELETE FROM hub_parked WHERE subscription = @id AND EXISTS (
              SELECT 1 FROM hub_head WHERE hub_head.record_key = hub_parked.record_key
              AND hub_head.position > hub_parked.position AND hub_head.position <= @position)
            """)
            .With("id", Kind.Text, subscription).With("position", Kind.Whole, move.Position)
            .RunAsync(ct);
        Fail.At("position.before-commit");
        await scope.CommitAsync(ct);
    }

    /// <summary>A subscription that begins anew begins here, wherever an earlier one of its name was; what that had set aside goes.</summary>
    public static async Task StartAsync(WriteScope scope, string subscription, long position, DateTimeOffset at, CancellationToken ct)
    {
        await scope.Sql("INSERT INTO hub_subscription (id, position, moved_at) VALUES (@id, @position, @at) ON CONFLICT (id) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at")
            .With("id", Kind.Text, subscription).With("position", Kind.Whole, position).With("at", Kind.Instant, at)
            .RunAsync(ct);
        await scope.Sql("DELETE FROM hub_parked WHERE subscription = @id").With("id", Kind.Text, subscription).RunAsync(ct);
    }

    /// <summary>Sets records aside; a newer position of the same key replaces the older.</summary>
    public async Task ParkAsync(string subscription, IReadOnlyList<(string Key, long Position, string Reason)> records, DateTimeOffset at, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        foreach (var (key, position, reason) in records)
        {
            await scope.Sql("""
                INSERT INTO hub_parked (subscription, record_key, position, reason, released, parked_at) VALUES (@id, @key, @position, @reason, @no, @at)
                ON CONFLICT (subscription, record_key) DO UPDATE SET position = excluded.position, reason = excluded.reason,
                  released = excluded.released, parked_at = excluded.parked_at
                WHERE hub_parked.position <= excluded.position
                """)
                .With("id", Kind.Text, subscription).With("key", Kind.Text, key).With("position", Kind.Whole, position)
                .With("reason", Kind.Text, reason).With("no", Kind.Flag, false).With("at", Kind.Instant, at)
                .RunAsync(ct);
        }

        await scope.CommitAsync(ct);
    }

    /// <summary>Marks parked records to be offered again; all of them when no positions are named.</summary>
    public async Task<int> ReleaseAsync(string subscription, IReadOnlyList<long>? positions, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var released = 0;
        foreach (var position in positions ?? [-1])
        {
            released += await scope.Sql("UPDATE hub_parked SET released = @yes WHERE subscription = @id AND (position = @position OR @position = -1)")
                .With("yes", Kind.Flag, true).With("id", Kind.Text, subscription).With("position", Kind.Whole, position)
                .RunAsync(ct);
        }

        await scope.CommitAsync(ct);
        return released;
    }

    /// <summary>The released records of a subscription as they stand in the log, oldest first.</summary>
    public Task<IReadOnlyList<LogRow>> ReleasedAsync(RowReader reader, int limit, CancellationToken ct) =>
        engine.Sql("""
            SELECT hub_log.position, hub_log.interface, hub_log.record_key, hub_log.regions, hub_log.accepted_at, hub_log.body FROM hub_parked JOIN hub_log ON hub_log.position = hub_parked.position
            WHERE hub_parked.subscription = @id AND hub_parked.released = @yes ORDER BY hub_log.position LIMIT @limit
            """)
            .With("id", Kind.Text, reader.Subscription).With("yes", Kind.Flag, true).With("limit", Kind.Whole, limit)
            .For(reader)
            .RowsAsync(row => new LogRow(row.Whole(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4), row.Bytes(5)), ct);

    public async Task<Dictionary<string, long>> ParkedCountsAsync(CancellationToken ct)
    {
        var rows = await engine.Sql("SELECT subscription, count(*) FROM hub_parked GROUP BY subscription")
            .RowsAsync(row => (row.Text(0), row.Whole(1)), ct);
        return rows.ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
    }
}

/// <summary>A position move with its time, checked against the log.</summary>
public sealed record PositionMoveAt(long Position, IReadOnlyList<long> Released, DateTimeOffset At);
