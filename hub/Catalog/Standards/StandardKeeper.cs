using CityOps.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>Puts the edition of the day on the shelf before the hub opens, and again when a day begins on which another comes into force.</summary>
internal sealed partial class StandardKeeper(StandardDesk desk, TimeProvider clock, ILogger<StandardKeeper> log) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(20);

    public Task StartingAsync(CancellationToken cancellationToken) => desk.RenewAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Also sees what another process of this hub has published.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await desk.RenewAsync(stoppingToken);
            }
            catch (Exception fault) when (StoreFaults.IsUnavailable(fault) && !stoppingToken.IsCancellationRequested)
            {
                StoreAway(log, fault);
            }
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "the standard in force could not be looked at; next try in 20 s")]
    private static partial void StoreAway(ILogger log, Exception fault);
}
