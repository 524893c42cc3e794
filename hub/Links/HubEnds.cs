using System.Security.Cryptography;
using CityOps.Hub.Exchange;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Subscriptions;

namespace CityOps.Hub.Links;

/// <summary>What a hub sends up: its own log, interface by interface.</summary>
public sealed class LogOutgoing(LogTable log, LogNews news) : IOutgoing
{
    public InterfaceNews News => news;

    public Task<IReadOnlyList<Outgoing>> ReadAsync(string service, long after, int limit, CancellationToken ct) => log.OutgoingAsync(service, after, limit, ct);
}

/// <summary>What a hub does with records from above: its own intake, like anybody else's batch.</summary>
public sealed class IntakeSink(Intake intake, Sender upper, LinkTable table) : ISink
{
    public Task<FlowPosition> WhereAsync(string subscription, CancellationToken ct) => table.WhereAsync(subscription, ct);

    public async Task<IReadOnlyList<RefusedRecord>> JudgeAsync(string subscription, Page page, CancellationToken ct)
    {
        if (page.Records.Count == 0)
        {
            return [];
        }

        var service = subscription[(subscription.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var lines = Lines(page);
        var header = new BatchHeader(service, Convert.ToHexStringLower(SHA256.HashData(lines)), BatchMode.Partial, BodyForm.Lines, null, lines.Length);
        using var body = new MemoryStream(lines, writable: false);
        if (!(await intake.TakeAsync(upper, header, body, ct)).TryGet(out var accepted, out var refusal))
        {
            throw new InvalidOperationException($"{refusal.Code} {refusal.Title}"); // our own intake cannot take it now: the step is tried again
        }

        return [.. Receipt.FromJson(accepted.Receipt).Problems.DistinctBy(p => p.Index).Select(p => Refused(page.Records[p.Index], p))];
    }

    public Task KeepAsync(string subscription, Page page, IReadOnlyList<RefusedRecord> refused, CancellationToken ct) =>
        table.MoveAsync(subscription, new FlowPosition(page.Log, page.Next), ct);

    private static byte[] Lines(Page page)
    {
        using var lines = new MemoryStream();
        foreach (var record in page.Records)
        {
            lines.Write(record.Body.Span);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    private static RefusedRecord Refused(PageRecord record, ReceiptProblem problem) =>
        new(record.Position, problem.RecordId ?? "", $"{problem.Code} {problem.Message}");
}
