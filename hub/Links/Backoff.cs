namespace CityOps.Hub.Links;

/// <summary>
/// How long to wait after a failure: doubling from 100 ms to 15 s, with up to 20 % more by chance so that links that broke
/// together do not come back together. Over when something works again.
/// </summary>
internal sealed class Backoff(TimeProvider clock, Random chance)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);
    private TimeSpan next = First;

    public void Reset() => next = First;

    public Task WaitAsync(int? retryAfterSeconds, CancellationToken ct)
    {
        var asked = TimeSpan.FromSeconds(Math.Min(retryAfterSeconds ?? 0, 60));
        var wait = asked > next ? asked : next;
        next = next + next > Most ? Most : next + next;
        return Task.Delay(wait * (1 + chance.NextDouble() / 5), clock, ct);
    }
}
