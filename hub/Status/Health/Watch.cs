using System.Globalization;
using CityOps.Hub.Status.Incidents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Status.Health;

/// <summary>
/// 值守: looks every few seconds. Every process keeps its own look for its pages; the one that has the watch opens and closes
/// incidents and counts the colours of the day.
/// </summary>
internal sealed partial class Watch(HealthReader reader, IncidentKeeper incidents, HealthTable health, TimeProvider clock, ILogger<Watch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    private const int LooksPerDayCount = 12;

    private readonly Dictionary<(string Day, string Interface), HealthDay> colours = [];
    private volatile HealthView? newest;

    /// <summary>Null before the first look.</summary>
    public HealthView? Newest => newest;

    /// <summary>One look, now; what pages ask for when there is none yet.</summary>
    public async Task<HealthView> LookAsync(CancellationToken ct)
    {
        var facts = await reader.ReadAsync(ct);
        return newest = new HealthView(facts, HealthRules.Find(facts));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            await TryAsync(LookAsync, stoppingToken); // the first page asked for need not wait for it
            for (var look = 1; await timer.WaitForNextTickAsync(stoppingToken); look++)
            {
                var turn = look;
                await TryAsync(ct => TurnAsync(turn, ct), stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }

        await incidents.LetGoAsync(CancellationToken.None);
    }

    private async Task TurnAsync(int look, CancellationToken ct)
    {
        var view = await LookAsync(ct);
        if (await incidents.HoldAsync(view.Facts.Now, Life, ct))
        {
            await incidents.RecordAsync(view, ct);
            await CountAsync(view, look, ct);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one look: what was seen before stands, with its time
        {
            Failed(log, fault.GetType().Name, fault.Message);
        }
    }

    private async Task CountAsync(HealthView view, int look, CancellationToken ct)
    {
        var day = view.Facts.Now.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var seconds = (long)Every.TotalSeconds;
        foreach (var service in view.Facts.Feeds.Select(feed => feed.Interface).Distinct())
        {
            var before = colours.GetValueOrDefault((day, service)) ?? new HealthDay(day, service, 0, 0, 0, 0, 0);
            colours[(day, service)] = view.LightOf(service) switch
            {
                Light.Green => before with { Green = before.Green + seconds },
                Light.Yellow => before with { Yellow = before.Yellow + seconds },
                Light.Red => before with { Red = before.Red + seconds },
                Light.Maintenance => before with { Maintenance = before.Maintenance + seconds },
                _ => before with { Unknown = before.Unknown + seconds },
            };
        }

        if (look % LooksPerDayCount == 0 && colours.Count > 0)
        {
            await health.AddAsync([.. colours.Values], ct);
            colours.Clear();
        }
    }

    [LoggerMessage(1985, LogLevel.Warning, "Health could not be looked at; the look before stands: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string kind, string fault);
}
