using CityOps.Hub;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Node.Sync;

/// <summary>One record waiting for, or already taken by, this deployment's hub.</summary>
internal sealed record OutboxRow(long Position, string Interface, string RecordId, long Rev, byte[] Body);

/// <summary>发件箱: what the modules published, in commit order without gaps. Rows are kept after sending.</summary>
internal sealed class OutboxTable(Engine engine)
{
    private static readonly TableShape Shape = new(
        "node_outbox",
        [
            new("position", Kind.Whole), new("interface", Kind.Text), new("record_id", Kind.Text),
            new("rev", Kind.Whole), new("body", Kind.Bytes), new("created_at", Kind.Instant),
        ],
        ["position"]);

    /// <summary>Adds the records in order, as the last thing the transaction does.</summary>
    public static async Task AppendAsync(WriteScope scope, IReadOnlyList<Record> records, DateTimeOffset now, CancellationToken ct)
    {
        if (records.Count == 0)
        {
            return;
        }

        var head = await PositionCounter.TakeAsync(scope, "node_position", records.Count, ct);
        var first = head - records.Count + 1;
        var rows = new object?[records.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            var header = records[i].Header;
            rows[i] = [first + i, InterfaceOf(header), header.RecordId, header.Rev, records[i].Bytes, now];
        }

        await scope.Engine.AppendAsync(scope.Transaction, Shape, rows, ct);
    }

    /// <summary>
    /// Rows after a position, in order: at most <paramref name="limit"/> and about <paramref name="bytes"/> of bodies, but
    /// always one if there is one. <paramref name="interfaceCode"/> null reads all interfaces.
    /// </summary>
    public async Task<IReadOnlyList<OutboxRow>> ReadAsync(long after, string? interfaceCode, int limit, long bytes, CancellationToken ct)
    {
        var sizes = await Page("position, length(body)", after, interfaceCode, long.MaxValue, limit)
            .RowsAsync(row => (Position: row.Whole(0), Size: row.Whole(1)), ct);
        if (sizes.Count == 0)
        {
            return [];
        }

        var (last, sum) = (sizes[0].Position, sizes[0].Size);
        foreach (var (position, size) in sizes.Skip(1))
        {
            sum += size;
            if (sum > bytes)
            {
                break;
            }

            last = position;
        }

        return await Page("position, interface, record_id, rev, body", after, interfaceCode, last, limit)
            .RowsAsync(row => new OutboxRow(row.Whole(0), row.Text(1), row.Text(2), row.Whole(3), row.Bytes(4)), ct);
    }

    /// <summary>The newest position given so far; 0 before the first.</summary>
    public async Task<long> HeadAsync(CancellationToken ct) =>
        await engine.Sql("SELECT head FROM node_position WHERE id = 1").ScalarAsync<long?>(ct) ?? 0;

    /// <summary>The interfaces with rows after a position, each with its newest; meant for the few rows that are new.</summary>
    public Task<IReadOnlyList<Grown>> GrownAsync(long after, CancellationToken ct) =>
        engine.Sql("""
            SELECT interface, max(position) FROM
            (SELECT interface, position FROM node_outbox WHERE position > @after ORDER BY position LIMIT 100000) AS fresh GROUP BY interface
            """)
            .With("after", Kind.Whole, after)
            .RowsAsync(row => new Grown(row.Text(0), row.Whole(1)), ct);

    private SqlStatement Page(string columns, long after, string? interfaceCode, long upTo, int limit)
    {
        var filter = interfaceCode is null ? "" : "AND interface = @interface";
        var statement = engine.Sql($"SELECT {columns} FROM node_outbox WHERE position > @after AND position <= @up_to {filter} ORDER BY position LIMIT @limit")
            .With("after", Kind.Whole, after)
            .With("up_to", Kind.Whole, upTo)
            .With("limit", Kind.Whole, limit);
        return interfaceCode is null ? statement : statement.With("interface", Kind.Text, interfaceCode);
    }

    private static string InterfaceOf(RecordHeader header)
    {
        var major = int.Parse(header.SchemaVersion.AsSpan(0, header.SchemaVersion.IndexOf('.', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture);
        var dataset = SchemaSet.Standard.Find(header.Dataset, major)
            ?? throw new InvalidOperationException($"{header.Dataset} {header.SchemaVersion} is no dataset of this build");
        return InterfaceCode.Of(dataset.Dataset, dataset.Major, dataset.Direction).ToString();
    }
}
