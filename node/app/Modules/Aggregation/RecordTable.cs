using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Node.Modules.Aggregation;

/// <summary>One record of the comprehensive store. <paramref name="Body"/> is the stored bytes, word for word.</summary>
internal sealed record HeldRecord(string Key, string Source, string Region, long Rev, string Op, DateTimeOffset DataTime, byte[] Body);

/// <summary>What to look for. Regions are a range of codes: a subtree of GB/T 2260 is one. Times are of the business fact.</summary>
internal sealed record RecordQuery(string Dataset, string RegionFrom, string RegionTo, DateTimeOffset From, DateTimeOffset To, string After, int Limit)
{
    /// <summary>What record ids begin with; empty does not narrow.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>A member and the value it must hold, word for word; null does not narrow.</summary>
    public (string Name, string Value)? Member { get; init; }
}

/// <summary>综合数据库 tables: newest revision per key, and how many records were applied.</summary>
internal sealed class RecordTable(Engine engine)
{
    private static readonly TableShape Shape = new(
        "node_record",
        [
            new("record_key", Kind.Text), new("dataset", Kind.Text), new("source", Kind.Text), new("region", Kind.Text), new("rev", Kind.Whole),
            new("op", Kind.Text), new("data_time", Kind.Instant), new("update_time", Kind.Instant), new("applied_at", Kind.Instant),
            new("digest", Kind.Bytes), new("body", Kind.Bytes),
        ],
        ["record_key"]);

    private const string Columns = "record_key, source, region, rev, op, data_time, body";

    public static string KeyOf(string dataset, string recordId) => $"{dataset} {recordId}";

    /// <summary>Keeps the newest revision of each; older ones change nothing (I3).</summary>
    public async Task KeepAsync(WriteScope scope, IReadOnlyList<Record> records, DateTimeOffset at, CancellationToken ct)
    {
        await engine.UpsertAsync(scope.Transaction, Shape, [.. records.Select(r => Row(r, at))], "rev", ct);
        foreach (var dataset in records.GroupBy(r => r.Header.Dataset))
        {
            await scope.Sql("""
                INSERT INTO node_applied (dataset, applied) VALUES (@dataset, @n)
                ON CONFLICT (dataset) DO UPDATE SET applied = node_applied.applied + excluded.applied
                """)
                .With("dataset", Kind.Text, dataset.Key).With("n", Kind.Whole, (long)dataset.Count())
                .RunAsync(ct);
        }
    }

    public Task<HeldRecord?> FindAsync(string dataset, string recordId, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM node_record WHERE record_key = @key").With("key", Kind.Text, KeyOf(dataset, recordId)).FirstAsync<HeldRecord?>(Read, ct);

    /// <summary>One page in key order; tombstones are not shown.</summary>
    public Task<IReadOnlyList<HeldRecord>> QueryAsync(RecordQuery query, CancellationToken ct) =>
        engine.Sql($"""
            SELECT {Columns} FROM node_record
            WHERE dataset = @dataset AND record_key > @after AND region >= @lo AND region <= @hi AND data_time >= @from AND data_time < @to AND op <> 'D' AND record_key >= @least AND record_key < @most
            ORDER BY record_key LIMIT @limit
            """)
            .With("dataset", Kind.Text, query.Dataset).With("after", Kind.Text, KeyOf(query.Dataset, query.After))
            .With("lo", Kind.Text, query.RegionFrom).With("hi", Kind.Text, query.RegionTo)
            .With("least", Kind.Text, KeyOf(query.Dataset, query.Prefix)).With("most", Kind.Text, KeyOf(query.Dataset, query.Prefix) + "\uffff")
            .With("from", Kind.Instant, query.From).With("to", Kind.Instant, query.To).With("limit", Kind.Whole, query.Limit)
            .RowsAsync(Read, ct);

    public Task<IReadOnlyList<(string Dataset, long Applied)>> AppliedAsync(CancellationToken ct) =>
        engine.Sql("SELECT dataset, applied FROM node_applied ORDER BY dataset").RowsAsync(row => (row.Text(0), row.Whole(1)), ct);

    /// <summary>One page of keys with revision and digest, for comparing with a hub's ledger.</summary>
    public Task<IReadOnlyList<(string Key, string Source, long Rev, byte[] Digest)>> LinesAsync(string dataset, string after, int limit, CancellationToken ct) =>
        engine.Sql("SELECT record_key, source, rev, digest FROM node_record WHERE dataset = @dataset AND record_key > @after ORDER BY record_key LIMIT @limit")
            .With("dataset", Kind.Text, dataset).With("after", Kind.Text, after).With("limit", Kind.Whole, limit)
            .RowsAsync(row => (row.Text(0), row.Text(1), row.Whole(2), row.Bytes(3)), ct);

    /// <summary>From the source's change to being applied here, for the records that arrived last.</summary>
    public Task<IReadOnlyList<TimeSpan>> DelaysAsync(string dataset, IReadOnlyCollection<string> sources, int most, CancellationToken ct) =>
        engine.Sql($"SELECT update_time, applied_at FROM node_record WHERE dataset = @dataset AND {engine.AnyOf("source", "sources")} ORDER BY data_time DESC, record_key DESC LIMIT @most")
            .With("dataset", Kind.Text, dataset).With("sources", Kind.TextList, sources).With("most", Kind.Whole, most)
            .RowsAsync(row => row.Instant(1) - row.Instant(0), ct);

    private static HeldRecord Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Whole(3), row.Text(4), row.Instant(5), row.Bytes(6));

    private static object?[] Row(Record record, DateTimeOffset at)
    {
        var h = record.Header;
        return
        [
            KeyOf(h.Dataset, h.RecordId), h.Dataset, h.SourcePlatform, h.Region.ToString(), h.Rev, h.Op.ToString(), h.DataTime, h.UpdateTime, at,
            record.Digest, record.Bytes,
        ];
    }
}
