using CityOps.Store.Engines;

namespace CityOps.Store;

/// <summary>Opens a store by its address.</summary>
public static class StoreOpener
{
    private const string Sqlite = "sqlite:";
    private const string Postgres = "postgres:";

    /// <summary>
    /// Address <c>sqlite:FILE</c> (made when absent, folder too) or <c>postgres:CONNECTION STRING</c> (a schema named by
    /// <c>Search Path</c> is made when absent). Throws <see cref="StoreException"/> when the store would not keep what it
    /// acknowledges, or when another process has the file.
    /// </summary>
    public static async Task<Engine> OpenAsync(string address, CancellationToken ct)
    {
        if (address.StartsWith(Sqlite, StringComparison.Ordinal))
        {
            return await SqliteEngine.OpenAsync(address[Sqlite.Length..], ct);
        }

        if (address.StartsWith(Postgres, StringComparison.Ordinal))
        {
            return await PostgresEngine.OpenAsync(address[Postgres.Length..], ct);
        }

        throw Unknown();
    }

    /// <summary>
    /// Takes away a throw-away store: the schema a PostgreSQL address names by <c>Search Path</c>, with all that is in it.
    /// A file of SQLite is its folder's owner's to delete.
    /// </summary>
    public static Task DropAsync(string address, CancellationToken ct) =>
        address.StartsWith(Postgres, StringComparison.Ordinal) ? PostgresSource.DropSchemaAsync(address[Postgres.Length..], ct) : throw Unknown();

    private static StoreException Unknown() =>
        // The address may carry a password: it is not repeated here.
        new("The store's address must begin with 'sqlite:' (then a file) or 'postgres:' (then a connection string).");
}
