using CityOps.Store;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>When nobody knows whether a commit happened, the works run again singly; an idempotent fold makes that harmless.</summary>
[Collection(FailPoints)]
public abstract class AmbiguousCommitContract : StoreContract
{
    public const string FailPoints = "Fail points are one for the process";

    private static readonly TableShape Shape = new("test_work", [new("number", Kind.Whole), new("note", Kind.Text)], ["number"]);

    private protected override async Task PrepareAsync() =>
        await Engine.Sql("CREATE TABLE test_work (number bigint PRIMARY KEY, note text)").RunAsync(Ct);

    [Theory]
    [InlineData("before-commit")]
    [InlineData("after-commit")]
    public async Task A_batch_broken_at_its_commit_is_run_again_singly_and_kept_once(string point)
    {
        var sizes = new List<int>();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var lane = new WriteLane<int, int>(Engine, Fold, "broken");
        Fail.Arm($"broken.{point}:2:throw");
        try
        {
            var first = lane.WriteAsync(1, Ct);
            await entered.Task;
            var rest = new[] { lane.WriteAsync(2, Ct), lane.WriteAsync(3, Ct) };
            started.SetResult();

            var answers = await Task.WhenAll([first, .. rest]);
            Assert.Equal([1, 2, 3], answers);
        }
        finally
        {
            Fail.Arm("");
        }

        Assert.Equal([1, 2, 1, 1], sizes);
        Assert.Equal([1, 2, 3], await NumbersAsync());

        async Task<IReadOnlyList<int>> Fold(WriteScope scope, IReadOnlyList<int> works, CancellationToken ct)
        {
            entered.TrySetResult();
            await started.Task;
            sizes.Add(works.Count);
            await scope.Engine.UpsertAsync(scope.Transaction, Shape, [.. works.Select(work => new object?[] { work, "x" })], null, ct);
            return works;
        }
    }

    private protected async Task<IReadOnlyList<long>> NumbersAsync() =>
        await Engine.Sql("SELECT number FROM test_work ORDER BY number").RowsAsync(row => row.Whole(0), Ct);
}

public sealed class SqliteAmbiguousCommitTests : AmbiguousCommitContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresAmbiguousCommitTests : AmbiguousCommitContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();

    [Fact]
    public async Task A_connection_lost_in_the_middle_costs_nobody_their_work()
    {
        var cut = false;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var lane = new WriteLane<int, int>(Engine, async (scope, works, ct) =>
        {
            await started.Task;
            await scope.Sql("INSERT INTO test_work (number) VALUES (@n) ON CONFLICT DO NOTHING").With("n", Kind.Whole, works[^1]).RunAsync(ct);
            if (works.Count > 1 && !cut)
            {
                cut = true;
                var session = await scope.Sql("SELECT pg_backend_pid()").ScalarAsync<int>(ct);
                await scope.Engine.Sql("SELECT pg_terminate_backend(@p::int, 5000)").With("p", Kind.Whole, session).ScalarAsync<bool>(ct);
            }

            return works;
        });

        Task<int>[] callers = [lane.WriteAsync(1, Ct), lane.WriteAsync(2, Ct), lane.WriteAsync(3, Ct)];
        started.SetResult();

        var answers = await Task.WhenAll(callers);
        Assert.Equal([1, 2, 3], answers);
        Assert.True(cut);
        Assert.Equal([1, 2, 3], await NumbersAsync());
    }

    [Fact]
    public async Task When_the_server_is_gone_every_caller_hears_that_the_store_is_away()
    {
        var server = await PostgresServer.StartAsync();
        await using var engine = await StoreOpener.OpenAsync(await server.NewDatabaseAsync(), Ct);
        await using var lane = new WriteLane<int, int>(engine, (_, works, _) => Task.FromResult(works));
        await lane.WriteAsync(0, Ct);
        await server.DisposeAsync();

        var callers = Enumerable.Range(1, 100).Select(work => lane.WriteAsync(work, Ct)).ToArray();

        foreach (var caller in callers)
        {
            Assert.True(StoreFaults.IsUnavailable(await Assert.ThrowsAnyAsync<Exception>(() => caller)));
        }
    }
}
