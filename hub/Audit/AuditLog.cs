using CityOps.Store;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Audit;

/// <summary>
/// 审计日志: takes events; done when the event is on disk, many callers in one transaction. When the store is away the call
/// fails: what cannot be recorded is not done.
/// </summary>
public sealed partial class AuditLog : IAsyncDisposable
{
    private readonly AuditTable table;
    private readonly TimeProvider clock;
    private readonly IdMaker ids;
    private readonly ILogger<AuditLog> log;
    private readonly WriteLane<Written, long> lane;

    /// <param name="engine">The hub's store, with its migrations applied.</param>
    public AuditLog(Engine engine, TimeProvider clock, ILogger<AuditLog> log)
    {
        (table, this.clock, this.log) = (new AuditTable(engine), clock, log);
        ids = new IdMaker(clock);
        lane = new WriteLane<Written, long>(engine, FoldAsync, "audit");
    }

    /// <summary>Writes it, also when the caller leaves meanwhile.</summary>
    public async Task WriteAsync(AuditEvent entry, CancellationToken ct)
    {
        var seq = await lane.WriteAsync(new Written(ids.Next().ToString("N"), entry), ct);
        Wrote(log, seq, AuditText.Of(entry.Action), entry.Result, AuditText.Of(entry.Code), AuditText.Of(entry.Actor), AuditText.Of(entry.Source));
    }

    public ValueTask DisposeAsync() => lane.DisposeAsync();

    // The lock first, so that sequence, chain and time are taken in the order of commits, by whichever process.
    private async Task<IReadOnlyList<long>> FoldAsync(WriteScope scope, IReadOnlyList<Written> works, CancellationToken ct)
    {
        var tail = await AuditTable.LockAsync(scope, ct);
        var known = await table.KnownAsync(scope, [.. works.Select(work => work.Id)], ct);
        var entries = new List<AuditEntry>();
        var numbers = new List<long>();
        foreach (var work in works)
        {
            if (!known.TryGetValue(work.Id, out var seq))
            {
                var entry = AuditEntry.Follow(tail, work.Id, clock.GetUtcNow(), work.What);
                entries.Add(entry);
                (tail, seq) = (entry.Tail, entry.Seq);
            }

            numbers.Add(seq);
        }

        await table.AppendAsync(scope, entries, ct);
        return numbers;
    }

    private sealed record Written(string Id, AuditEvent What);

    [LoggerMessage(1900, LogLevel.Information, "{Seq} {Action} {Result} {Code} by {Actor} from {Source}")]
    private static partial void Wrote(ILogger log, long seq, string action, AuditResult result, string code, string actor, string source);
}
