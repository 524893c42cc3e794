using System.Data.Common;
using CityOps.Store;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>Tables are what the numbered files say, or the program does not start and says why.</summary>
public abstract class MigrationContract : StoreContract
{
    private const string First =
        """
        -- the log; a comment's apostrophe isn't a string
        CREATE TABLE room_log (
          position bigint NOT NULL, note text DEFAULT 'a;b', body bytea,
          PRIMARY KEY (position), CHECK (position > 0)
        );
        CREATE INDEX room_log_note ON room_log (note) WHERE note IS NOT NULL;
        """;

    private static readonly (string, string) One = ("001_room_log.sql", First);
    private static readonly (string, string) Two = ("002_room_more.sql", "ALTER TABLE room_log ADD COLUMN more bigint; CREATE TABLE room_other (id uuid PRIMARY KEY)");

    [Fact]
    public async Task Files_are_applied_in_order_and_once()
    {
        await ApplyAsync(One);
        await ApplyAsync(Two, One);
        await ApplyAsync(One, Two);

        await Engine.Sql("INSERT INTO room_log (position, more) VALUES (1, 2)").RunAsync(Ct);
        var ledger = await Engine.Sql("SELECT number, name, applied_at FROM store_migration WHERE room = 'room' ORDER BY number")
            .RowsAsync(row => (row.Whole(0), row.Text(1), row.Instant(2).Year > 2000), Ct);
        Assert.Equal([(1, "001_room_log", true), (2, "002_room_more", true)], ledger);
    }

    [Fact]
    public async Task Only_the_extra_of_this_engine_is_run_and_after_its_common_file()
    {
        await ApplyAsync(
            One,
            ("001_room_log.pg.sql", "CREATE INDEX room_log_extra_postgres ON room_log USING brin (position)"),
            ("001_room_log.sqlite.sql", "CREATE INDEX room_log_extra_sqlite ON room_log (position)"));

        var indexes = await Engine.Sql(Engine.IndexesQuery).RowsAsync(row => row.Text(0), Ct);
        Assert.Equal([$"room_log_extra_{Engine.Name}"], indexes.Where(index => index.StartsWith("room_log_extra", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rooms_are_numbered_for_themselves()
    {
        (string, string) other = ("001_annex_thing.sql", "CREATE TABLE annex_thing (id uuid PRIMARY KEY)");

        await ApplyAsync(One, other);
        await Migrations.ApplyAsync(Engine, new SqlFiles(One, other), "annex", Ct);

        Assert.Equal(0, await Engine.Sql("SELECT count(*) FROM annex_thing").ScalarAsync<long>(Ct));
    }

    [Fact]
    public async Task An_edited_file_is_refused_and_other_line_ends_are_no_edit()
    {
        await ApplyAsync(One);
        await ApplyAsync(("001_room_log.sql", First.ReplaceLineEndings("\r\n")));

        var refused = await RefusedAsync(("001_room_log.sql", First + "\nCREATE TABLE room_sneaked (a bigint)"));

        Assert.Contains("001_room_log was edited", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_newer_than_the_program_is_refused()
    {
        await ApplyAsync(One, Two);

        Assert.Contains("knows migration 002 of 'room'", await RefusedAsync(One), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_numbered_before_an_applied_one_is_refused()
    {
        await ApplyAsync(Two with { Item2 = "CREATE TABLE room_other (id uuid PRIMARY KEY)" });

        Assert.Contains("001_room_log comes before 002", await RefusedAsync(One, Two with { Item2 = "CREATE TABLE room_other (id uuid PRIMARY KEY)" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DROP INDEX room_log_note", "index room_log_note on room_log")]
    [InlineData("DROP TABLE room_other", "table room_other")]
    [InlineData("ALTER TABLE room_log DROP COLUMN more", "column room_log.more")]
    public async Task What_is_missing_is_named(string damage, string missing)
    {
        await ApplyAsync(One, Two);
        await Engine.Sql(damage).RunAsync(Ct);

        var refused = await RefusedAsync(One, Two);

        Assert.Contains($"of 'room' made: {missing}. Somebody", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_later_file_takes_away_is_not_missed()
    {
        await ApplyAsync(One, Two, ("003_room_less.sql", "DROP INDEX room_log_note; ALTER TABLE room_log DROP COLUMN more; DROP TABLE room_other"));
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_of_its_start()
    {
        await Assert.ThrowsAnyAsync<DbException>(() => ApplyAsync(One, ("002_room_bad.sql", "CREATE TABLE room_half (a bigint); CREATE NONSENSE")));

        await ApplyAsync(One, Two);
        Assert.Equal(2, await Engine.Sql("SELECT count(*) FROM store_migration").ScalarAsync<long>(Ct));
    }

    [Fact]
    public async Task Files_that_contradict_each_other_are_refused()
    {
        Assert.Contains("same number", await RefusedAsync(One, ("001_room_twin.sql", "SELECT 1")), StringComparison.Ordinal);
        Assert.Contains("no common file", await RefusedAsync(("001_room_log.pg.sql", "SELECT 1"), ("001_room_log.sqlite.sql", "SELECT 1")), StringComparison.Ordinal);
        Assert.Contains("may not rename", await RefusedAsync(One, ("002_room_name.sql", "ALTER TABLE room_log RENAME COLUMN note TO word")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_starters_at_once_apply_everything_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ApplyAsync(One, Two))));

        Assert.Equal(2, await Engine.Sql("SELECT count(*) FROM store_migration").ScalarAsync<long>(Ct));
    }

    private protected Task ApplyAsync(params (string, string)[] files) => Migrations.ApplyAsync(Engine, new SqlFiles(files), "room", Ct);

    private async Task<string> RefusedAsync(params (string, string)[] files) =>
        (await Assert.ThrowsAsync<StoreException>(() => ApplyAsync(files))).Message;
}

public sealed class SqliteMigrationTests : MigrationContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresMigrationTests : MigrationContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
