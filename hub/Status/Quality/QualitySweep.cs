using System.Globalization;
using CityOps.Hub.Catalog;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Status.Incidents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Status.Quality;

/// <summary>What days are judged with.</summary>
internal sealed record QualityParties(QualityTable Table, IncidentTable Incidents, PlatformDirectory Platforms, InterfaceBook Interfaces, IncidentKeeper Watch);

/// <summary>Judges today every few minutes and each day that is over once more; only in the process that has the watch.</summary>
internal sealed partial class QualitySweep(QualityParties parties, TimeProvider clock, ILogger<QualitySweep> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);
    private const int BeatsPerRound = 10;
    private const int MostDaysBehind = 35;
    private const int KeptDays = 400;
    private const int MostForgotten = 5_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            for (var beat = 0; await timer.WaitForNextTickAsync(stoppingToken); beat++)
            {
                if (parties.Watch.Holds && beat % BeatsPerRound == 0)
                {
                    await TryAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await JudgeAsync(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one round: the days judged before stand
        {
            Failed(log, fault.GetType().Name, fault.Message);
        }
    }

    /// <summary>From the last day that was judged (or the first that was counted) to today.</summary>
    public async Task JudgeAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = QualityRules.DayOf(now);
        if ((await parties.Table.LastDayAsync(ct) ?? await parties.Table.FirstFeedDayAsync(ct)) is not { } last)
        {
            return;
        }

        var first = QualityRules.DayOf(now - TimeSpan.FromDays(MostDaysBehind));
        for (var day = string.CompareOrdinal(last, first) < 0 ? first : last; string.CompareOrdinal(day, today) <= 0; day = Next(day, 1))
        {
            await JudgeAsync(day, now, ct);
        }

        await parties.Table.ForgetAsync(QualityRules.DayOf(now - TimeSpan.FromDays(KeptDays)), MostForgotten, ct);
    }

    private async Task JudgeAsync(string day, DateTimeOffset now, CancellationToken ct)
    {
        var feeds = (await parties.Table.FeedsAsync(day, ct)).ToDictionary(one => (one.Sender, one.Interface));
        var causes = (await parties.Table.CausesAsync(day, ct)).ToLookup(one => (one.Sender, one.Interface));
        var before = (await parties.Table.KnownAsync(Next(day, -1), ct)).ToHashSet();
        var starts = QualityRules.StartOf(day);
        var windows = await parties.Incidents.WindowsAsync(starts, starts + TimeSpan.FromDays(1), ct);
        var rows = new List<QualityRow>();
        foreach (var all in feeds.Keys.Union(before).GroupBy(one => one.Item1).OrderBy(all => all.Key, StringComparer.Ordinal))
        {
            // Who left, or pauses and brings nothing, is not judged for it.
            if (parties.Platforms.Find(all.Key) is not { } platform)
            {
                continue;
            }

            var own = all.Where(key => parties.Interfaces.Find(key.Item2) is not null && (feeds.ContainsKey(key) || !platform.Suspended))
                .Select(key => QualityRules.Of(day, key.Item1, parties.Interfaces.Find(key.Item2)!, feeds.GetValueOrDefault(key), before.Contains(key), causes[key], windows, now)).ToList();
            rows.AddRange(own);
            if (own.Count > 0)
            {
                rows.Add(QualityRules.Whole(day, all.Key, own));
            }
        }

        await parties.Table.WriteAsync(day, rows, ct);
    }

    private static string Next(string day, int by) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(by).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [LoggerMessage(1998, LogLevel.Warning, "Quality could not be judged; the days before stand: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string kind, string fault);
}
