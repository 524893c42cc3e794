using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CityOps.Hub;
using CityOps.Hub.Guards;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Bench;

/// <summary>A hub of 合肥 on loopback over a store of its own, with whoever may call it.</summary>
internal sealed class BenchHub : IAsyncDisposable
{
    public const string Own = "C-340100";
    private readonly WebApplication app;
    private readonly Engine engine;
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    private BenchHub(WebApplication app, Engine engine, string url) => (this.app, this.engine, Client) = (app, engine, PeerClient.To(url));

    public HttpClient Client { get; }

    public Engine Engine => engine;

    public static async Task<BenchHub> StartAsync(string address, IReadOnlyList<PlatformOptions> platforms, SchemaSet? schemas = null, Func<Engine, Task>? seed = null)
    {
        var deployment = new Deployment(PlatformCode.Parse(Own), RegionCode.Parse("340100"), Tier.City, "合肥市");
        var options = new HubOptions { OwnSecret = "plain:secret", Platforms = platforms };
        var engine = await StoreOpener.OpenAsync(address, CancellationToken.None);
        var setup = await HubSetup.PrepareAsync(deployment, options, engine, TimeProvider.System, CancellationToken.None);
        if (seed is not null)
        {
            await seed(engine);
        }

        setup = setup with { Guards = new GuardOptions { Allow = ["127.0.0.0/8:*"] }, Schemas = schemas ?? setup.Schemas };
        var (directory, faults) = Registration.Read(deployment, options);
        Trace.Assert(faults.Count == 0, string.Join(' ', faults));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var url = $"http://127.0.0.1:{FreePort()}";
        builder.WebHost.UseUrls(url);
        builder.Services.AddHub(setup, directory, url);
        var app = builder.Build();
        app.Use(CityOps.Hub.SignOn.Policy.PolicyRoutes.EnterAsync);
        app.MapHub();
        await app.StartAsync();
        return new BenchHub(app, engine, url);
    }

    public async Task<JsonElement> AskAsync(HttpMethod method, string path, string platform, object? body = null)
    {
        using var answer = await SendAsync(method, path, platform, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web), "application/json");
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string platform, byte[]? body, string type, string? batch = null)
    {
        if (!tokens.TryGetValue(platform, out var token))
        {
            tokens[platform] = token = await new LinkTokens(platform, "secret", TimeProvider.System).GetAsync(Client, CancellationToken.None);
        }

        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        if (batch is not null)
        {
            request.Headers.Add("Idempotency-Key", batch);
        }

        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await engine.DisposeAsync();
    }

    public static string Department(int number)
    {
        var first17 = $"11340100MB0{number:D6}";
        return "B-" + first17 + CreditCode.CheckCharacter(first17);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
