namespace CityOps.Store;

/// <summary>
/// Positions (位点) without gaps whose order is the order of commits, also with several writing processes: the counter's
/// row stays locked from taking until the transaction ends. The room's migration makes the table:
/// <c>CREATE TABLE x_position (id smallint PRIMARY KEY CHECK (id = 1), head bigint NOT NULL)</c> with its one row (1, 0).
/// </summary>
public static class PositionCounter
{
    /// <summary>
    /// Takes <paramref name="n"/> positions, as the first thing the transaction does, and answers the new head:
    /// they are head − n + 1 up to head. With n = 0 it only takes the lock.
    /// </summary>
    public static async Task<long> TakeAsync(WriteScope scope, string counterTable, long n, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var head = await scope.Sql($"UPDATE {TableShape.Plain(counterTable)} SET head = head + @n RETURNING head")
            .With("n", Kind.Whole, n)
            .ScalarAsync<long?>(ct);
        return head ?? throw new StoreException($"Table {counterTable} has lost its one row; restore it from a backup, do not guess its head.");
    }

    /// <summary>Gives back the last <paramref name="unused"/> of those taken, in the transaction that took them.</summary>
    public static async Task GiveBackAsync(WriteScope scope, string counterTable, long unused, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unused);
        if (unused > 0)
        {
            await scope.Sql($"UPDATE {TableShape.Plain(counterTable)} SET head = head - @n")
                .With("n", Kind.Whole, unused)
                .RunAsync(ct);
        }
    }
}
