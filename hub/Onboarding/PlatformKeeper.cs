using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Onboarding;

/// <summary>Keeps the directory true to the store: a change made in any process is felt here within a second or two.</summary>
internal sealed partial class PlatformKeeper(PlatformTable table, PlatformDirectory directory, TimeProvider clock, ILogger<PlatformKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1);
    private long seen = -1;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Reads the store if it has changed and swaps the directory. The version is read first: what comes in between is read twice, never missed.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var version = await table.VersionAsync(ct);
            if (version != seen)
            {
                directory.Swap(PlatformRules.Merge(directory.Configured, await table.AllAsync(ct)));
                seen = version;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryRefreshAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
    }

    private async Task TryRefreshAsync(CancellationToken ct)
    {
        try
        {
            await RefreshAsync(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one look: the next one tries again
        {
            Failed(log, fault.GetType().Name, fault.Message);
        }
    }

    [LoggerMessage(1960, LogLevel.Warning, "The platforms cannot be read, those known stay: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string kind, string fault);
}
