using CityOps.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Node.Modules.Command.Statistics;

/// <summary>Keeps the day sums up with the cases; far more often than the 06:00 of the next day that is asked for.</summary>
internal sealed partial class DaySweep(DayDesk desk, TimeProvider clock, ILogger<DaySweep> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await desk.CountAsync(stoppingToken);
            }
            catch (Exception fault) when (StoreFaults.IsUnavailable(fault) && !stoppingToken.IsCancellationRequested)
            {
                StoreAway(log, fault);
            }
        }
    }

    [LoggerMessage(3102, LogLevel.Warning, "day sums could not be counted; next try in a minute")]
    private static partial void StoreAway(ILogger log, Exception fault);
}
