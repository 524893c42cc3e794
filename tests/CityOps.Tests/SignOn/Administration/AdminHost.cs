using CityOps.Tests.SignOn.Mutations;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityOps.Hub;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Administration;

/// <summary>The nation's hub behind a real server: a province below it by configuration, a clock that stands still, sign-offs written down.</summary>
internal sealed class AdminHost : IAsyncDisposable
{
    public const string Nation = "N-100000";
    public const string Province = "P-340000";
    private const string Origin = "https://hub.example.cn";
    public const string Secret = "a secret of a platform";

    private readonly WebApplication app;
    private readonly Engine engine;
    private readonly string address;
    private readonly bool owned;

    private AdminHost(WebApplication app, Engine engine, string address, bool owned)
    {
        (this.app, this.engine, this.address, this.owned) = (app, engine, address, owned);
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public FakeClock Clock { get; private init; } = null!;

    public ConcurrentQueue<string> Ended { get; private init; } = null!;

    public static async Task<AdminHost> StartAsync(string? store = null, bool realEnds = false)
    {
        var address = store ?? await TestStores.SqliteAsync();
        var engine = await StoreOpener.OpenAsync(address, CancellationToken.None);
        var clock = new FakeClock();
        var ended = new ConcurrentQueue<string>();
        var deployment = new Deployment(PlatformCode.Parse(Nation), RegionCode.Nation, Tier.Nation, "全国");
        var options = new HubOptions { OwnSecret = "plain:" + Secret, Platforms = [new PlatformOptions { Code = Province, Name = "安徽省", Secret = "plain:" + Secret }] };
        var setup = await HubSetup.PrepareAsync(deployment, options, engine, clock, CancellationToken.None);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddSingleton(TestGuards.Now);
        if (!realEnds)
        {
            builder.Services.AddSingleton(new AccountEnd(new AccountEnd.Doors(
                (user, why, _) => Note(ended, $"{user:N} {why}"), (_, _, _) => Task.CompletedTask, (_, _) => Task.FromResult<IReadOnlyList<string>>([]), (_, _, _) => Task.CompletedTask)));
        }

        builder.Services.AddHub(setup, Registration.Read(deployment, options).Directory, Origin);
        var app = builder.Build();
        app.MapHub();
        await app.StartAsync();
        return new AdminHost(app, engine, address, store is null) { Clock = clock, Ended = ended };
    }

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A token of a platform, as the token endpoint gives it.</summary>
    public async Task<string> PlatformAsync(string code, string secret = Secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(code)}:{Uri.EscapeDataString(secret)}")));
        using var response = await Client.SendAsync(request);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return body.TryGetProperty("access_token", out var token) ? token.GetString()! : "";
    }

    /// <summary>A token of a user, as the authorization code flow ends with it.</summary>
    public string UserToken(string subject, string acr = "urn:cityops:acr:2", string scope = "openid cityops", Guid? grant = null)
    {
        var now = Clock.GetUtcNow();
        return Service<TokenSigner>().Sign("at+jwt", AsymmetricKey.Es256, new Dictionary<string, object>
        {
            ["iss"] = Origin,
            ["aud"] = Origin,
            ["sub"] = subject,
            ["client_id"] = "portal",
            ["jti"] = Guid.CreateVersion7().ToString("N"),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            ["auth_time"] = now.ToUnixTimeSeconds(),
            ["scope"] = scope,
            ["sid"] = "s1",
            ["gid"] = (grant ?? Guid.CreateVersion7()).ToString("N"),
            ["acr"] = acr,
        });
    }

    /// <summary>The token of an account of that role, past its first login.</summary>
    public async Task<(string Token, string Id)> StaffAsync(string role, string acr = "urn:cityops:acr:2")
    {
        var tables = Service<PeopleTables>();
        var user = new User(Guid.CreateVersion7(), $"{role}-{Guid.CreateVersion7():N}", role, "", UserState.Active) { ChangedAt = Clock.GetUtcNow() };
        await using (var scope = await engine.BeginWriteAsync(CancellationToken.None))
        {
            await UserTable.AddAsync(scope, user, null, null, CancellationToken.None);
            await AssignmentTable.AddAsync(scope, user.Id, [new Assignment(role, ScopeKind.Own, "")], "test", Clock.GetUtcNow(), CancellationToken.None);
            await scope.CommitAsync(CancellationToken.None);
        }

        return (UserToken(user.Subject, acr), user.Subject);
    }

    public async Task<Said> CallAsync(string token, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, "/admin/v1/" + path);
        request.Headers.TryAddWithoutValidation("Authorization", token.Length > 0 ? "Bearer " + token : null);
        request.Headers.TryAddWithoutValidation("Accept-Language", "en");
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Said((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString(), response.Headers.ETag?.Tag, text.Length > 0 ? JsonDocument.Parse(text).RootElement : default);
    }

    public Task<Said> PostAsync(string token, string path, object? body = null) => CallAsync(token, HttpMethod.Post, path, body);

    public Task<Said> GetAsync(string token, string path) => CallAsync(token, HttpMethod.Get, path);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await engine.DisposeAsync();
        if (owned)
        {
            TestStores.Forget(address);
        }
    }

    private static Task Note(ConcurrentQueue<string> ended, string what)
    {
        ended.Enqueue(what);
        return Task.CompletedTask;
    }
}

/// <summary>What the administration answered.</summary>
internal sealed record Said(int Status, string Challenge, string? Tag, JsonElement Body)
{
    /// <summary>The problem's name; empty for none.</summary>
    public string Problem => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("type", out var type) ? type.GetString()!.Split(':')[^1] : "";

    public string Text(params string[] path) => path.Aggregate(Body, (at, name) => at.GetProperty(name)).ToString();

    public IEnumerable<JsonElement> Items => Body.GetProperty("items").EnumerateArray();
}
