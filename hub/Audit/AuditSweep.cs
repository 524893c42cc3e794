using CityOps.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Audit;

/// <summary>Looks every other second whether a checkpoint is due.</summary>
internal sealed partial class AuditSweep(Checkpointer checkpointer, TimeProvider clock, ILogger<AuditSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);
    private bool told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await checkpointer.RunAsync(stoppingToken);
                told = false;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The edge of one look. A store that is away is told once; a log that does not add up is told each time.
                if (!told || !StoreFaults.IsUnavailable(fault))
                {
                    NoCheckpoint(log, fault);
                    told = true;
                }
            }
        }
    }

    [LoggerMessage(1910, LogLevel.Error, "The audit log could not be checkpointed")]
    private static partial void NoCheckpoint(ILogger log, Exception fault);
}
