using System.Data.Common;
using CityOps.Store;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>Upserts that may come twice and out of order, appends that may not, and writers that race.</summary>
public abstract class BulkContract : StoreContract
{
    private static readonly TableShape Heads = new(
        "test_head", [new("source", Kind.Text), new("item", Kind.Text), new("rev", Kind.Whole), new("body", Kind.Text)], ["source", "item"]);

    private static readonly TableShape Inbox = new("test_inbox", [new("id", Kind.Id)], ["id"]);

    private protected override async Task PrepareAsync() =>
        await Engine.Sql(
            """
            CREATE TABLE test_head (source text NOT NULL, item text NOT NULL, rev bigint NOT NULL, body text, PRIMARY KEY (source, item));
            CREATE TABLE test_inbox (id uuid PRIMARY KEY)
            """).RunAsync(Ct);

    [Fact]
    public async Task A_row_delivered_twice_is_kept_once()
    {
        object?[] row = ["C-340100", "a", 1L, "first"];

        await UpsertAsync(Heads, "rev", row);
        await UpsertAsync(Heads, "rev", row);

        Assert.Equal(["a 1 first"], await HeadsAsync());
    }

    [Fact]
    public async Task Only_a_higher_rank_replaces_a_row()
    {
        await UpsertAsync(Heads, "rev", ["C-340100", "a", 2L, "second"], ["C-340100", "b", 5L, "five"]);
        await UpsertAsync(Heads, "rev", ["C-340100", "a", 1L, "late"], ["C-340100", "b", 6L, "six"], ["C-340100", "c", 1L, "new"]);
        await UpsertAsync(Heads, "rev", ["C-340100", "a", 2L, "same rank"]);

        Assert.Equal(["a 2 second", "b 6 six", "c 1 new"], await HeadsAsync());
    }

    [Fact]
    public async Task Without_a_rank_what_is_there_stays()
    {
        await UpsertAsync(Heads, null, ["C-340100", "a", 1L, "first"]);
        await UpsertAsync(Heads, null, ["C-340100", "a", 9L, "other"], ["C-340100", "b", 1L, "new"]);

        Assert.Equal(["a 1 first", "b 1 new"], await HeadsAsync());
    }

    [Fact]
    public async Task Of_several_rows_with_one_key_in_a_call_the_highest_rank_wins_and_the_first_among_equals()
    {
        await UpsertAsync(
            Heads, "rev",
            ["C-340100", "a", 1L, "one"], ["C-340100", "a", 3L, "three"], ["C-340100", "a", 3L, "three again"], ["C-340100", "a", 2L, "two"]);
        await UpsertAsync(Heads, null, ["C-340100", "b", 1L, "first"], ["C-340100", "b", 2L, "second"]);

        Assert.Equal(["a 3 three", "b 1 first"], await HeadsAsync());
    }

    [Fact]
    public async Task A_table_of_keys_alone_can_be_upserted()
    {
        var id = Guid.CreateVersion7();

        await UpsertAsync(Inbox, null, [id], [id]);
        await UpsertAsync(Inbox, null, [id]);

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_taken_key_fails_the_append_and_is_known_as_a_duplicate()
    {
        var id = Guid.CreateVersion7();
        await AppendAsync([id]);

        var fault = await Assert.ThrowsAnyAsync<DbException>(() => AppendAsync([Guid.CreateVersion7()], [id]));

        Assert.True(Engine.IsDuplicate(fault));
        Assert.False(StoreFaults.IsUnavailable(fault));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_fault_that_is_no_duplicate_is_not_taken_for_one()
    {
        var fault = await Assert.ThrowsAnyAsync<DbException>(() => Engine.Sql("INSERT INTO test_head (source, item) VALUES ('s', 'i')").RunAsync(Ct));

        Assert.False(Engine.IsDuplicate(fault));
    }

    [Fact]
    public async Task A_scope_left_without_commit_leaves_nothing()
    {
        await using (var scope = await Engine.BeginWriteAsync(Ct))
        {
            await Engine.AppendAsync(scope.Transaction, Inbox, [[Guid.CreateVersion7()]], Ct);
        }

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_reader_sees_what_is_committed_and_is_not_held_up_by_a_writer()
    {
        await AppendAsync([Guid.CreateVersion7()]);
        await using var scope = await Engine.BeginWriteAsync(Ct);
        await Engine.AppendAsync(scope.Transaction, Inbox, [[Guid.CreateVersion7()]], Ct);

        Assert.Equal(1, await CountAsync());
        await scope.CommitAsync(Ct);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Racing_writers_lose_no_row_and_invent_none()
    {
        object?[][] rows = [.. Enumerable.Range(0, 50).Select(i => new object?[] { "C-340100", $"{i:00}", 1L, "x" })];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var mine = writer % 2 == 0 ? rows : [.. rows.Reverse()]; // in opposite orders, so that row locks could cross
            for (var round = 1L; round <= 5; round++)
            {
                await UpsertAsync(Heads, "rev", [.. mine.Select(row => new[] { row[0], row[1], round, row[3] })]);
            }
        })));

        Assert.Equal(rows.Select(row => $"{row[1]} 5 x"), await HeadsAsync());
    }

    private async Task UpsertAsync(TableShape table, string? rank, params object?[][] rows)
    {
        await using var scope = await Engine.BeginWriteAsync(Ct);
        await Engine.UpsertAsync(scope.Transaction, table, rows, rank, Ct);
        await scope.CommitAsync(Ct);
    }

    private async Task AppendAsync(params object?[][] rows)
    {
        await using var scope = await Engine.BeginWriteAsync(Ct);
        await Engine.AppendAsync(scope.Transaction, Inbox, rows, Ct);
        await scope.CommitAsync(Ct);
    }

    private Task<long> CountAsync() => Engine.Sql("SELECT count(*) FROM test_inbox").ScalarAsync<long>(Ct);

    private Task<IReadOnlyList<string>> HeadsAsync() =>
        Engine.Sql("SELECT item, rev, body FROM test_head ORDER BY item").RowsAsync(row => $"{row.Text(0)} {row.Whole(1)} {row.Text(2)}", Ct);
}

public sealed class SqliteBulkTests : BulkContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresBulkTests : BulkContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
