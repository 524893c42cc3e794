using CityOps.Store;
using Microsoft.Extensions.Hosting;

namespace CityOps.Node.Hosting;

/// <summary>
/// Closes the stores when the host stops. Registered before every other hosted service, so it stops last: by then no
/// request, relay or sweep is left that could want them.
/// </summary>
internal sealed class OpenStores(IReadOnlyList<Engine> engines) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var engine in engines)
        {
            await engine.DisposeAsync();
        }
    }
}
