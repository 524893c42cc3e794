using CityOps.Node.Sync;
using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Node.Contracts;

/// <summary>
/// 业务写入: every module's writes go through here. Works of many callers share a transaction; the business rows and the
/// records they publish are committed together or not at all, and a caller hears of it only after the commit.
/// </summary>
internal sealed class BusinessLane : IAsyncDisposable
{
    private readonly WriteLane<BusinessLane.Work, object?> lane;
    private readonly OutboxSignal signal;
    private readonly TimeProvider clock;

    public BusinessLane(Engine engine, OutboxSignal signal, TimeProvider clock)
    {
        (this.signal, this.clock) = (signal, clock);
        lane = new WriteLane<Work, object?>(engine, FoldAsync, "business");
    }

    private delegate Task<object?> Work(BusinessWork work, CancellationToken ct);

    /// <summary>
    /// Runs the work inside a transaction. It may run more than once (alone, when a neighbour failed; again, when a commit's
    /// outcome is unknown): it keeps nothing outside the scope and finds what an earlier run may have left. A work that
    /// says no must not have written anything, for its neighbours are committed all the same.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<BusinessWork, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        try
        {
            return (T)(await lane.WriteAsync(async (w, token) => await work(w, token), ct))!;
        }
        finally
        {
            signal.Beat();
        }
    }

    public ValueTask DisposeAsync() => lane.DisposeAsync();

    private async Task<IReadOnlyList<object?>> FoldAsync(WriteScope scope, IReadOnlyList<Work> works, CancellationToken ct)
    {
        var shared = new BusinessWork(scope);
        var results = new object?[works.Count];
        for (var i = 0; i < works.Count; i++)
        {
            results[i] = await works[i](shared, ct);
        }

        foreach (var (table, rows) in shared.Rows)
        {
            await scope.Engine.AppendAsync(scope.Transaction, table, rows, ct);
        }

        // Last, because whoever takes positions holds the counter's row until the commit.
        await OutboxTable.AppendAsync(scope, shared.Records, clock.GetUtcNow(), ct);
        return results;
    }
}

/// <summary>What a work may do: use the scope, publish records, leave rows to be added in bulk at the transaction's end.</summary>
internal sealed class BusinessWork(WriteScope scope)
{
    private readonly List<Record> records = [];
    private readonly Dictionary<TableShape, List<object?[]>> rows = [];

    public WriteScope Scope { get; } = scope;

    internal IReadOnlyList<Record> Records => records;

    internal IReadOnlyDictionary<TableShape, List<object?[]>> Rows => rows;

    /// <summary>Puts the record into the outbox of this transaction, in the order of the calls.</summary>
    public void Publish(Record record) => records.Add(record);

    /// <summary>Adds a row known to be new; not yet to be seen by later works of the same transaction.</summary>
    public void Append(TableShape table, object?[] row)
    {
        if (!rows.TryGetValue(table, out var list))
        {
            rows.Add(table, list = []);
        }

        list.Add(row);
    }
}
