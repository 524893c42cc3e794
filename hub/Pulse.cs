namespace CityOps.Hub;

/// <summary>
/// Wakes whoever waits for news in this process, at commit. A hint only: waiters also look again after a while, because
/// another process may have written.
/// </summary>
public class Pulse
{
    /// <summary>How long a waiter sleeps at most before it looks again by itself.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private TaskCompletionSource next = New();

    /// <summary>Completes at the next beat. Take it before looking, so that no beat falls between look and wait.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Beat() => Interlocked.Exchange(ref next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Beats when this hub's log has grown. A type of its own, so that a process with several rooms keeps them apart.</summary>
public sealed class HubPulse : Pulse;
