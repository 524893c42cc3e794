using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.People.Delegations;

/// <summary>Signs off the accounts of delegations that have run out; their rights ended by the clock already.</summary>
internal sealed partial class DelegationSweep(DelegationDesk desk, TimeProvider clock, ILogger<DelegationSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await desk.EndAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one round: the next one tries again
            {
                Failed(log, fault.GetType().Name, fault.Message);
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1950, LogLevel.Warning, "Accounts of ended delegations are not all signed off yet: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string kind, string fault);
}
