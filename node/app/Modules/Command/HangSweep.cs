using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas.Codes;
using CityOps.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Node.Modules.Command;

/// <summary>挂账到期: brings suspended cases back into handling when the time granted has run out, as of that time.</summary>
internal sealed partial class HangSweep(CaseTable table, CaseDesk desk, Deployment own, TimeProvider clock, ILogger<HangSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);
    private const int Most = 200;

    /// <summary>Resumes what is due; answers how many. A case moved by somebody else meanwhile is left to him.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var resumed = 0;
        foreach (var due in await table.HangEndedAsync(clock.GetUtcNow(), Most, ct))
        {
            var at = due.HangUntil!.Value > due.LastAt ? due.HangUntil : due.LastAt;
            var answer = await desk.MoveAsync(due.CaseNo, new CaseMove
            {
                Action = CaseAction.Resume,
                ExpectVersion = due.Version,
                At = at,
                FromOrg = own.Name,
                FromUser = "系统",
                Opinion = "挂账到期自动恢复",
            }, ct);
            resumed += answer.Refusal is null ? 1 : 0;
        }

        return resumed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (StoreFaults.IsUnavailable(fault) && !stoppingToken.IsCancellationRequested)
            {
                StoreAway(log, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(3101, LogLevel.Warning, "suspended cases could not be looked at; next try in 30 s")]
    private static partial void StoreAway(ILogger log, Exception fault);
}
