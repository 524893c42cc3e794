using CityOps.Hub.SignOn.Authorize.Pushed;
using CityOps.Hub.SignOn.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Interactions;

/// <summary>Removes what is over: waiting and pushed requests a while after their end, sessions a day after they must have ended.</summary>
internal sealed class ExpirySweep(InteractionTable interactions, PushedTable pushed, SessionTable sessions, TimeProvider clock, ILogger<ExpirySweep> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>A used handle stays known as used for as long as somebody may still stand at the login page with it.</summary>
    private static readonly TimeSpan PushedKept = TimeSpan.FromHours(1);

    private static readonly TimeSpan SessionKept = SessionRules.Absolute + TimeSpan.FromDays(1);

    public async Task TidyAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await interactions.RemoveExpiredAsync(now, ct);
        await pushed.RemoveExpiredAsync(now - PushedKept, ct);
        await sessions.RemoveOldAsync(now - SessionKept, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TidyAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.NotTidied(log, fault);
            }
        }
    }
}
