using CityOps.Hub.Links;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>One accepted record as it stands in the log.</summary>
/// <param name="Regions">Whom it concerns, space-separated region codes.</param>
public sealed record LogEntry(long Position, string Interface, string Key, string Regions, Record Record, DateTimeOffset AcceptedAt)
{
    /// <summary>Where the revision before stands; null for the first.</summary>
    public long? Previous { get; init; }
}

/// <summary>One row read back for delivery.</summary>
public readonly record struct LogRow(long Position, string Interface, string Key, string Regions, DateTimeOffset AcceptedAt, byte[] Body);

/// <summary>交换日志: append-only, ordered by position, read by position alone (I4).</summary>
public sealed class LogTable(Engine engine)
{
    private static readonly TableShape Shape = new(
        "hub_log",
        [
            new("position", Kind.Whole), new("interface", Kind.Text), new("record_key", Kind.Text), new("rev", Kind.Whole),
            new("regions", Kind.Text), new("accepted_at", Kind.Instant), new("body", Kind.Bytes), new("previous", Kind.Whole),
        ],
        ["position"]);

    private const string Columns = "position, interface, record_key, regions, accepted_at, body";

    public Task AppendAsync(WriteScope scope, IReadOnlyList<LogEntry> entries, CancellationToken ct) =>
        engine.AppendAsync(scope.Transaction, Shape, [.. entries.Select(Row)], ct);

    public async Task<long> HeadAsync(CancellationToken ct) =>
        await engine.Sql("SELECT head FROM hub_position").ScalarAsync<long>(ct);

    /// <summary>The interfaces with rows after a position, each with its newest; meant for the few rows that are new.
    /// Ordered and bounded inside: grouped straight away, SQLite walks the whole index by interface.</summary>
    public Task<IReadOnlyList<Grown>> GrownAsync(long after, CancellationToken ct) =>
        engine.Sql("""
            SELECT interface, max(position) FROM
            (SELECT interface, position FROM hub_log WHERE position > @after ORDER BY position LIMIT 100000) AS fresh GROUP BY interface
            """)
            .With("after", Kind.Whole, after)
            .RowsAsync(row => new Grown(row.Text(0), row.Whole(1)), ct);

    /// <summary>
    /// The next rows of a reader's interfaces after a position, oldest first; the caller bounds rows and looks at bytes. One
    /// statement, so that the interfaces are seen at one moment: read one after the other, a row could be passed over (I4).
    /// </summary>
    public Task<IReadOnlyList<LogRow>> ReadAsync(RowReader reader, long after, int limit, CancellationToken ct) =>
        Of(reader, which => $"SELECT {Columns} FROM hub_log WHERE {which} AND position > @after ORDER BY position LIMIT @limit", all => reader.Interfaces.Count == 1 ? all : $"{all} ORDER BY position LIMIT @limit")
            .With("after", Kind.Whole, after).With("limit", Kind.Whole, limit)
            .RowsAsync(Read, ct);

    /// <summary>The next rows of an interface as a link sends them.</summary>
    public Task<IReadOnlyList<Outgoing>> OutgoingAsync(string service, long after, int limit, CancellationToken ct) =>
        engine.Sql("SELECT position, record_key, rev, body FROM hub_log WHERE interface = @interface AND position > @after ORDER BY position LIMIT @limit")
            .With("interface", Kind.Text, service).With("after", Kind.Whole, after).With("limit", Kind.Whole, limit)
            .RowsAsync(row => new Outgoing(row.Whole(0), HeadTable.RecordIdOf(row.Text(1)), row.Whole(2), row.Bytes(3)), ct);

    public Task<IReadOnlyList<LogRow>> ReadAtAsync(RowReader reader, long position, CancellationToken ct) =>
        Of(reader, which => $"SELECT {Columns} FROM hub_log WHERE {which} AND position = @position", all => all)
            .With("position", Kind.Whole, position)
            .RowsAsync(Read, ct);

    /// <summary>How many rows of a reader's interfaces stand behind a position, counted to <paramref name="most"/>.</summary>
    public async Task<long> CountAfterAsync(RowReader reader, long after, int most, CancellationToken ct) =>
        await Of(reader, which => $"SELECT position FROM hub_log WHERE {which} AND position > @after LIMIT @most", all => $"SELECT count(*) FROM (SELECT * FROM ({all}) AS every LIMIT @most) AS waiting")
            .With("after", Kind.Whole, after).With("most", Kind.Whole, most)
            .ScalarAsync<long>(ct);

