namespace CityOps.Hub.Links;

/// <summary>
/// Keeps one relay running for every flow there is: those of now, and those that come with a new edition of the standard.
/// A flow that is no longer wanted runs on; its interface has nothing new to carry.
/// </summary>
public sealed class RelayRoster(Func<IEnumerable<Relay>> wanted, Func<Task> changed)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var running = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (!ct.IsCancellationRequested)
        {
            var next = changed();
            foreach (var relay in wanted())
            {
                if (!running.ContainsKey(relay.Flow))
                {
                    running[relay.Flow] = Task.Run(() => relay.RunAsync(ct), ct);
                }
            }

            await next.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running.Values);
    }
}
