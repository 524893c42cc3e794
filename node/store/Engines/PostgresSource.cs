using Npgsql;

namespace CityOps.Store.Engines;

/// <summary>
/// Connections to one PostgreSQL database. Every physical connection is asked, before its first use, whether the server
/// keeps what it acknowledges; one that does not is refused, also when somebody weakens it while we run.
/// </summary>
internal static class PostgresSource
{
    /// <summary>Advisory lock of everything that happens once at start; any number that nobody else uses.</summary>
    public const long StartLock = 0x6369_7479_6F70_73;

    private const int PoolSize = 16;
    private const string SettingsQuery =
        "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')";

    public static async Task<NpgsqlDataSource> OpenAsync(string connectionString, CancellationToken ct)
    {
        var settings = Parse(connectionString);
        var schema = SchemaOf(settings.SearchPath); // before the first connection: the server would refuse it less plainly
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Connections are opened asynchronously."), RefuseForgetfulAsync);
        var source = builder.Build();
        try
        {
            await MakeSchemaAsync(source, schema, ct);
            return source;
        }
        catch (NpgsqlException fault) when (fault.InnerException is StoreException refused)
        {
            await source.DisposeAsync();
            throw refused;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public static async Task DropSchemaAsync(string connectionString, CancellationToken ct)
    {
        var schema = SchemaOf(Parse(connectionString).SearchPath) ?? throw new StoreException("The address names no schema to drop: add 'Search Path=name'.");
        await using var source = new NpgsqlDataSourceBuilder(connectionString).Build();
        await using var connection = await source.OpenConnectionAsync(ct);
        await RunAsync(connection, $"DROP SCHEMA IF EXISTS {schema} CASCADE", ct);
    }

    private static string? SchemaOf(string? searchPath)
    {
        if (string.IsNullOrWhiteSpace(searchPath))
        {
            return null;
        }

        var schema = searchPath.Split(',')[0].Trim().Trim('"');
        return Names.Plain().IsMatch(schema) ? schema : throw new StoreException($"Search Path must name a plain schema (a-z, 0-9, _), not '{schema}'.");
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException fault)
        {
            throw new StoreException($"The PostgreSQL connection string cannot be read: {fault.Message}", fault);
        }

        settings.MaxPoolSize = settings.ShouldSerialize("Maximum Pool Size") ? settings.MaxPoolSize : PoolSize;
        settings.MaxAutoPrepare = settings.ShouldSerialize("Max Auto Prepare") ? settings.MaxAutoPrepare : 64;
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true; // we leave no session state behind, and the reset costs a round trip
        settings.TcpKeepAlive = true;
        settings.ApplicationName ??= "cityops";
        return settings;
    }

    private static async Task MakeSchemaAsync(NpgsqlDataSource source, string? schema, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        if (schema is null)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({StartLock})", ct); // IF NOT EXISTS alone loses races
        await RunAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {schema}", ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
#pragma warning disable CA2100 // The one name in it was checked.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task RefuseForgetfulAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(SettingsQuery, connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        var faults = Faults(row.GetString(0), row.GetString(1), row.GetString(2)).ToArray();
        if (faults.Length > 0)
        {
            throw new StoreException(
                "This PostgreSQL server would lose what it has acknowledged. " + string.Join(" ", faults)
                + " Look in postgresql.conf, ALTER ROLE, ALTER DATABASE and the Options of the connection string.");
        }
    }

    private static IEnumerable<string> Faults(string fsync, string fullPageWrites, string synchronousCommit)
    {
        if (fsync != "on")
        {
            yield return $"fsync is '{fsync}': set it to 'on'.";
        }

        if (fullPageWrites != "on")
        {
            yield return $"full_page_writes is '{fullPageWrites}': set it to 'on'.";
        }

        if (synchronousCommit is not ("on" or "remote_apply"))
        {
            yield return $"synchronous_commit is '{synchronousCommit}': set it to 'on' (or 'remote_apply').";
        }
    }
}
