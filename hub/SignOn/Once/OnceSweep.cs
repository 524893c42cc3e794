using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Once;

/// <summary>Throws away what has expired; a value is refused by its own time long before.</summary>
internal sealed class OnceSweep(OnceTable table, TimeProvider clock, ILogger<OnceSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await table.ForgetAsync(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.OnceNotSwept(log, fault);
            }
        }
    }
}
