using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Status.Measuring;

/// <summary>Writes what the meter has gathered, every few seconds, and sums up old windows every few minutes.</summary>
internal sealed partial class MeterFlush(CallMeter meter, CallTable table, TimeProvider clock, ILogger<MeterFlush> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortKept = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan HoursKept = TimeSpan.FromDays(91);
    private const int BeatsPerRollUp = 60;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            for (var beat = 1; await timer.WaitForNextTickAsync(stoppingToken); beat++)
            {
                await TryFlushAsync(beat % BeatsPerRollUp == 0, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            await TryFlushAsync(rollUp: false, CancellationToken.None); // what was measured last belongs into the store too
        }
    }

    private async Task TryFlushAsync(bool rollUp, CancellationToken ct)
    {
        try
        {
            await FlushAsync(ct);
            if (rollUp)
            {
                await table.RollUpAsync(clock.GetUtcNow() - ShortKept, clock.GetUtcNow() - HoursKept, ct);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one flush: what it held is lost from the figures, not from the log
        {
            Failed(log, fault.GetType().Name, fault.Message);
        }
    }

    public async Task FlushAsync(CancellationToken ct)
    {
        if (meter.Take() is { Count: > 0 } gathered)
        {
            await table.AddAsync(gathered, clock.GetUtcNow(), ct);
        }
    }

    [LoggerMessage(1980, LogLevel.Warning, "Measured calls of a few seconds are not in the figures: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string kind, string fault);
}
