namespace CityOps.Hub.Exchange;

/// <summary>
/// How many bytes of batches may be in the process at once (I9). A caller that does not fit waits its turn, in order, so
/// a big batch is not starved by small ones.
/// </summary>
public sealed class ByteBudget(long total)
{
    private readonly Lock gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Turn)> waiting = new();
    private long used;

    public async Task<IDisposable> TakeAsync(long bytes, CancellationToken ct)
    {
        var wanted = Math.Min(bytes, total);
        Task turn;
        lock (gate)
        {
            if (waiting.Count == 0 && used + wanted <= total)
            {
                used += wanted;
                return new Share(this, wanted);
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue((wanted, source));
            turn = source.Task;
        }

        try
        {
            await turn.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // The turn may still come: whoever gets it hands it straight back.
            _ = turn.ContinueWith(_ => Release(wanted), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        return new Share(this, wanted);
    }

    private void Release(long bytes)
    {
        lock (gate)
        {
            used -= bytes;
            while (waiting.TryPeek(out var next) && used + next.Bytes <= total)
            {
                waiting.Dequeue();
                used += next.Bytes;
                next.Turn.SetResult();
            }
        }
    }

    private sealed class Share(ByteBudget budget, long bytes) : IDisposable
    {
        private int released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                budget.Release(bytes);
            }
        }
    }
}
