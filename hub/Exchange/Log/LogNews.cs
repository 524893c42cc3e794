using Microsoft.Extensions.Hosting;

namespace CityOps.Hub.Exchange.Log;

/// <summary>What is new in this hub's log, interface by interface.</summary>
public sealed class LogNews(LogTable log, HubPulse pulse, TimeProvider clock) : InterfaceNews(pulse, clock)
{
    protected override Task<long> HeadAsync(CancellationToken ct) => log.HeadAsync(ct);

    protected override Task<IReadOnlyList<Grown>> GrownAsync(long after, CancellationToken ct) => log.GrownAsync(after, ct);
}

/// <summary>Looks for news as long as the hub runs.</summary>
public sealed class LogNewsSweep(LogNews news) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => news.RunAsync(stoppingToken);
}
