using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CityOps.Store.Engines;

/// <summary>
/// Connections to one file. Every one is set to WAL and full sync and the setting is read back; a pooled one only the
/// first time, because the settings stay with its handle.
/// </summary>
internal sealed class SqliteSource(string path) : DbDataSource
{
    private const int BusyMilliseconds = 5000;
    private readonly ConditionalWeakTable<sqlite3, object> ready = [];
    private readonly string reading = Address(path, pooled: true);

    public override string ConnectionString => reading;

    /// <summary>The engine's one writing connection, outside the pool.</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(Address(path, pooled: false));
        try
        {
            connection.Open();
            Harden(connection);
            // 64 MiB of pages; the log is folded back every 16 MiB, and shrinks to 64 MiB after a long reader held it open.
            Run(connection, "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;");
            return connection;
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw new StoreException($"{path} cannot be opened as a SQLite store: {fault.Message}", fault);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Prepared whenever it is opened, by whatever road: a command of the data source opens it itself.</summary>
    protected override DbConnection CreateDbConnection()
    {
        var connection = new SqliteConnection(reading);
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Open && !ready.TryGetValue(connection.Handle!, out object? _))
            {
                Harden(connection);
                Run(connection, "PRAGMA query_only = ON;");
                ready.AddOrUpdate(connection.Handle!, connection.Handle!);
            }
        };
        return connection;
    }

    protected override DbConnection OpenDbConnection()
    {
        var connection = CreateDbConnection();
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // The driver's own async methods run in place as well; this says so.
    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(OpenDbConnection());
    }

    protected override void Dispose(bool disposing)
    {
        using var connection = new SqliteConnection(reading);
        SqliteConnection.ClearPool(connection);
        base.Dispose(disposing);
    }

    private static string Address(string path, bool pooled) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Cache = SqliteCacheMode.Private,
        Pooling = pooled,
        DefaultTimeout = BusyMilliseconds / 1000, // the driver repeats what is busy until then, beyond SQLite's own wait
    }.ToString();

    private void Harden(SqliteConnection connection)
    {
        Run(connection, $"PRAGMA busy_timeout = {BusyMilliseconds};"); // first: the next one may have to wait
        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0;");
        Expect(connection, "journal_mode", "wal");
        Expect(connection, "synchronous", "2");
        Expect(connection, "foreign_keys", "1");
        Expect(connection, "busy_timeout", $"{BusyMilliseconds}");
    }

    private void Expect(SqliteConnection connection, string setting, string wanted)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are the constants above.
        command.CommandText = $"PRAGMA {setting}";
#pragma warning restore CA2100
        var found = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (!string.Equals(found, wanted, StringComparison.OrdinalIgnoreCase))
        {
            throw new StoreException(
                $"{path} cannot be used safely: {setting} is '{found}' and will not become '{wanted}'. "
                + "Close other programs that have the file open and put it on a local disk.");
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
