using CityOps.Hub.SignOn.Clients;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>
/// Has keys and clients ready before the first request, then looks every few seconds whether a key is due, or whether
/// another process changed something.
/// </summary>
internal sealed class KeySweep(KeyKeeper keeper, ClientBook clients, TimeProvider clock, ILogger<KeySweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await clients.RefreshAsync(cancellationToken);
        keeper.Want(clients.Algorithms);
        await keeper.RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(clients.RefreshAsync, Log.ClientsNotRefreshed, stoppingToken);
            keeper.Want(clients.Algorithms);
            await LookAsync(keeper.RefreshAsync, Log.KeysNotRefreshed, stoppingToken);
        }
    }

    // What was last read stays; the next look tries again.
    private async Task LookAsync(Func<CancellationToken, Task> look, Action<ILogger, Exception> tell, CancellationToken ct)
    {
        try
        {
            await look(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            tell(log, fault);
        }
    }
}
