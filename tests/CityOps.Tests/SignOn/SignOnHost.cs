using CityOps.Tests.SignOn.Mutations;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CityOps.Hub.SignOn;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn;

/// <summary>Sign-on alone behind a real server on a free loopback port, over a fresh SQLite store, with a clock that stands still.</summary>
public sealed class SignOnHost : IAsyncDisposable
{
    public const string Secret = "a secret/with+signs:and 空格";

    private readonly WebApplication app;
    private readonly Engine engine;
    private readonly string address;

    private SignOnHost(WebApplication app, Engine engine, string address)
    {
        (this.app, this.engine, this.address) = (app, engine, address);
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public FakeClock Clock { get; private init; } = null!;

    public Dictionary<string, PlatformEntry> Directory { get; private init; } = null!;

    public BearerGate Gate => app.Services.GetRequiredService<BearerGate>();

    internal T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<SignOnHost> StartAsync()
    {
        var address = await TestStores.SqliteAsync();
        var engine = await StoreOpener.OpenAsync(address, CancellationToken.None);
        await Migrations.ApplyAsync(engine, Assembly.Load("CityOps.Hub"), "hub", CancellationToken.None);
        var clock = new FakeClock();
        var directory = Platforms().ToDictionary(entry => entry.Code.ToString(), StringComparer.Ordinal);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddSingleton(TestGuards.Now).AddSingleton(engine).AddSingleton<TimeProvider>(clock);
        builder.Services.AddSignOn(new SignOnOptions(Forger.Issuer, Forger.Audience), _ => directory.GetValueOrDefault);
        var app = builder.Build();
        app.MapSignOn();
        await app.StartAsync();
        return new SignOnHost(app, engine, address) { Clock = clock, Directory = directory };
    }

    public static string Basic(string client, string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.EscapeDataString(client) + ":" + Uri.EscapeDataString(secret)));

    /// <summary>Posts a raw body; nulls leave a header out.</summary>
    public async Task<Answer> AskAsync(
        string? authorization, string body = "grant_type=client_credentials", string? type = "application/x-www-form-urlencoded", string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token" + query);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
            text.Length > 0 ? JsonDocument.Parse(text).RootElement : default);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await engine.DisposeAsync();
        TestStores.Forget(address);
    }

    private static IEnumerable<PlatformEntry> Platforms()
    {
        var plain = "plain:" + Secret;
        yield return new(PlatformCode.Parse("P-340000"), RegionCode.Parse("340000"), "安徽省平台", CityOps.Hub.SignOn.Clients.ClientSecrets.Hash(Secret), Suspended: false);
        yield return new(PlatformCode.Parse("C-340100"), RegionCode.Parse("340100"), "合肥市平台", plain, Suspended: false);
        yield return new(PlatformCode.Parse("C-340200"), RegionCode.Parse("340200"), "芜湖市平台", plain, Suspended: true);
    }
}

/// <summary>What came back: status, headers, JSON.</summary>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    public string? Error => Body.TryGetProperty("error", out var error) ? error.GetString() : null;

    public string Token => Body.GetProperty("access_token").GetString()!;
}
