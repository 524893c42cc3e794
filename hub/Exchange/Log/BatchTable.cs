using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>A batch already taken: the digest of its body and the receipt given, word for word.</summary>
public sealed record StoredBatch(string Key, string Interface, byte[] BodyDigest, long LastPosition, byte[] Receipt);

/// <summary>Receipts by (sender, batch id): a batch sent again gets the same answer, for as long as rows are kept.</summary>
public sealed class BatchTable(Engine engine)
{
    private static readonly TableShape Shape = new(
        "hub_batch",
        [
            new("batch_key", Kind.Text), new("interface", Kind.Text), new("body_digest", Kind.Bytes), new("received_at", Kind.Instant),
            new("last_position", Kind.Whole), new("receipt", Kind.Bytes),
        ],
        ["batch_key"]);

    private const string Columns = "SELECT batch_key, interface, body_digest, last_position, receipt FROM hub_batch";

    public static string KeyOf(string sender, string batchId) => $"{sender} {batchId}";

    public async Task<StoredBatch?> FindAsync(string key, CancellationToken ct) =>
        (await engine.Sql($"{Columns} WHERE batch_key = @key").With("key", Kind.Text, key).RowsAsync(Read, ct)).SingleOrDefault();

    public async Task<Dictionary<string, StoredBatch>> ReadAsync(WriteScope scope, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var rows = await scope.Sql($"{Columns} WHERE {engine.AnyOf("batch_key", "keys")}").With("keys", Kind.TextList, keys).RowsAsync(Read, ct);
        return rows.ToDictionary(b => b.Key, StringComparer.Ordinal);
    }

    public Task AppendAsync(WriteScope scope, IReadOnlyList<(StoredBatch Batch, DateTimeOffset ReceivedAt)> batches, CancellationToken ct) =>
        engine.AppendAsync(
            scope.Transaction,
            Shape,
            [.. batches.Select(b => new object?[] { b.Batch.Key, b.Batch.Interface, b.Batch.BodyDigest, b.ReceivedAt, b.Batch.LastPosition, b.Batch.Receipt })],
            ct);

    private static StoredBatch Read(Row row) =>
        new(row.Text(0), row.Text(1), row.Bytes(2), row.Whole(3), row.Bytes(4));
}
