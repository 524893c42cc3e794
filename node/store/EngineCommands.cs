using System.Data.Common;

namespace CityOps.Store;

/// <summary>Short ways to ask, so that table files hold SQL and little else.</summary>
public static class EngineCommands
{
    /// <summary>A statement on a reading connection of its own; <see cref="SqlStatement.RunAsync"/> writes in a transaction of its own.</summary>
    public static SqlStatement Sql(this Engine engine, string sql) => new(engine, null, sql);

    /// <summary>A statement inside the caller's transaction.</summary>
    public static SqlStatement Sql(this Engine engine, DbTransaction transaction, string sql) => new(engine, transaction, sql);

    /// <summary>A statement inside the scope's transaction.</summary>
    public static SqlStatement Sql(this WriteScope scope, string sql) => new(scope.Engine, scope.Transaction, sql);
}

/// <summary>A statement with its parameters; asked once.</summary>
public sealed class SqlStatement
{
    private readonly Engine engine;
    private readonly DbTransaction? transaction;
    private readonly string sql;
    private readonly List<(string Name, Kind Kind, object? Value)> parameters = [];
    private RowReader? reader;

    internal SqlStatement(Engine engine, DbTransaction? transaction, string sql) =>
        (this.engine, this.transaction, this.sql) = (engine, transaction, sql);

    /// <summary>Binds <c>@name</c>; the name is given without the @.</summary>
    public SqlStatement With(string name, Kind kind, object? value)
    {
        parameters.Add((name, kind, value));
        return this;
    }

    /// <summary>Reads on behalf of somebody: the database shows no rows that are not theirs. For readings outside a transaction.</summary>
    public SqlStatement For(RowReader somebody)
    {
        reader = somebody;
        return this;
    }

    /// <summary>All rows, read to the end before it returns: put a LIMIT into the statement.</summary>
    public Task<IReadOnlyList<T>> RowsAsync<T>(Func<Row, T> read, CancellationToken ct) =>
        AskAsync<IReadOnlyList<T>>(
            async reader =>
            {
                var rows = new List<T>();
                while (await reader.ReadAsync(ct))
                {
                    rows.Add(read(new Row(engine, reader)));
                }

                return rows;
            },
            ct);

    /// <summary>The first row, or the default when there is none.</summary>
    public Task<T?> FirstAsync<T>(Func<Row, T> read, CancellationToken ct) =>
        AskAsync(async reader => await reader.ReadAsync(ct) ? read(new Row(engine, reader)) : default, ct);

    /// <summary>The first column of the first row; the default when there is no row or it is NULL (ask for <c>long?</c> to tell).</summary>
    public Task<T?> ScalarAsync<T>(CancellationToken ct) => FirstAsync(row => row.Value<T>(0), ct);

    /// <summary>Runs it; answers how many rows it touched.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (transaction is not null)
        {
            await using var command = Command(transaction.Connection!, transaction);
            return await command.ExecuteNonQueryAsync(ct);
        }

        await using var scope = await engine.BeginWriteAsync(ct);
        int touched;
        await using (var command = Command(scope.Connection, scope.Transaction))
        {
            touched = await command.ExecuteNonQueryAsync(ct);
        }

        await scope.CommitAsync(ct);
        return touched;
    }

    private async Task<T> AskAsync<T>(Func<DbDataReader, Task<T>> read, CancellationToken ct)
    {
        if (transaction is not null)
        {
            return await ReadAsync(transaction.Connection!, transaction);
        }

        await using var own = await engine.Source.OpenConnectionAsync(ct);
        if (reader is null || engine.ReaderPrelude is not { } prelude)
        {
            return await ReadAsync(own, null);
        }

        await using var guarded = await own.BeginTransactionAsync(ct);
        await BecomeAsync(guarded, prelude, reader, ct);
        var answer = await ReadAsync(own, guarded);
        await guarded.CommitAsync(ct);
        return answer;

        async Task<T> ReadAsync(DbConnection connection, DbTransaction? within)
        {
            await using var command = Command(connection, within);
            await using var rows = await command.ExecuteReaderAsync(ct);
            return await read(rows);
        }
    }

    private async Task BecomeAsync(DbTransaction within, string prelude, RowReader somebody, CancellationToken ct)
    {
        await using var command = within.Connection!.CreateCommand();
        command.Transaction = within;
#pragma warning disable CA2100 // The engine's own text; values are parameters.
        command.CommandText = prelude;
#pragma warning restore CA2100
        engine.Bind(command, "subscription", Kind.Text, somebody.Subscription);
        engine.Bind(command, "platform", Kind.Text, somebody.Platform);
        engine.Bind(command, "interfaces", Kind.Text, string.Join(' ', somebody.Interfaces));
        await command.ExecuteNonQueryAsync(ct);
    }

    private DbCommand Command(DbConnection connection, DbTransaction? within)
    {
        var command = connection.CreateCommand();
        command.Transaction = within;
#pragma warning disable CA2100 // The text is the table file's own; values are always parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, kind, value) in parameters)
        {
            engine.Bind(command, name, kind, value);
        }

        return command;
    }
}
