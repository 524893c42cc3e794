using System.Net.Sockets;
using System.Text;
using CityOps.Hub;
using CityOps.Hub.Guards;
using CityOps.Hub.Links;
using CityOps.Node.Hosting;
using CityOps.Schemas.Codes;
using CityOps.Tests.Hub;
using CityOps.Tests.SignOn.Mutations;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Guards;

/// <summary>A province as it runs in production, with one city below it, on a free loopback port over a fresh store.</summary>
internal sealed class FrontHost : IAsyncDisposable
{
    public const string Province = "P-340000";
    public const string City = "C-340100";
    public const string Other = "C-340200";
    public static readonly string Department = "B-91340100781000000" + CreditCode.CheckCharacter("91340100781000000");
    private readonly WebApplication app;
    private readonly string[] stores;

    private FrontHost(WebApplication app, string url, string[] stores)
    {
        (this.app, this.stores, Url) = (app, stores, url);
        Client = PeerClient.To(url);
    }

    public string Url { get; }

    public HttpClient Client { get; }

    public int Port => new Uri(Url).Port;

    /// <param name="alone">With nobody beside it or below.</param>
    public static async Task<FrontHost> StartAsync(GuardOptions? guards = null, string publicUrl = "", string code = Province, bool alone = false)
    {
        string[] stores = [await TestStores.SqliteAsync(), await TestStores.SqliteAsync()];
        var url = $"http://127.0.0.1:{HubHost.FreePort()}";
        var options = new DeploymentOptions
        {
            Code = code, Listen = url, PublicUrl = publicUrl, Store = new StoreOptions { Hub = stores[0], Node = stores[1] }, Guards = guards ?? new GuardOptions(),
            Hub = new HubOptions
            {
                OwnSecret = "plain:secret",
                Platforms = alone ? []
                    : code == Province
                    ? [new PlatformOptions { Code = City, Name = "合肥市", Secret = "plain:secret" }, new PlatformOptions { Code = Other, Name = "芜湖市", Secret = "plain:secret" }]
                    : [new PlatformOptions { Code = Department, Name = "市气象局", Secret = "plain:secret", Region = "340100" }],
            },
        };
        var app = await DeploymentHost.BuildAsync(options, TimeProvider.System, CancellationToken.None, services => services.AddSingleton(TestGuards.Now));
        await app.StartAsync();
        return new FrontHost(app, url, stores);
    }

    public IServiceProvider Services => app.Services;

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public HttpLink Link(string platform) => new(Client, new LinkTokens(platform, "secret", TimeProvider.System));

    public async Task<string> TokenAsync(string platform) => await new LinkTokens(platform, "secret", TimeProvider.System).GetAsync(Client, CancellationToken.None);

    /// <summary>Bytes as they are, and what comes back until the other side closes or has nothing more to say.</summary>
    public async Task<(string Text, bool Closed)> RawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request.Replace("{host}", $"127.0.0.1:{Port}", StringComparison.Ordinal)));
        var (text, buffer) = (new StringBuilder(), new byte[8192]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is var read and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }

            return (text.ToString(), true);
        }
        catch (OperationCanceledException)
        {
            return (text.ToString(), false);
        }
        catch (IOException)
        {
            return (text.ToString(), true); // reset: closed all the more
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        foreach (var store in stores)
        {
            TestStores.Forget(store);
        }
    }
}
