using System.Collections.Concurrent;
using CityOps.Store;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>What a caller of the write lane relies on.</summary>
public abstract class LaneContract : StoreContract
{
    private static readonly TableShape Shape = new("test_work", [new("number", Kind.Whole)], ["number"]);
    private readonly ConcurrentQueue<int[]> batches = [];
    private readonly SemaphoreSlim inFold = new(0);
    private TaskCompletionSource gate = Opened();

    private protected override async Task PrepareAsync() => await Engine.Sql("CREATE TABLE test_work (number bigint PRIMARY KEY)").RunAsync(Ct);

    [Fact]
    public async Task A_caller_is_answered_only_after_its_work_can_be_read_by_others()
    {
        await using var lane = Lane();

        var seen = await Task.WhenAll(Enumerable.Range(1, 200).Select(async number =>
        {
            var result = await lane.WriteAsync(number, Ct);
            var there = await Engine.Sql("SELECT count(*) FROM test_work WHERE number = @n").With("n", Kind.Whole, number).ScalarAsync<long>(Ct);
            return (number, result, there);
        }));

        Assert.All(seen, one => Assert.Equal((one.number, one.number * 10L, 1L), one));
    }

    [Fact]
    public async Task Many_callers_share_a_transaction()
    {
        await using var lane = Lane();
        var first = await HoldAsync(lane, 1);

        var rest = Queue(lane, Enumerable.Range(2, 50));
        gate.SetResult();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal([1, 50], batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(2, 50), batches.Last()); // in the order they came
    }

    [Fact]
    public async Task A_bad_neighbour_costs_nobody_else()
    {
        await using var lane = Lane();
        var first = await HoldAsync(lane, 1);

        var rest = Queue(lane, [2, 3, -4, 5, 1]); // -4 fails in the fold, the second 1 fails in the database
        gate.SetResult();

        Assert.Equal(10, await first);
        Assert.Equal(20, await rest[0]);
        Assert.Equal(30, await rest[1]);
        await Assert.ThrowsAsync<ArgumentException>(() => rest[2]);
        Assert.Equal(50, await rest[3]);
        Assert.True(Engine.IsDuplicate(await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => rest[4])));
        Assert.Equal([1, 2, 3, 5], await NumbersAsync());
    }

    [Fact]
    public async Task A_stop_finishes_what_is_queued()
    {
        var lane = Lane();
        var first = await HoldAsync(lane, 1);
        var rest = Queue(lane, Enumerable.Range(2, 20));

        var stop = lane.DisposeAsync();
        gate.SetResult();
        await stop;

        await Task.WhenAll([first, .. rest]).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Enumerable.Range(1, 21).Select(n => (long)n), await NumbersAsync());
        await Assert.ThrowsAsync<LaneStoppedException>(() => lane.WriteAsync(99, Ct));
    }

    [Fact]
    public async Task Nobody_waits_for_ever_on_a_fold_that_hangs()
    {
        var lane = Lane(new LaneLimits { Capacity = 2, Drain = TimeSpan.FromMilliseconds(50) });
        var first = await HoldAsync(lane, 1);
        var queued = Queue(lane, [2, 3]);
        var outside = lane.WriteAsync(4, Ct); // not even in line: it is full

        await lane.DisposeAsync();

        foreach (var caller in new[] { first, queued[0], queued[1], outside })
        {
            var fault = await Assert.ThrowsAsync<LaneStoppedException>(() => caller.WaitAsync(TimeSpan.FromSeconds(10)));
            Assert.True(StoreFaults.IsUnavailable(fault));
        }

        gate.SetResult(); // lets the hanging transaction end, so that the store can be closed
    }

    [Fact]
    public async Task A_full_lane_makes_callers_wait()
    {
        await using var lane = Lane(new LaneLimits { Capacity = 3 });
        var first = await HoldAsync(lane, 1);

        var rest = Queue(lane, Enumerable.Range(2, 20));

        Assert.Equal(3, lane.Queued);
        gate.SetResult();
        await Task.WhenAll([first, .. rest]);
        Assert.Equal(21, (await NumbersAsync()).Count);
    }

    [Fact]
    public async Task A_work_cancelled_in_line_is_skipped_and_one_cancelled_later_is_kept()
    {
        await using var lane = Lane();
        using var cancelling = new CancellationTokenSource();
        var taken = await HoldAsync(lane, 1, cancelling.Token);
        var inLine = lane.WriteAsync(2, cancelling.Token);

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inLine);
        gate.SetResult();

        Assert.Equal(10, await taken);
        Assert.Equal(30, await lane.WriteAsync(3, Ct));
        Assert.Equal([1, 3], await NumbersAsync());
    }

    [Fact]
    public async Task No_transaction_holds_more_works_or_weight_than_allowed()
    {
        await using var lane = Lane(new LaneLimits { MaxWorks = 3, MaxWeight = 10 }, number => number);
        var first = await HoldAsync(lane, 1);

        var rest = Queue(lane, [4, 5, 6, 50, 2, 3, 0, 7]);
        gate.SetResult();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal<int[]>([[1], [4, 5], [6], [50], [2, 3, 0], [7]], batches);
    }

    [Fact]
    public async Task A_fold_that_forgets_a_result_fails_and_commits_nothing()
    {
        await using var lane = new WriteLane<int, long>(Engine, async (scope, works, ct) =>
        {
            await FoldAsync(scope, works, ct);
            return [];
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => lane.WriteAsync(1, Ct));

        Assert.Empty(await NumbersAsync());
    }

    private protected WriteLane<int, long> Lane(LaneLimits? limits = null, Func<int, long>? weight = null) =>
        new(Engine, FoldAsync, "test", limits, weight);

    private protected async Task<IReadOnlyList<long>> NumbersAsync() =>
        await Engine.Sql("SELECT number FROM test_work ORDER BY number").RowsAsync(row => row.Whole(0), Ct);

    private async Task<IReadOnlyList<long>> FoldAsync(WriteScope scope, IReadOnlyList<int> works, CancellationToken ct)
    {
        batches.Enqueue([.. works]);
        inFold.Release();
        await gate.Task; // on purpose without the token: a fold that does not listen
        if (works.Any(work => work < 0))
        {
            throw new ArgumentException("A bad work.");
        }

        await scope.Engine.AppendAsync(scope.Transaction, Shape, [.. works.Select(work => new object?[] { work })], ct);
        return [.. works.Select(work => work * 10L)];
    }

    /// <summary>Sends one work and returns when the fold has it in hand and waits for the gate.</summary>
    private async Task<Task<long>> HoldAsync(WriteLane<int, long> lane, int work, CancellationToken? ct = null)
    {
        gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = lane.WriteAsync(work, ct ?? Ct);
        Assert.True(await inFold.WaitAsync(TimeSpan.FromSeconds(30)), "The fold was not reached.");
        return held;
    }

    private static Task<long>[] Queue(WriteLane<int, long> lane, IEnumerable<int> works) => [.. works.Select(work => lane.WriteAsync(work, Ct))];

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}

public sealed class SqliteLaneTests : LaneContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresLaneTests : LaneContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
