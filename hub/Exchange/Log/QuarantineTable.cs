using System.Text.Json;
using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>One rejected record as it was sent, with its problems.</summary>
public sealed record Quarantined(string Sender, string Interface, string BatchId, int Index, string? RecordId, DateTimeOffset ReceivedAt, IReadOnlyList<ReceiptProblem> Problems, ReadOnlyMemory<byte> Sent);

/// <summary>One record in quarantine, without what was sent.</summary>
public sealed record KeptRecord(Guid Id, string Sender, string Interface, string BatchId, long Index, string? RecordId, DateTimeOffset ReceivedAt, IReadOnlyList<ReceiptProblem> Problems)
{
    /// <summary>When it was set right at the desk; null while it was not.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    public string? ResolvedBy { get; init; }
}

/// <summary>What narrows a list of quarantined records; null does not.</summary>
public sealed record QuarantineSearch(string? Sender, string? Interface, string? RecordId);

/// <summary>问题数据: rejected input, kept with its verdict for correction and resubmission.</summary>
public sealed class QuarantineTable(Engine engine, IdMaker ids)
{
    /// <summary>Input beyond this is cut in quarantine: it was refused for its size, and the verdict says so.</summary>
    private const int MostBytes = 256 << 10;

    private static readonly TableShape Shape = new(
        "hub_quarantine",
        [
            new("id", Kind.Id), new("sender", Kind.Text), new("interface", Kind.Text), new("batch_id", Kind.Text), new("record_index", Kind.Whole),
            new("record_id", Kind.Text), new("received_at", Kind.Instant), new("problems", Kind.Bytes), new("body", Kind.Bytes),
        ],
        ["id"]);

    public Task AppendAsync(WriteScope scope, IReadOnlyList<Quarantined> records, CancellationToken ct) =>
        engine.AppendAsync(scope.Transaction, Shape, [.. records.Select(Row)], ct);

    public async Task<long> CountAsync(CancellationToken ct) =>
        await engine.Sql("SELECT count(*) FROM hub_quarantine").ScalarAsync<long>(ct);

    /// <summary>Newest first; problems with each, bodies not.</summary>
    /// <param name="before">The last id of the page before.</param>
    public Task<IReadOnlyList<KeptRecord>> PageAsync(QuarantineSearch search, Guid? before, int most, CancellationToken ct)
    {
        var conditions = new List<string>();
        void Narrow(bool wanted, string condition)
        {
            if (wanted)
            {
                conditions.Add(condition);
            }
        }

        Narrow(search.Sender is not null, "sender = @sender");
        Narrow(search.Interface is not null, "interface = @interface");
        Narrow(search.RecordId is not null, "record_id = @record");
        Narrow(before is not null, "id < @before");
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        return engine.Sql($"SELECT id, sender, interface, batch_id, record_index, record_id, received_at, problems, resolved_at, resolved_by FROM hub_quarantine {where} ORDER BY id DESC LIMIT @most")
            .With("sender", Kind.Text, search.Sender ?? "").With("interface", Kind.Text, search.Interface ?? "").With("record", Kind.Text, search.RecordId ?? "")
            .With("before", Kind.Id, before ?? Guid.Empty).With("most", Kind.Whole, most)
            .RowsAsync(Read, ct);
    }

    public Task<(KeptRecord Kept, byte[] Body)?> FindAsync(Guid id, CancellationToken ct) =>
        engine.Sql("SELECT id, sender, interface, batch_id, record_index, record_id, received_at, problems, resolved_at, resolved_by, body FROM hub_quarantine WHERE id = @id").With("id", Kind.Id, id)
            .FirstAsync<(KeptRecord, byte[])?>(row => (Read(row), row.Bytes(10)), ct);

    /// <summary>Notes that a record was set right; only the first time counts.</summary>
    public Task<int> ResolveAsync(Guid id, string by, string batch, DateTimeOffset at, CancellationToken ct) =>
        engine.Sql("UPDATE hub_quarantine SET resolved_at = @at, resolved_by = @by, resolved_batch = @batch WHERE id = @id AND resolved_at IS NULL")
            .With("at", Kind.Instant, at).With("by", Kind.Text, by).With("batch", Kind.Text, batch).With("id", Kind.Id, id).RunAsync(ct);

    private static KeptRecord Read(Row row) => new(
        row.Id(0), row.Text(1), row.Text(2), row.Text(3), row.Whole(4), row.MaybeText(5), row.Instant(6),
        JsonSerializer.Deserialize(row.Bytes(7), HubJson.Default.IReadOnlyListReceiptProblem) ?? [])
    {
        ResolvedAt = row.MaybeInstant(8),
        ResolvedBy = row.MaybeText(9),
    };

    private object?[] Row(Quarantined q) =>
    [
        ids.Next(), q.Sender, q.Interface, q.BatchId, (long)q.Index, q.RecordId, q.ReceivedAt,
        JsonSerializer.SerializeToUtf8Bytes(q.Problems, HubJson.Default.IReadOnlyListReceiptProblem),
        q.Sent.Length > MostBytes ? q.Sent[..MostBytes] : q.Sent,
    ];
}
