using CityOps.Store;

namespace CityOps.Hub.Status.Measuring;

/// <summary>Measured calls of one window as stored.</summary>
/// <param name="Span">Length of the window in seconds.</param>
public sealed record CallRow(long Span, DateTimeOffset Starts, CallKey Key, CallStats Stats);

/// <summary>Measured calls in windows of fifteen seconds; older than half an hour, in hours; older than ninety days, gone.</summary>
internal sealed class CallTable(Engine engine)
{
    public const long Short = 15;
    public const long Hour = 3_600;
    private const int Most = 200_000;
    private const string Columns = "span, starts, road, interface, platform, calls, errors, records, rejected, millis, buckets, last_error";

    private static readonly TableShape Shape = new(
        "hub_call",
        [
            new("span", Kind.Whole), new("starts", Kind.Instant), new("road", Kind.Text), new("interface", Kind.Text), new("platform", Kind.Text), new("calls", Kind.Whole), new("errors", Kind.Whole),
            new("records", Kind.Whole), new("rejected", Kind.Whole), new("millis", Kind.Whole), new("buckets", Kind.Text), new("last_error", Kind.Text),
        ],
        ["span", "starts", "road", "interface", "platform"]);

    public static DateTimeOffset StartOf(DateTimeOffset at, long span) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / span * span);

    /// <summary>Adds what a process has gathered to the window it falls into; several processes add to the same rows.</summary>
    public async Task AddAsync(IReadOnlyDictionary<CallKey, CallStats> gathered, DateTimeOffset at, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var starts = StartOf(at, Short);
        await LockAsync(scope, ct);
        var rows = await scope.Sql($"SELECT {Columns} FROM hub_call WHERE span = @span AND starts = @starts LIMIT {Most}")
            .With("span", Kind.Whole, Short).With("starts", Kind.Instant, starts).RowsAsync(Read, ct);
        var stored = rows.ToDictionary(row => row.Key);
        var sums = gathered.Select(one => stored.TryGetValue(one.Key, out var before) ? before with { Stats = Sum([before.Stats, one.Value]) } : new CallRow(Short, starts, one.Key, one.Value)).ToList();
        await ReplaceAsync(scope, sums, ct);
        await scope.CommitAsync(ct);
    }

    /// <summary>Since a moment, oldest first.</summary>
    public Task<IReadOnlyList<CallRow>> SinceAsync(long span, DateTimeOffset from, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_call WHERE span = @span AND starts >= @from ORDER BY starts LIMIT {Most}")
            .With("span", Kind.Whole, span).With("from", Kind.Instant, from).RowsAsync(Read, ct);

    public Task<IReadOnlyList<CallRow>> OfInterfaceAsync(string service, long span, DateTimeOffset from, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_call WHERE interface = @interface AND span = @span AND starts >= @from ORDER BY starts LIMIT {Most}")
            .With("interface", Kind.Text, service).With("span", Kind.Whole, span).With("from", Kind.Instant, from).RowsAsync(Read, ct);

    public Task<IReadOnlyList<CallRow>> OfPlatformAsync(string platform, long span, DateTimeOffset from, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_call WHERE platform = @platform AND span = @span AND starts >= @from ORDER BY starts LIMIT {Most}")
            .With("platform", Kind.Text, platform).With("span", Kind.Whole, span).With("from", Kind.Instant, from).RowsAsync(Read, ct);

    /// <summary>Sums short windows that are over into their hours, and lets go what is older than the bars show.</summary>
    public async Task RollUpAsync(DateTimeOffset shortBefore, DateTimeOffset hoursBefore, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await LockAsync(scope, ct);
        var old = await scope.Sql($"SELECT {Columns} FROM hub_call WHERE span = @span AND starts < @before ORDER BY starts LIMIT {Most}")
            .With("span", Kind.Whole, Short).With("before", Kind.Instant, shortBefore).RowsAsync(Read, ct);
        if (old.Count == Most)
        {
            old = [.. old.Where(row => row.Starts < old[^1].Starts)]; // the newest of them may be there in part
        }

        if (old.Count > 0)
        {
            var from = StartOf(old[0].Starts, Hour);
            var hours = await scope.Sql($"SELECT {Columns} FROM hub_call WHERE span = @span AND starts >= @from").With("span", Kind.Whole, Hour).With("from", Kind.Instant, from).RowsAsync(Read, ct);
            var sums = old.Select(row => row with { Span = Hour, Starts = StartOf(row.Starts, Hour) }).Concat(hours)
                .GroupBy(row => (row.Starts, row.Key)).Select(all => new CallRow(Hour, all.Key.Starts, all.Key.Key, Sum(all.Select(row => row.Stats)))).ToList();
            await ReplaceAsync(scope, sums, ct);
            await scope.Sql("DELETE FROM hub_call WHERE span = @span AND starts < @before AND starts <= @last")
                .With("span", Kind.Whole, Short).With("before", Kind.Instant, shortBefore).With("last", Kind.Instant, old[^1].Starts).RunAsync(ct);
        }

        await scope.Sql("DELETE FROM hub_call WHERE span = @span AND starts < @before").With("span", Kind.Whole, Hour).With("before", Kind.Instant, hoursBefore).RunAsync(ct);
        await scope.CommitAsync(ct);
    }

    // One writer at a time: rows are read, summed and written back.
    private static Task<int> LockAsync(WriteScope scope, CancellationToken ct) => scope.Sql("UPDATE hub_watch SET id = 1 WHERE id = 1").RunAsync(ct);

    private async Task ReplaceAsync(WriteScope scope, IReadOnlyList<CallRow> rows, CancellationToken ct) =>
        await engine.UpsertAsync(
            scope.Transaction, Shape,
            [.. rows.Select(row => (object?[])[row.Span, row.Starts, row.Key.Road.ToString(), row.Key.Interface, row.Key.Platform, row.Stats.Calls, row.Stats.Errors, row.Stats.Records, row.Stats.Rejected, row.Stats.Millis, row.Stats.Buckets, row.Stats.LastError])],
            "calls", ct);

    private static CallStats Sum(IEnumerable<CallStats> all)
    {
        var sum = new CallStats();
        foreach (var one in all)
        {
            sum.Add(one.Calls, one.Errors, one.Records, one.Rejected, one.Millis, one.Buckets, one.LastError);
        }

        return sum;
    }

    private static CallRow Read(Row row)
    {
        var stats = new CallStats();
        stats.Add(row.Whole(5), row.Whole(6), row.Whole(7), row.Whole(8), row.Whole(9), row.Text(10), row.MaybeText(11));
        return new CallRow(row.Whole(0), row.Instant(1), new CallKey(Enum.Parse<Road>(row.Text(2)), row.Text(3), row.Text(4)), stats);
    }
}
