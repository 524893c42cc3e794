using CityOps.Hub.Subscriptions.Requests;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Subscriptions.Push;

/// <summary>
/// 推送: one lane for each pushed subscription that this process holds. Several processes share them out by leases in the
/// store; the subscriptions of a process that died are another's within half a minute.
/// </summary>
internal sealed partial class PushService(PushParts parts, TimeProvider clock, ILogger<PushService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);
    private const int BeatsPerHold = 5;

    private readonly Dictionary<string, (CancellationTokenSource End, Task Lane)> lanes = new(StringComparer.Ordinal);
    private object? seen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            for (var beat = 0; ; beat++)
            {
                await TryLookAsync(beat, stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }

        await StopAsync([.. lanes.Keys]);
        await parts.Table.LetGoAsync(parts.Holder, CancellationToken.None);
        await parts.Positions.DisposeAsync();
    }

    private async Task TryLookAsync(int beat, CancellationToken ct)
    {
        try
        {
            await LookAsync(beat, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one look: the next one tries again
        {
            Failed(log, "*", fault.GetType().Name, fault.Message);
        }
    }

    private async Task LookAsync(int beat, CancellationToken ct)
    {
        var edition = parts.Book.Edition;
        var changed = !ReferenceEquals(edition, seen);
        var fallen = lanes.Where(one => one.Value.Lane.IsCompleted).Select(one => one.Key).ToList();
        if (!changed && fallen.Count == 0 && beat % BeatsPerHold != 0)
        {
            return;
        }

        var wanted = parts.Book.All.Where(one => one.Granted is { Mode: DeliverMode.Push }).ToDictionary(one => one.Id, StringComparer.Ordinal);
        if (changed)
        {
            foreach (var one in wanted.Values)
            {
                await parts.Table.GrantAsync(one.Id, one.Granted!.Id, one.Granted.PushUrl!, clock.GetUtcNow(), ct);
            }
        }

        var held = wanted.Count == 0 ? [] : await parts.Table.HoldAsync(wanted.Keys, parts.Holder, clock.GetUtcNow(), Life, ct);
        await StopAsync([.. lanes.Keys.Except(held).Concat(fallen).Distinct()]);
        foreach (var id in held.Where(id => !lanes.ContainsKey(id)))
        {
            var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
            lanes[id] = (end, Task.Run(() => RunAsync(id, end.Token), CancellationToken.None));
        }

        seen = edition;
    }

    private async Task RunAsync(string id, CancellationToken ct)
    {
        try
        {
            await new PushLane(id, parts, clock).RunAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopped, or held by another process now.
        }
        catch (Exception fault) // the edge of one lane: it is begun anew at the next look
        {
            Failed(log, id, fault.GetType().Name, fault.Message);
        }
    }

    private async Task StopAsync(IReadOnlyCollection<string> ids)
    {
        foreach (var id in ids)
        {
            var (end, lane) = lanes[id];
            await end.CancelAsync();
            await lane;
            end.Dispose();
            lanes.Remove(id);
        }
    }

    [LoggerMessage(1970, LogLevel.Warning, "Push {Subscription} stumbled and begins anew: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string subscription, string kind, string fault);
}
