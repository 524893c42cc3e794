using CityOps.Schemas;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>Every minute: asks disabled authorities again, finishes what a stopped process left, forgets what is long over.</summary>
internal sealed class UpstreamSweep(UpstreamParties parties, UpstreamTables tables, BackchannelDesk desk, TimeProvider clock, ILogger<UpstreamSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Dictionary<string, string> said = new(StringComparer.Ordinal);

    /// <summary>One round; at start too, so that a wrong setting is told before the first login.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        foreach (var (settings, party) in parties.All)
        {
            Tell(settings.Id, await party.CheckAsync(ct));
        }

        await desk.EndMarkedAsync(ct);
        await tables.Sessions.ForgetBeforeAsync(clock.GetUtcNow() - Kept, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                UpstreamLog.NotSwept(log, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Only changes are worth a line.
    private void Tell(string id, Refusal? refusal)
    {
        var state = refusal is null ? "ok" : $"{refusal.Name} {refusal.DetailEn}";
        if (said.TryGetValue(id, out var before) && before == state)
        {
            return;
        }

        said[id] = state;
        UpstreamLog.Stands(log, id, state);
    }
}

internal static partial class UpstreamLog
{
    [LoggerMessage(1150, LogLevel.Warning, "Authority {Id}: {State}")]
    public static partial void Stands(ILogger log, string id, string state);

    [LoggerMessage(1151, LogLevel.Error, "The round of the authorities failed")]
    public static partial void NotSwept(ILogger log, Exception fault);

    [LoggerMessage(1152, LogLevel.Critical, "Break-glass sign-on of {User} from {Address} while the external authority is set")]
    public static partial void GlassBroken(ILogger log, string user, string address);
}
