using System.Text.Json;
using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>One rejected record as it was sent, with its problems.</summary>
public sealed record Quarantined(string Sender, string Interface, string BatchId, int Index, string? RecordId, DateTimeOffset ReceivedAt, IReadOnlyList<ReceiptProblem> Problems, ReadOnlyMemory<byte> Sent);

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

    private object?[] Row(Quarantined q) =>
    [
        ids.Next(), q.Sender, q.Interface, q.BatchId, (long)q.Index, q.RecordId, q.ReceivedAt,
        JsonSerializer.SerializeToUtf8Bytes(q.Problems, HubJson.Default.IReadOnlyListReceiptProblem),
        q.Sent.Length > MostBytes ? q.Sent[..MostBytes] : q.Sent,
    ];
}
