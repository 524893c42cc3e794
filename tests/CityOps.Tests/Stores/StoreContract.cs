using CityOps.Store;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.Stores;

/// <summary>A store of its own for each test of a promise; each database signs the promise with a three-line subclass.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected static readonly CancellationToken Ct = CancellationToken.None;

    private protected Engine Engine { get; private set; } = null!;

    /// <summary>Where the store is, so that a test may open it a second time.</summary>
    private protected string Address { get; private set; } = null!;

    private protected abstract Task<string> NewStoreAsync();

    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        Address = await NewStoreAsync();
        Engine = await StoreOpener.OpenAsync(Address, Ct);
        await PrepareAsync();
    }

    public virtual async Task DisposeAsync()
    {
        await Engine.DisposeAsync();
        TestStores.Forget(Address);
    }
}

/// <summary>Fresh, empty stores.</summary>
internal static class TestStores
{
    public static Task<string> SqliteAsync() =>
        Task.FromResult("sqlite:" + Path.Combine(Directory.CreateTempSubdirectory("cityops-test-").FullName, "store.db"));

    public static async Task<string> PostgresAsync() => await (await PostgresServer.SharedAsync()).NewDatabaseAsync();

    /// <summary>Deletes the folder of a SQLite store; databases go with their server.</summary>
    public static void Forget(string address)
    {
        if (address.StartsWith("sqlite:", StringComparison.Ordinal))
        {
            Directory.Delete(Path.GetDirectoryName(address["sqlite:".Length..])!, recursive: true);
        }
    }
}
