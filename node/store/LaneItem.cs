namespace CityOps.Store;

/// <summary>One work in line and the caller who waits for it; it is taken or cancelled, never both.</summary>
internal sealed class LaneItem<TWork, TResult>(TWork work, long weight)
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;
    private readonly TaskCompletionSource<TResult> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state = Queued;

    public TWork Work { get; } = work;

    public long Weight { get; } = weight;

    public Task<TResult> Done => done.Task;

    public bool Take() => Interlocked.CompareExchange(ref state, Taken, Queued) == Queued;

    public void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref state, Cancelled, Queued) == Queued)
        {
            done.TrySetCanceled(token);
        }
    }

    public void Finish(TResult result) => done.TrySetResult(result);

    public void Fail(Exception fault) => done.TrySetException(fault);
}