    /// <summary>The regions of the rows behind a position, for counting what a narrower subscription has waiting.</summary>
    public Task<IReadOnlyList<string>> RegionsAfterAsync(RowReader reader, long after, int most, CancellationToken ct) =>
        Of(reader, which => $"SELECT regions FROM hub_log WHERE {which} AND position > @after ORDER BY position LIMIT @most", all => reader.Interfaces.Count == 1 ? all : $"{all} LIMIT @most")
            .With("after", Kind.Whole, after).With("most", Kind.Whole, most)
            .RowsAsync(row => row.Text(0), ct);

    /// <summary>
    /// The position behind which everything of an interface was accepted at or after a moment; the head where nothing was.
    /// Halved down to it along the index: times grow with positions, but for the clocks of several processes.
    /// </summary>
    public async Task<long> PositionAtAsync(string service, DateTimeOffset from, CancellationToken ct)
    {
        var (low, high) = (0L, await HeadAsync(ct));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var next = await engine.Sql("SELECT position, accepted_at FROM hub_log WHERE interface = @interface AND position > @middle ORDER BY position LIMIT 1")
                .With("interface", Kind.Text, service).With("middle", Kind.Whole, middle)
                .FirstAsync<(long Position, DateTimeOffset At)?>(row => (row.Whole(0), row.Instant(1)), ct);
            (low, high) = next is { } row && row.At < from ? (row.Position, high) : (low, middle);
        }

        return low;
    }

    /// <summary>One row wherever it belongs, with where the revision before stands; for the desks of this hub, not for subscribers.</summary>
    public Task<(LogRow Row, long Rev, long? Previous)?> AtAsync(long position, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns}, rev, previous FROM hub_log WHERE position = @position").With("position", Kind.Whole, position)
            .FirstAsync<(LogRow, long, long?)?>(row => (Read(row), row.Whole(6), row.MaybeWhole(7)), ct);

    /// <summary>The name of this life of the log, made at the first start.</summary>
    public async Task<string> LifeAsync(string fresh, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("INSERT INTO hub_life (id, log) VALUES (1, @log) ON CONFLICT (id) DO NOTHING").With("log", Kind.Text, fresh).RunAsync(ct);
        var life = await scope.Sql("SELECT log FROM hub_life").ScalarAsync<string>(ct);
        await scope.CommitAsync(ct);
        return life!;
    }

    // Each interface is read along the index and bounded by itself; together they are one statement.
    private SqlStatement Of(RowReader reader, Func<string, string> one, Func<string, string> together)
    {
        var services = reader.Interfaces;
        var parts = services.Select((_, i) => one($"interface = @interface{i}")).ToList();
        var all = parts.Count == 1 ? parts[0] : string.Join(" UNION ALL ", parts.Select((part, i) => $"SELECT * FROM ({part}) AS part{i}"));
        var statement = engine.Sql(together(all));
        for (var i = 0; i < services.Count; i++)
        {
            statement = statement.With($"interface{i}", Kind.Text, services[i]);
        }

        return statement.For(reader);
    }

    private static LogRow Read(Row row) =>
        new(row.Whole(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4), row.Bytes(5));

    private static object?[] Row(LogEntry entry) =>
        [entry.Position, entry.Interface, entry.Key, entry.Record.Header.Rev, entry.Regions, entry.AcceptedAt, entry.Record.Bytes, entry.Previous];

    /// <summary>True when any region of a row holds the whole subtree.</summary>
    public static bool Covers(string regions, RegionCode subtree, RegionTree tree)
    {
        foreach (var part in regions.AsSpan().Split(' '))
        {
            if (RegionCode.TryParse(regions[part], out var region) && tree.Contains(region, subtree))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when any region of a row lies in the subtree; the row's text is space-separated codes.</summary>
    public static bool Concerns(string regions, RegionCode subtree, RegionTree tree)
    {
        foreach (var part in regions.AsSpan().Split(' '))
        {
            if (RegionCode.TryParse(regions[part], out var region) && tree.Contains(subtree, region))
            {
                return true;
            }
        }

        return false;
    }
}
