using CityOps.Hub.Catalog;
using CityOps.Hub.Status.Incidents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Status.Probes;

/// <summary>What the sweep works with.</summary>
internal sealed record ProbeParts(Prober Prober, ProbeTable Table, InterfaceBook Interfaces, IncidentKeeper Watch, HubSetup Setup);

/// <summary>Probes what is due, a few at once; only in the process that has the watch.</summary>
internal sealed partial class ProbeSweep(ProbeParts parts, ILogger<ProbeSweep> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LinkPeriod = TimeSpan.FromMinutes(1);
    private const int AtOnce = 4;
    private const int BeatsPerForget = 720;
    private const int MostForgotten = 2_000;

    private readonly TimeProvider clock = parts.Setup.Clock;
    private readonly ProbeOptions options = parts.Setup.Options.Probes;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.EverySeconds == 0)
        {
            return;
        }

        var (interfaces, links) = (new ProbePace(options.Every, parts.Setup.Chance), new ProbePace(options.Every < LinkPeriod ? options.Every : LinkPeriod, parts.Setup.Chance));
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            for (var beat = 1; await timer.WaitForNextTickAsync(stoppingToken); beat++)
            {
                if (parts.Watch.Holds)
                {
                    await TryAsync(interfaces, links, beat % BeatsPerForget == 0, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
    }

    private async Task TryAsync(ProbePace interfaces, ProbePace links, bool forget, CancellationToken ct)
    {
        try
        {
            await RoundAsync(interfaces, links, ct);
            if (forget)
            {
                await parts.Table.ForgetAsync(ProbeTable.DayOf(clock.GetUtcNow() - TimeSpan.FromDays(options.KeepDays)), MostForgotten, ct);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one round: what it found out is not known, nothing else
        {
            Failed(log, fault.GetType().Name, fault.Message);
        }
    }

    /// <summary>One beat: what is due is walked and written.</summary>
    public async Task<IReadOnlyList<ProbeResult>> RoundAsync(ProbePace interfaces, ProbePace links, CancellationToken ct)
    {
        var (known, upper) = (parts.Interfaces.Current, parts.Setup.Options.Upper?.Code);
        var now = clock.GetUtcNow();
        var due = interfaces.Take([.. known.All.Select(one => one.Name)], now, Beat);
        var dueLinks = upper is null ? [] : links.Take([upper], now, Beat);
        using var few = new SemaphoreSlim(AtOnce);
        var walked = await Task.WhenAll([.. due.Select(one => OneAsync(few, () => parts.Prober.ProbeAsync(known.Find(one)!, ct), ct)), .. dueLinks.Select(one => OneAsync(few, () => parts.Prober.ProbeAboveAsync(one, ct), ct))]);
        var results = walked.OfType<ProbeResult>().ToList();
        if (results.Count > 0)
        {
            await parts.Table.AddAsync(results, ct);
        }

        var well = results.Where(one => one.Verdict == ProbeVerdict.Well).Select(one => one.Target).ToHashSet(StringComparer.Ordinal);
        var failed = results.Select(one => one.Target).ToHashSet(StringComparer.Ordinal);
        now = clock.GetUtcNow();
        foreach (var one in due)
        {
            interfaces.Done(one, now, well.Contains(one) || !failed.Contains(one));
        }

        foreach (var one in dueLinks)
        {
            links.Done(one, now, well.Contains(ProbeResult.LinkTo(one)) || !failed.Contains(ProbeResult.LinkTo(one)));
        }

        return results;
    }

    private static async Task<ProbeResult?> OneAsync(SemaphoreSlim few, Func<Task<ProbeResult?>> probe, CancellationToken ct)
    {
        await few.WaitAsync(ct);
        try
        {
            return await probe();
        }
        finally
        {
            few.Release();
        }
    }

    [LoggerMessage(1995, LogLevel.Warning, "Probes could not be walked or written: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string kind, string fault);
}
