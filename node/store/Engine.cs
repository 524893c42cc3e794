using System.Data.Common;

namespace CityOps.Store;

/// <summary>
/// Everything the two databases disagree about; all other SQL is written once. A tenth public member needs a decision
/// record (docs/decisions/0003-the-store-seam.md). Parameters are written <c>@name</c> on both.
/// </summary>
public abstract class Engine : IAsyncDisposable
{
    private protected Engine(DbDataSource source) => Source = source;

    /// <summary>Connections for reading. On SQLite they refuse to write: writing goes through <see cref="BeginWriteAsync"/>.</summary>
    public DbDataSource Source { get; }

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Adds a parameter; <paramref name="value"/> null is SQL NULL.</summary>
    public abstract void Bind(DbCommand command, string name, Kind kind, object? value);

    public abstract Guid ReadId(DbDataReader row, int column);

    public abstract DateTimeOffset ReadInstant(DbDataReader row, int column);

    /// <summary>A condition "column is one of the list"; bind the list as <see cref="Kind.TextList"/> under the parameter's name (no @).</summary>
    public abstract string AnyOf(string column, string parameter);

    /// <summary>The clause that lets several claimers pass each other; empty on SQLite, which has one writer.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Whether a unique index or primary key said no.</summary>
    public abstract bool IsDuplicate(DbException fault);

    /// <summary>
    /// Adds rows; where the key is taken, replaces the row if its <paramref name="rank"/> column is lower, or leaves it
    /// when <paramref name="rank"/> is null. Of several rows with one key in a call the highest rank wins, the first among equals.
    /// </summary>
    public abstract Task UpsertAsync(DbTransaction tx, TableShape table, IReadOnlyList<object?[]> rows, string? rank, CancellationToken ct);

    /// <summary>Adds rows that are known to be new: log lines, readings. A taken key fails the call.</summary>
    public abstract Task AppendAsync(DbTransaction tx, TableShape table, IReadOnlyList<object?[]> rows, CancellationToken ct);

    /// <summary>
    /// Opens a transaction that may write. SQLite has one at a time, the others wait in line here (not in the
    /// database's busy loop); never open a second one while holding one. PostgreSQL has many, READ COMMITTED.
    /// </summary>
    public abstract Task<WriteScope> BeginWriteAsync(CancellationToken ct);

    public abstract ValueTask DisposeAsync();

    /// <summary>What begins a reading for one reader, with parameters <c>@subscription @platform @interfaces</c>; null where the database cannot guard.</summary>
    internal virtual string? ReaderPrelude => null;

    /// <summary>See <see cref="RowSecurity.ArmAsync"/>.</summary>
    internal virtual Task<bool> ArmReaderAsync(CancellationToken ct) => Task.FromResult(false);

    /// <summary>The engine's own second extension of migration files: <c>pg</c> or <c>sqlite</c>.</summary>
    internal abstract string Extension { get; }

    /// <summary>Makes other starters wait until this transaction ends; empty where beginning to write does that already.</summary>
    internal abstract string MigrationLock { get; }

    /// <summary>Rows (table, column) of everything in our schema.</summary>
    internal abstract string ColumnsQuery { get; }

    /// <summary>Rows (index) of everything in our schema.</summary>
    internal abstract string IndexesQuery { get; }
}
