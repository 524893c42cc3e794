using System.Data;
using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace CityOps.Store.Engines;

/// <summary>PostgreSQL: a bounded pool, arrays for upserts, COPY for appends.</summary>
internal sealed class PostgresEngine : Engine
{
    private const string TakeRole = "SET LOCAL ROLE cityops_reader";

    // All of it ends with the transaction, so a pooled connection carries nothing to its next user.
    private const string Prelude =
        $"{TakeRole}; SELECT set_config('cityops.subscription', @subscription, true), set_config('cityops.platform', @platform, true), set_config('cityops.interfaces', @interfaces, true)";

    private readonly NpgsqlDataSource source;
    private volatile bool armed;

    private PostgresEngine(NpgsqlDataSource source)
        : base(source) => this.source = source;

    public override string Name => "postgres";

    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    internal override string Extension => "pg";

    internal override string MigrationLock => $"SELECT pg_advisory_xact_lock({PostgresSource.StartLock})";

    internal override string ColumnsQuery =>
        "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema()";

    internal override string IndexesQuery => "SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema()";

    internal override string? ReaderPrelude => armed ? Prelude : null;

    internal override async Task<bool> ArmReaderAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(TakeRole, connection, transaction);
            await command.ExecuteNonQueryAsync(ct);
            return armed = true;
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.UndefinedObject)
        {
            return armed = false;
        }
    }

    public static async Task<Engine> OpenAsync(string connectionString, CancellationToken ct) =>
        new PostgresEngine(await PostgresSource.OpenAsync(connectionString, ct));

    public override void Bind(DbCommand command, string name, Kind kind, object? value)
    {
        var parameter = (NpgsqlParameter)command.CreateParameter();
        parameter.ParameterName = name;
        parameter.NpgsqlDbType = kind == Kind.TextList ? NpgsqlDbType.Array | NpgsqlDbType.Text : PostgresColumn.TypeOf(kind);
        parameter.Value = Stored(kind, value);
        command.Parameters.Add(parameter);
    }

    public override Guid ReadId(DbDataReader row, int column) => row.GetGuid(column);

    public override DateTimeOffset ReadInstant(DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public override string AnyOf(string column, string parameter) => $"{column} = ANY(@{parameter})";

    public override bool IsDuplicate(DbException fault) => fault.SqlState == PostgresErrorCodes.UniqueViolation;

    /// <summary>
    /// One array a column: one round trip, one plan, any number of rows. The rows go in sorted by key, once each, because
    /// one statement may not touch a row twice and writers that lock in one order cannot lock each other out.
    /// </summary>
    public override async Task UpsertAsync(
        DbTransaction tx, TableShape table, IReadOnlyList<object?[]> rows, string? rank, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var slots = string.Join(", ", table.Columns.Select((column, i) => $"@c{i}::{PostgresColumn.NameOf(column.Kind)}[]"));
        var best = rank is null ? "" : $"{TableShape.Plain(rank)} DESC, ";
        await using var command = new NpgsqlCommand();
        command.Connection = (NpgsqlConnection)tx.Connection!;
        command.Transaction = (NpgsqlTransaction)tx;
#pragma warning disable CA2100 // Names are checked by the shape; values are parameters.
        command.CommandText =
            $"""
            INSERT INTO {table.SafeName} ({table.ColumnList})
            SELECT DISTINCT ON ({table.KeyList}) {table.ColumnList}
            FROM unnest({slots}) WITH ORDINALITY AS given ({table.ColumnList}, given_order)
            ORDER BY {table.KeyList}, {best}given_order
            {table.OnConflict(rank)}
            """;
#pragma warning restore CA2100
        for (var i = 0; i < table.Columns.Count; i++)
        {
            command.Parameters.Add(PostgresColumn.Gather($"c{i}", table.Columns[i].Kind, rows, i));
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    public override async Task AppendAsync(DbTransaction tx, TableShape table, IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var connection = (NpgsqlConnection)tx.Connection!;
        var copy = $"COPY {table.SafeName} ({table.ColumnList}) FROM STDIN (FORMAT binary)";
        await using var import = await connection.BeginBinaryImportAsync(copy, ct);
        foreach (var row in rows)
        {
            await import.StartRowAsync(ct);
            for (var i = 0; i < table.Columns.Count; i++)
            {
                await PostgresColumn.WriteAsync(import, table.Columns[i].Kind, row[i], ct);
            }
        }

        await import.CompleteAsync(ct);
    }

    public override async Task<WriteScope> BeginWriteAsync(CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            return new WriteScope(this, transaction, connection.DisposeAsync);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    private static object Stored(Kind kind, object? value) => value is null ? DBNull.Value : kind switch
    {
        Kind.Text => Values.Text(value),
        Kind.Bytes => Values.Bytes(value),
        Kind.Id => (Guid)value,
        Kind.Instant => Values.Instant(value),
        Kind.Whole => Values.Whole(value),
        Kind.Flag => (bool)value,
        Kind.Number => Values.Number(value),
        Kind.TextList => ((IReadOnlyCollection<string>)value).ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };
}
