using System.Diagnostics;
using CityOps.Store;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>No skipped entry: positions without gaps, in the order of commits, so that readers need only position > p.</summary>
public abstract class PositionContract : StoreContract
{
    private static readonly TableShape Log =
        new("test_log", [new("position", Kind.Whole), new("writer", Kind.Text), new("number", Kind.Whole)], ["position"]);

    private protected override async Task PrepareAsync() =>
        await Engine.Sql(
            """
            CREATE TABLE test_position (id smallint PRIMARY KEY CHECK (id = 1), head bigint NOT NULL);
            INSERT INTO test_position VALUES (1, 0);
            CREATE TABLE test_log (position bigint PRIMARY KEY, writer text NOT NULL, number bigint NOT NULL)
            """).RunAsync(Ct);

    [Fact]
    public async Task Taken_positions_end_at_the_answered_head()
    {
        await using var scope = await Engine.BeginWriteAsync(Ct);

        Assert.Equal(3, await PositionCounter.TakeAsync(scope, "test_position", 3, Ct));
        Assert.Equal(3, await PositionCounter.TakeAsync(scope, "test_position", 0, Ct));
        Assert.Equal(8, await PositionCounter.TakeAsync(scope, "test_position", 5, Ct));
        await PositionCounter.GiveBackAsync(scope, "test_position", 2, Ct);
        Assert.Equal(7, await PositionCounter.TakeAsync(scope, "test_position", 1, Ct));
    }

    [Fact]
    public async Task A_counter_without_its_row_is_not_guessed()
    {
        await Engine.Sql("DELETE FROM test_position").RunAsync(Ct);
        await using var scope = await Engine.BeginWriteAsync(Ct);

        await Assert.ThrowsAsync<StoreException>(() => PositionCounter.TakeAsync(scope, "test_position", 1, Ct));
    }

    [Fact]
    public async Task Positions_have_no_gaps_and_a_reader_beside_several_writers_skips_none()
    {
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => AppendAsync($"w{writer}", rounds: 60))));

        var read = await ReadUntilAsync(() => writers.IsCompleted);
        await writers;

        Assert.Equal(Enumerable.Range(1, read.Count).Select(n => (long)n), read);
        Assert.Equal(read.Count, await Engine.Sql("SELECT count(*) FROM test_log").ScalarAsync<long>(Ct));
        Assert.Equal(read.Count, await Engine.Sql("SELECT head FROM test_position").ScalarAsync<long>(Ct));
    }

    /// <summary>Reads as a subscriber does: only what lies above its position, and never goes back.</summary>
    private protected async Task<List<long>> ReadUntilAsync(Func<bool> ended)
    {
        var read = new List<long>();
        var clock = Stopwatch.StartNew();
        for (var last = false; !last || ended() is false;)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "The writers did not end.");
            var over = ended(); // asked before the read: what was committed by then must be in it
            var page = await Engine.Sql("SELECT position FROM test_log WHERE position > @p ORDER BY position LIMIT 7")
                .With("p", Kind.Whole, read.LastOrDefault())
                .RowsAsync(row => row.Whole(0), Ct);
            read.AddRange(page);
            last = over && page.Count == 0;
            await Task.Yield();
        }

        return read;
    }

    /// <summary>Transactions of one to four rows; some give positions back, some are rolled back.</summary>
    private async Task AppendAsync(string writer, int rounds)
    {
        var chance = new Random(writer.GetHashCode(StringComparison.Ordinal));
        for (var round = 0; round < rounds; round++)
        {
            await using var scope = await Engine.BeginWriteAsync(Ct);
            var (wanted, unused) = (chance.Next(1, 5), chance.Next(0, 2));
            var head = await PositionCounter.TakeAsync(scope, "test_position", wanted + unused, Ct);
            await PositionCounter.GiveBackAsync(scope, "test_position", unused, Ct);
            var first = head - wanted - unused + 1;
            await Engine.AppendAsync(
                scope.Transaction, Log, [.. Enumerable.Range(0, wanted).Select(i => new object?[] { first + i, writer, (round * 10) + i })], Ct);
            if (chance.Next(5) > 0)
            {
                await scope.CommitAsync(Ct);
            }
        }
    }
}

public sealed class SqlitePositionTests : PositionContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresPositionTests : PositionContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();

    [Fact]
    public async Task A_reader_beside_several_writing_processes_skips_none()
    {
        const int Transactions = 150;
        var writers = Task.WhenAll(
            Enumerable.Range(0, 3).Select(n => ChildProcess.RunAsync("store-writer", Address, $"p{n}", $"{Transactions}")));

        var read = await ReadUntilAsync(() => writers.IsCompleted);
        var ends = await writers;

        Assert.All(ends, end => Assert.Equal((0, ""), end));
        Assert.Equal(Enumerable.Range(1, read.Count).Select(n => (long)n), read);
        var rows = await Engine.Sql("SELECT writer, number FROM test_log ORDER BY position").RowsAsync(row => (row.Text(0), row.Whole(1)), Ct);
        Assert.Equal(read.Count, rows.Count);
        Assert.All(
            rows.GroupBy(row => row.Item1),
            own => Assert.Equal(Enumerable.Range(0, own.Count()).Select(n => (long)n), own.Select(row => row.Item2)));
        Assert.Equal(3, rows.Select(row => row.Item1).Distinct().Count());
        var changes = rows.Zip(rows.Skip(1)).Count(pair => pair.First.Item1 != pair.Second.Item1);
        Assert.True(changes > 10, $"The processes hardly ran at the same time ({changes} changes of writer): this proved nothing.");
    }
}
