using System.Collections.Concurrent;

namespace CityOps.Hub;

/// <summary>An interface that has grown, and how far.</summary>
public readonly record struct Grown(string Interface, long Position);

/// <summary>
/// 接口新数据: one look at a log for all its interfaces, so that a hundred idle flows cost one question a second and not a
/// hundred. Whoever waits for one interface is woken when that one has grown. A hint only, as every pulse.
/// </summary>
public abstract class InterfaceNews(Pulse pulse, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Pulse> pulses = new(StringComparer.Ordinal);

    /// <summary>Completes when the interface grows next. Take it before looking, so that nothing falls between look and wait.</summary>
    public Task Next(string service) => pulses.GetOrAdd(service, _ => new Pulse()).Next;

    /// <summary>Wakes those who wait for one interface, whatever its log says.</summary>
    public void Beat(string service) => pulses.GetValueOrDefault(service)?.Beat();

    public async Task RunAsync(CancellationToken ct)
    {
        long? at = null;
        while (!ct.IsCancellationRequested)
        {
            var news = pulse.Next;
            try
            {
                at = await LookAsync(at, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception) // the edge of one look: every flow looks for itself now, meets the same fault and shows it
            {
                BeatAll();
            }

            await news.WaitAsync(Pulse.LookAgain, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The newest position of all.</summary>
    protected abstract Task<long> HeadAsync(CancellationToken ct);

    /// <summary>Which interfaces have rows after a position.</summary>
    protected abstract Task<IReadOnlyList<Grown>> GrownAsync(long after, CancellationToken ct);

    // The first look wakes everybody: what came between a flow's own look and this one would be missed otherwise.
    private async Task<long> LookAsync(long? at, CancellationToken ct)
    {
        if (at is not { } after)
        {
            var head = await HeadAsync(ct);
            BeatAll();
            return head;
        }

        var grown = await GrownAsync(after, ct);
        foreach (var (service, _) in grown)
        {
            Beat(service);
        }

        return grown.Count == 0 ? after : grown.Max(one => one.Position);
    }

    private void BeatAll()
    {
        foreach (var one in pulses.Values)
        {
            one.Beat();
        }
    }
}
