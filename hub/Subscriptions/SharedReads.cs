using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Subscriptions.Narrowing;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions;

/// <summary>
/// 同读: lanes that push one interface to many subscribers read the same rows; the last few reads are kept, so that a row is
/// read and masked once and not once for each. The log only grows behind its end: a full read stays true, a short one as long as
/// there was no news since before it began (I4).
/// </summary>
internal sealed class SharedReads(LogTable log)
{
    private const int Most = 32;

    /// <summary>Longer reads are not kept: what is held here stays below 64 MiB (I9).</summary>
    private const long MostBytes = 2 << 20;

    private readonly Lock turn = new();
    private readonly Dictionary<Asked, Kept> kept = [];
    private readonly Queue<Asked> order = [];

    /// <param name="reader">Of one interface.</param>
    /// <param name="news">The interface's news as it was before reading.</param>
    /// <param name="mask">What the rows' bodies are narrowed to; null leaves them whole.</param>
    public Task<IReadOnlyList<LogRow>> ReadAsync(RowReader reader, FieldMask? mask, Task news, long after, int limit, CancellationToken ct) =>
        Find(reader, mask, news, after, limit).WaitAsync(ct);

    private Task<IReadOnlyList<LogRow>> Find(RowReader reader, FieldMask? mask, Task news, long after, int limit)
    {
        var asked = new Asked(reader.Interfaces[0], mask?.Name ?? "", after, limit);
        lock (turn)
        {
            if (kept.TryGetValue(asked, out var before) && before.Holds(limit, news))
            {
                return before.Rows;
            }

            if (!kept.ContainsKey(asked))
            {
                order.Enqueue(asked);
            }

            var rows = StartAsync(asked, () => mask is null ? log.ReadAsync(reader, after, limit, CancellationToken.None) : MaskedAsync(Find(reader, null, news, after, limit), mask));
            kept[asked] = new Kept(rows, news);
            if (order.Count > Most)
            {
                kept.Remove(order.Dequeue());
            }

            return rows;
        }
    }

    // For whoever asks next too: not cancelled with who asked first.
    private async Task<IReadOnlyList<LogRow>> StartAsync(Asked asked, Func<Task<IReadOnlyList<LogRow>>> read)
    {
        await Task.Yield(); // outside the lock: SQLite reads on the caller's thread
        var rows = await read();
        if (rows.Sum(row => (long)row.Body.Length) > MostBytes)
        {
            lock (turn)
            {
                kept.Remove(asked);
            }
        }

        return rows;
    }

    private static async Task<IReadOnlyList<LogRow>> MaskedAsync(Task<IReadOnlyList<LogRow>> rows, FieldMask mask) =>
        [.. (await rows).Select(row => row with { Body = mask.Apply(row.Body) })];

    private readonly record struct Asked(string Interface, string Mask, long After, int Limit);

    private sealed record Kept(Task<IReadOnlyList<LogRow>> Rows, Task News)
    {
        public bool Holds(int limit, Task news) =>
            !Rows.IsFaulted && !Rows.IsCanceled && (ReferenceEquals(News, news) || (Rows.IsCompletedSuccessfully && Rows.GetAwaiter().GetResult().Count == limit));
    }
}
