using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>The newest revision of every key. Written only under the position lock, by the accepting transaction.</summary>
public sealed class HeadTable(Engine engine)
{
    private static readonly TableShape Shape = new(
        "hub_head",
        [
            new("record_key", Kind.Text), new("dataset", Kind.Text), new("owner", Kind.Text), new("rev", Kind.Whole),
            new("digest", Kind.Bytes), new("position", Kind.Whole), new("addressees", Kind.Text), new("name", Kind.Text),
        ],
        ["record_key"]);

    /// <summary>Keys carry their dataset, so that one table serves all: <c>MG-01 C-340100:3401…</c>.</summary>
    public static string KeyOf(string dataset, string recordId) => $"{dataset} {recordId}";

    public static string RecordIdOf(string key) => key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>What follows the platform in a record id: the number people know it by.</summary>
    public static string NameOf(string key)
    {
        var id = RecordIdOf(key);
        return id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>The newest revisions of records whose name begins so, across datasets and platforms, in the order of names.</summary>
    public Task<IReadOnlyList<(string Key, string Owner, long Rev, long Position)>> NamedAsync(string prefix, int limit, CancellationToken ct) =>
        engine.Sql("SELECT record_key, owner, rev, position FROM hub_head WHERE name >= @from AND name < @to ORDER BY name LIMIT @limit")
            .With("from", Kind.Text, prefix).With("to", Kind.Text, prefix + "\uffff").With("limit", Kind.Whole, limit)
            .RowsAsync(row => (row.Text(0), row.Text(1), row.Whole(2), row.Whole(3)), ct);

    public Task<(string Key, string Owner, long Rev, long Position)?> FindAsync(string key, CancellationToken ct) =>
        engine.Sql("SELECT record_key, owner, rev, position FROM hub_head WHERE record_key = @key").With("key", Kind.Text, key)
            .FirstAsync<(string, string, long, long)?>(row => (row.Text(0), row.Text(1), row.Whole(2), row.Whole(3)), ct);

    public async Task<Dictionary<string, Head>> ReadAsync(WriteScope scope, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var rows = await scope.Sql($"SELECT record_key, owner, rev, digest, position, addressees FROM hub_head WHERE {engine.AnyOf("record_key", "keys")}")
            .With("keys", Kind.TextList, keys)
            .RowsAsync(row => new Head(row.Text(0), row.Text(1), row.Whole(2), row.Bytes(3), row.Whole(4), row.MaybeText(5)), ct);
        return rows.ToDictionary(h => h.Key, StringComparer.Ordinal);
    }

    /// <summary>New keys are appended (COPY on PostgreSQL), known ones replaced: measured twice as cheap as upserting all.</summary>
    public async Task WriteAsync(WriteScope scope, IEnumerable<Head> heads, IReadOnlySet<string> known, CancellationToken ct)
    {
        var groups = heads.ToLookup(h => known.Contains(h.Key), Row);
        await engine.AppendAsync(scope.Transaction, Shape, [.. groups[false]], ct);
        await engine.UpsertAsync(scope.Transaction, Shape, [.. groups[true]], "rev", ct);
    }

    /// <summary>One page of a dataset's keys with revision and digest, in key order of the database, for ledgers.</summary>
    public Task<IReadOnlyList<(string Key, string Owner, long Rev, byte[] Digest)>> PageAsync(string dataset, string after, int limit, CancellationToken ct) =>
        engine.Sql("""
            SELECT record_key, owner, rev, digest FROM hub_head
            WHERE record_key > @after AND dataset = @dataset ORDER BY record_key LIMIT @limit
            """)
            .With("after", Kind.Text, after).With("dataset", Kind.Text, dataset).With("limit", Kind.Whole, limit)
            .RowsAsync(row => (row.Text(0), row.Text(1), row.Whole(2), row.Bytes(3)), ct);

    private static object?[] Row(Head head)
    {
        var dataset = head.Key[..head.Key.IndexOf(' ', StringComparison.Ordinal)];
        return [head.Key, dataset, head.Owner, head.Rev, head.Digest, head.Position, head.Addressees, NameOf(head.Key)];
    }
}
