using CityOps.Store;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>What goes in comes out, and means the same on both engines.</summary>
public abstract class ValueContract : StoreContract
{
    private static readonly TableShape Shape = new(
        "test_value",
        [
            new("key", Kind.Id), new("at", Kind.Instant), new("words", Kind.Text), new("body", Kind.Bytes),
            new("count", Kind.Whole), new("open", Kind.Flag), new("share", Kind.Number),
        ],
        ["key"]);

    private protected override async Task PrepareAsync() =>
        await Engine.Sql(
            """
            CREATE TABLE test_value (key uuid PRIMARY KEY, at timestamptz, words text, body bytea,
              count bigint, open boolean, share double precision)
            """).RunAsync(Ct);

    [Theory]
    [InlineData("append")]
    [InlineData("upsert")]
    [InlineData("bind")]
    public async Task Every_kind_of_value_comes_back_as_it_went_in(string way)
    {
        var at = new DateTimeOffset(2026, 11, 22, 8, 30, 0, TimeSpan.FromHours(8)).AddTicks(1_234_567);
        object?[] full = [Guid.Parse("018f0000-0000-7000-8000-0123456789ab"), at, "合肥市 𠮷 '\"", new byte[] { 0, 1, 255 }, long.MinValue, true, 0.1];
        object?[] empty = [Guid.Parse("018f0000-0000-7000-8000-0123456789ac"), null, null, null, null, null, null];

        await WriteAsync(way, [full, empty]);
        var rows = await Engine.Sql("SELECT key, at, words, body, count, open, share FROM test_value ORDER BY key").RowsAsync(
            row => row.IsNull(1)
                ? [row.Id(0), row.MaybeInstant(1), row.MaybeText(2), row.MaybeBytes(3), row.MaybeWhole(4), null, null]
                : new object?[] { row.Id(0), row.Instant(1), row.Text(2), row.Bytes(3), row.Whole(4), row.Flag(5), row.Number(6) },
            Ct);

        full[1] = at.AddTicks(-7); // to the microsecond
        Assert.Equal(full, rows[0]);
        Assert.Equal(TimeSpan.Zero, ((DateTimeOffset)rows[0][1]!).Offset);
        Assert.Equal(empty, rows[1]);
    }

    [Fact]
    public async Task An_instant_is_found_by_the_finer_instant_that_was_stored()
    {
        var fine = DateTimeOffset.UnixEpoch.AddTicks(19);
        await WriteAsync("append", [[Guid.CreateVersion7(), fine, null, null, null, null, null]]);

        var found = await Engine.Sql("SELECT count(*) FROM test_value WHERE at = @at").With("at", Kind.Instant, fine).ScalarAsync<long>(Ct);

        Assert.Equal(1, found);
    }

    [Fact]
    public async Task Ids_sort_by_their_bytes()
    {
        string[] sorted =
        [
            "00000000-0000-7000-8000-0000000000ff", "01000000-0000-7000-8000-000000000000",
            "01000000-00ff-7000-8000-000000000000", "01000000-ff00-7000-8000-000000000000", "ff000000-0000-7000-8000-000000000000",
        ];
        await WriteAsync("append", [.. sorted.Reverse().Select(id => new object?[] { Guid.Parse(id), null, null, null, null, null, null })]);

        var ids = await Engine.Sql("SELECT key FROM test_value ORDER BY key").RowsAsync(row => row.Id(0).ToString(), Ct);

        Assert.Equal(sorted, ids);
    }

    [Fact]
    public async Task A_list_finds_its_members_and_nothing_else()
    {
        string[] words = ["a", "b'", "市"];
        await WriteAsync("append", [.. words.Select(word => new object?[] { Guid.CreateVersion7(), null, word, null, null, null, null })]);
        var sql = $"SELECT words FROM test_value WHERE {Engine.AnyOf("words", "list")} ORDER BY words";

        var some = await Engine.Sql(sql).With("list", Kind.TextList, new[] { "市", "b'", "x" }).RowsAsync(row => row.Text(0), Ct);
        var none = await Engine.Sql(sql).With("list", Kind.TextList, Array.Empty<string>()).RowsAsync(row => row.Text(0), Ct);

        Assert.Equal(["b'", "市"], some);
        Assert.Empty(none);
    }

    [Fact]
    public async Task A_text_with_a_zero_character_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Engine.Sql("SELECT count(*) FROM test_value WHERE words = @w").With("w", Kind.Text, "a\0b").ScalarAsync<long>(Ct));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            WriteAsync("append", [[Guid.CreateVersion7(), null, "a\0b", null, null, null, null]]));
    }

    [Fact]
    public async Task A_scalar_without_a_row_is_the_default()
    {
        Assert.Null(await Engine.Sql("SELECT count FROM test_value").ScalarAsync<long?>(Ct));
        Assert.Null(await Engine.Sql("SELECT words FROM test_value").ScalarAsync<string>(Ct));
    }

    private async Task WriteAsync(string way, object?[][] rows)
    {
        await using var scope = await Engine.BeginWriteAsync(Ct);
        await (way switch
        {
            "append" => Engine.AppendAsync(scope.Transaction, Shape, rows, Ct),
            "upsert" => Engine.UpsertAsync(scope.Transaction, Shape, rows, null, Ct),
            _ => BindAsync(scope, rows),
        });
        await scope.CommitAsync(Ct);
    }

    private static async Task BindAsync(WriteScope scope, object?[][] rows)
    {
        foreach (var row in rows)
        {
            var insert = scope.Sql("INSERT INTO test_value VALUES (@c0, @c1, @c2, @c3, @c4, @c5, @c6)");
            for (var i = 0; i < row.Length; i++)
            {
                insert.With($"c{i}", Shape.Columns[i].Kind, row[i]);
            }

            await insert.RunAsync(Ct);
        }
    }
}

public sealed class SqliteValueTests : ValueContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresValueTests : ValueContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
