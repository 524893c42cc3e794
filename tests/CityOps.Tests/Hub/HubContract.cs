using CityOps.Schemas.Catalogue;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.Hub;

/// <summary>A fresh city for each test; each database signs with a three-line subclass.</summary>
public abstract class HubContract : IAsyncLifetime
{
    private string hubStore = null!;
    private string nodeStore = null!;

    private protected HubHost Hub { get; private set; } = null!;

    private protected abstract Task<string> NewStoreAsync();

    /// <summary>Another data standard than the build's own, where a test needs one.</summary>
    private protected virtual SchemaSet? Standard => null;

    /// <summary>Addresses of the network this hub may call, where a test needs some.</summary>
    private protected virtual string[] Callable => [];

    public async Task InitializeAsync()
    {
        hubStore = await NewStoreAsync();
        nodeStore = await NewStoreAsync();
        Hub = await HubHost.StartAsync(hubStore, nodeStore, Standard, Callable);
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        TestStores.Forget(hubStore);
        TestStores.Forget(nodeStore);
    }

    /// <summary>Stops the deployment and starts it again over the same stores.</summary>
    private protected async Task RestartAsync()
    {
        await Hub.DisposeAsync();
        Hub = await HubHost.StartAsync(hubStore, nodeStore, Standard, Callable);
    }
}
