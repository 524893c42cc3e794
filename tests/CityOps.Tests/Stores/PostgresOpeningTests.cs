using System.Net.Sockets;
using CityOps.Store;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>A PostgreSQL store opens only where it would keep what it acknowledges.</summary>
public sealed class PostgresOpeningTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [InlineData("synchronous_commit")]
    public async Task A_server_that_forgets_is_refused_naming_the_setting(string setting)
    {
        await using var server = await PostgresServer.StartAsync($"{setting} = off");

        var refused = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(server.AddressOf("postgres"), Ct));

        Assert.Contains($"{setting} is 'off': set it to 'on'", refused.Message, StringComparison.Ordinal);
        Assert.Single(refused.Message.Split(" is '").Skip(1));
    }

    [Theory]
    [InlineData("ALTER DATABASE {0} SET synchronous_commit = off", "")]
    [InlineData("ALTER DATABASE {0} SET synchronous_commit = local", "")]
    [InlineData("CREATE ROLE hasty LOGIN SUPERUSER; ALTER ROLE hasty SET synchronous_commit = remote_write", ";Username=hasty")]
    [InlineData("SELECT 1", ";Options=-c synchronous_commit=off")]
    public async Task A_database_role_or_connection_that_forgets_is_refused(string weaken, string connection)
    {
        var address = await TestStores.PostgresAsync();
        await using (var engine = await StoreOpener.OpenAsync(address, Ct))
        {
            await engine.Sql(weaken.Replace("{0}", address[(address.LastIndexOf('=') + 1)..], StringComparison.Ordinal)).RunAsync(Ct);
        }

        var refused = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(address + connection, Ct));

        Assert.Contains("synchronous_commit is '", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_weakened_while_we_run_is_refused_too()
    {
        var address = await TestStores.PostgresAsync();
        await using var engine = await StoreOpener.OpenAsync(address, Ct);
        await engine.Sql($"ALTER DATABASE {address[(address.LastIndexOf('=') + 1)..]} SET synchronous_commit = off").RunAsync(Ct);

        await using var old = await engine.BeginWriteAsync(Ct); // has its setting from before
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => engine.BeginWriteAsync(Ct));

        Assert.True(StoreFaults.IsUnavailable(fault), fault.ToString());
    }

    [Fact]
    public async Task A_schema_named_in_the_search_path_is_made_also_by_two_at_once()
    {
        var address = await TestStores.PostgresAsync() + ";Search Path=city_hub";

        var engines = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StoreOpener.OpenAsync(address, Ct)));

        await engines[0].Sql("CREATE TABLE t (a bigint)").RunAsync(Ct);
        Assert.Equal(1, await engines[1].Sql("SELECT count(*) FROM city_hub.t").ScalarAsync<long>(Ct) + 1);
        Assert.Equal("city_hub", await engines[2].Sql("SELECT current_schema()::text").ScalarAsync<string>(Ct));
        foreach (var engine in engines)
        {
            await engine.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("postgres:Hots=127.0.0.1")]
    [InlineData("postgres:Host=127.0.0.1;Search Path=\"a b\"")]
    public async Task A_connection_string_that_cannot_be_used_is_refused_in_plain_words(string address)
    {
        var server = await PostgresServer.SharedAsync();
        var full = address.Replace("Host=127.0.0.1", server.AddressOf("postgres")["postgres:".Length..], StringComparison.Ordinal);

        await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(full, Ct));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable_not_broken()
    {
        var gone = await PostgresServer.StartAsync();
        var address = gone.AddressOf("postgres");
        await gone.DisposeAsync();

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StoreOpener.OpenAsync(address, Ct));

        Assert.True(StoreFaults.IsUnavailable(fault));
        Assert.False(StoreFaults.IsFull(fault));
    }

    [Fact]
    public void A_fault_of_our_own_is_not_called_unavailable()
    {
        Assert.False(StoreFaults.IsUnavailable(new InvalidOperationException("a bug")));
        Assert.True(StoreFaults.IsUnavailable(new AggregateException(new SocketException())));
    }
}
