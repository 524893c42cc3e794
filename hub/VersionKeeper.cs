using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub;

/// <summary>
/// Keeps something held in memory true to the store: a number in the store grows with every change, whichever process made
/// it, and is looked at each second. What is held stays when the store cannot be read.
/// </summary>
internal abstract partial class VersionKeeper(TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1);
    private long seen = -1;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Reads the store if it has changed. The version is read first: what comes in between is read twice, never missed.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var version = await VersionAsync(ct);
            if (version != seen)
            {
                await LoadAsync(ct);
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

    protected abstract Task<long> VersionAsync(CancellationToken ct);

    protected abstract Task LoadAsync(CancellationToken ct);

    /// <summary>What time alone brings about, before each look; nothing for most.</summary>
    protected virtual Task PassTimeAsync(CancellationToken ct) => Task.CompletedTask;

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
            await PassTimeAsync(ct);
            await RefreshAsync(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one look: the next one tries again
        {
            Failed(log, GetType().Name, fault.GetType().Name, fault.Message);
        }
    }

    [LoggerMessage(1960, LogLevel.Warning, "{Keeper} cannot read the store, what is known stays: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string keeper, string kind, string fault);
}
