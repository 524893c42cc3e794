namespace CityOps.Node.Contracts;

/// <summary>
/// A pulse inside the process: something was committed to the outbox. Only a wake-up: a sender that misses one still finds
/// the rows at its next look.
/// </summary>
internal sealed class OutboxSignal
{
    private TaskCompletionSource next = Fresh();

    /// <summary>Completes at the next pulse. Take it before looking at the outbox, wait on it after, and none is missed.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Pulse() => Interlocked.Exchange(ref next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
