using System.Data.Common;
using CityOps.Store;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>A SQLite store opens only where it would keep what it acknowledges.</summary>
public sealed class SqliteOpeningTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private string address = null!;

    private string File => address["sqlite:".Length..];

    public async Task InitializeAsync() => address = await TestStores.SqliteAsync();

    public Task DisposeAsync()
    {
        TestStores.Forget(address);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_connection_has_the_safe_settings()
    {
        await using var engine = await StoreOpener.OpenAsync(address, Ct);
        await using var scope = await engine.BeginWriteAsync(Ct);
        await using var first = await engine.Source.OpenConnectionAsync(Ct);
        await using var second = await engine.Source.OpenConnectionAsync(Ct);
        await using var byHand = engine.Source.CreateConnection();
        await byHand.OpenAsync(Ct);

        foreach (var connection in new[] { scope.Connection, first, second, byHand })
        {
            Assert.Equal("wal 2 1 5000 0", await SettingsAsync(connection, "journal_mode", "synchronous", "foreign_keys", "busy_timeout", "mmap_size"));
        }

        Assert.Equal("0", await SettingsAsync(scope.Connection, "query_only"));
        Assert.Equal("1", await SettingsAsync(byHand, "query_only"));
    }

    [Fact]
    public async Task A_connection_from_the_pool_is_still_safe()
    {
        await using var engine = await StoreOpener.OpenAsync(address, Ct);
        for (var i = 0; i < 3; i++)
        {
            await using var connection = await engine.Source.OpenConnectionAsync(Ct);
            Assert.Equal("2 1 1", await SettingsAsync(connection, "synchronous", "foreign_keys", "query_only"));
        }
    }

    [Fact]
    public async Task A_reading_connection_does_not_write()
    {
        await using var engine = await StoreOpener.OpenAsync(address, Ct);
        await using var command = engine.Source.CreateCommand("CREATE TABLE t (a bigint)");

        var fault = await Assert.ThrowsAnyAsync<DbException>(() => command.ExecuteNonQueryAsync(Ct));

        Assert.Contains("readonly", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_somebody_took_out_of_wal_mode_is_put_back()
    {
        await using (var engine = await StoreOpener.OpenAsync(address, Ct))
        {
            await engine.Sql("CREATE TABLE t (a bigint)").RunAsync(Ct);
            await using var driver = engine.Source.CreateConnection();
            await using var raw = (DbConnection)Activator.CreateInstance(driver.GetType(), $"Data Source={File}.copy;Pooling=false")!;
            await raw.OpenAsync(Ct);
            await using var command = raw.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE; CREATE TABLE t (a bigint)";
            await command.ExecuteNonQueryAsync(Ct);
            Assert.Equal("delete", await SettingsAsync(raw, "journal_mode"));
        }

        await using var again = await StoreOpener.OpenAsync(address + ".copy", Ct);

        await using var connection = await again.Source.OpenConnectionAsync(Ct);
        Assert.Equal("wal", await SettingsAsync(connection, "journal_mode"));
    }

    [Fact]
    public async Task A_second_opener_of_the_file_is_refused_by_name()
    {
        await using var engine = await StoreOpener.OpenAsync(address, Ct);

        var here = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(address, Ct));
        var (code, said) = await ChildProcess.RunAsync("store-writer", address, "second", "1");

        Assert.Contains(File, here.Message, StringComparison.Ordinal);
        Assert.Contains($"{File} is in use by another process", said, StringComparison.Ordinal);
        Assert.Equal(3, code);
    }

    [Fact]
    public async Task A_link_to_the_file_meets_the_same_lock()
    {
        await using var engine = await StoreOpener.OpenAsync(address, Ct);
        System.IO.File.CreateSymbolicLink(File + ".link", File);

        await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(address + ".link", Ct));
    }

    [Fact]
    public async Task A_closed_store_can_be_opened_again_and_has_everything()
    {
        await using (var engine = await StoreOpener.OpenAsync(address, Ct))
        {
            await engine.Sql("CREATE TABLE t (a bigint)").RunAsync(Ct);
            await engine.Sql("INSERT INTO t VALUES (7)").RunAsync(Ct);
            await engine.DisposeAsync(); // a second time at the end of the block: harmless
        }

        await using var again = await StoreOpener.OpenAsync(address, Ct);
        Assert.Equal(7, await again.Sql("SELECT a FROM t").ScalarAsync<long>(Ct));
    }

    [Fact]
    public async Task Whoever_waits_to_write_when_the_store_closes_hears_of_it()
    {
        var engine = await StoreOpener.OpenAsync(address, Ct);
        var scope = await engine.BeginWriteAsync(Ct);
        var closing = engine.DisposeAsync();
        var waiting = engine.BeginWriteAsync(Ct);

        await scope.DisposeAsync();
        await closing;

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_in_plain_words()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), Ct);

        var refused = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(address, Ct));

        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite:")]
    [InlineData("sqlite::memory:")]
    [InlineData("mysql:secret")]
    public async Task An_address_that_names_no_lasting_store_is_refused(string wrong)
    {
        var refused = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(wrong, Ct));

        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<string> SettingsAsync(DbConnection connection, params string[] names)
    {
        var values = new List<string>();
        foreach (var name in names)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            values.Add($"{await command.ExecuteScalarAsync(Ct)}");
        }

        return string.Join(' ', values);
    }
}
