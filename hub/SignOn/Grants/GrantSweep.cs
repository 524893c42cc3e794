using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>Looks every second for what other processes revoked, and deletes once a minute what ended a day ago.</summary>
internal sealed class GrantSweep(RevokedGrants revoked, GrantTable table, TimeProvider clock, ILogger<GrantSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Clean = TimeSpan.FromMinutes(1);

    private DateTimeOffset cleaned;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await revoked.RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await revoked.RefreshAsync(stoppingToken);
                await CleanAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.RevocationsNotRead(log, fault); // the last snapshot stays; the next second tries again
            }
        }
    }

    private async Task CleanAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - cleaned >= Clean)
        {
            await table.SweepAsync(now - GrantTimes.Kept, ct);
            cleaned = now;
        }
    }
}
