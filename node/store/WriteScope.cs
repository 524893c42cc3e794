using System.Data.Common;

namespace CityOps.Store;

/// <summary>One writing transaction; disposed without <see cref="CommitAsync"/> it is rolled back.</summary>
public sealed class WriteScope : IAsyncDisposable
{
    private readonly Func<ValueTask> release;
    private bool disposed;

    internal WriteScope(Engine engine, DbTransaction transaction, Func<ValueTask> release)
    {
        Engine = engine;
        Transaction = transaction;
        Connection = transaction.Connection!;
        this.release = release;
    }

    public Engine Engine { get; }

    public DbConnection Connection { get; }

    public DbTransaction Transaction { get; }

    /// <summary>Returns once the commit is on the disk. When it throws, the outcome is unknown: look, do not assume.</summary>
    public Task CommitAsync(CancellationToken ct) => Transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        try
        {
            await Transaction.DisposeAsync();
        }
        finally
        {
            await release();
        }
    }
}
