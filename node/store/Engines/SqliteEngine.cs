using System.Data;
using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CityOps.Store.Engines;

/// <summary>SQLite: one writer behind an async lock, readers beside it, write-ahead log, full sync.</summary>
internal sealed class SqliteEngine : Engine
{
    private const int UniqueKey = 2067;
    private const int PrimaryKey = 1555;
    private const int RowKey = 2579;

    private readonly SqliteConnection writer;
    private readonly FileStream processLock;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<string, SqliteCommand> prepared = [];
    private bool disposed; // read and written in turn

    private SqliteEngine(SqliteSource source, SqliteConnection writer, FileStream processLock)
        : base(source) => (this.writer, this.processLock) = (writer, processLock);

    public override string Name => "sqlite";

    public override string SkipLocked => "";

    internal override string Extension => "sqlite";

    internal override string MigrationLock => ""; // BEGIN IMMEDIATE has it already

    internal override string ColumnsQuery =>
        "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";

    internal override string IndexesQuery => "SELECT name FROM sqlite_master WHERE type = 'index'";

    public static async Task<Engine> OpenAsync(string file, CancellationToken ct)
    {
        var path = SqliteFile.Resolve(file);
        var held = await SqliteFile.LockAsync(path, ct);
        var source = new SqliteSource(path);
        try
        {
            return new SqliteEngine(source, source.OpenWriter(), held);
        }
        catch
        {
            await source.DisposeAsync();
            await held.DisposeAsync();
            throw;
        }
    }

    public override void Bind(DbCommand command, string name, Kind kind, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@" + name;
        parameter.Value = Stored(kind, value);
        command.Parameters.Add(parameter);
    }

    public override Guid ReadId(DbDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);

    public override DateTimeOffset ReadInstant(DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public override string AnyOf(string column, string parameter) => $"{column} IN (SELECT value FROM json_each(@{parameter}))";

    public override bool IsDuplicate(DbException fault) =>
        fault is SqliteException { SqliteExtendedErrorCode: UniqueKey or PrimaryKey or RowKey };

    public override Task UpsertAsync(DbTransaction tx, TableShape table, IReadOnlyList<object?[]> rows, string? rank, CancellationToken ct) =>
        RepeatAsync(tx, table, rows, " " + table.OnConflict(rank), ct);

    public override Task AppendAsync(DbTransaction tx, TableShape table, IReadOnlyList<object?[]> rows, CancellationToken ct) =>
        RepeatAsync(tx, table, rows, "", ct);

    public override async Task<WriteScope> BeginWriteAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            // Not deferred: BEGIN IMMEDIATE, so that the write lock is had now and never in the middle.
            var transaction = writer.BeginTransaction(IsolationLevel.Serializable, deferred: false);
            return new WriteScope(this, transaction, () =>
            {
                turn.Release();
                return ValueTask.CompletedTask;
            });
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await turn.WaitAsync(); // a running transaction ends first
        try
        {
            if (!disposed)
            {
                disposed = true;
                await CloseAsync();
            }
        }
        finally
        {
            turn.Release(); // whoever waits in line hears that the store is closed
        }
    }

    private async Task CloseAsync()
    {
        foreach (var command in prepared.Values)
        {
            await command.DisposeAsync();
        }

        await writer.DisposeAsync();
        await Source.DisposeAsync();
        await processLock.DisposeAsync();
    }

    /// <summary>One prepared statement run again and again: faster here than any statement with many rows.</summary>
    private Task RepeatAsync(DbTransaction tx, TableShape table, IReadOnlyList<object?[]> rows, string tail, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        var command = Prepared(table, tail);
        command.Transaction = (SqliteTransaction)tx;
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                command.Parameters[i].Value = Stored(table.Columns[i].Kind, row[i]);
            }

            command.ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    private SqliteCommand Prepared(TableShape table, string tail)
    {
        var slots = string.Join(", ", table.Columns.Select(column => "@" + column.Name));
        var sql = $"INSERT INTO {table.SafeName} ({table.ColumnList}) VALUES ({slots}){tail}";
        if (prepared.TryGetValue(sql, out var known))
        {
            return known;
        }

        var command = writer.CreateCommand();
#pragma warning disable CA2100 // Names are checked by the shape; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var column in table.Columns)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "@" + column.Name, Value = DBNull.Value });
        }

        return prepared[sql] = command;
    }

    private static object Stored(Kind kind, object? value) => value is null ? DBNull.Value : kind switch
    {
        Kind.Text => Values.Text(value),
        Kind.Bytes => Values.Bytes(value),
        Kind.Id => ((Guid)value).ToByteArray(bigEndian: true),
        Kind.Instant => Values.Instant(value).Ticks,
        Kind.Whole => Values.Whole(value),
        Kind.Flag => (bool)value ? 1L : 0L,
        Kind.Number => Values.Number(value),
        Kind.TextList => JsonSerializer.Serialize((IReadOnlyCollection<string>)value),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };
}
