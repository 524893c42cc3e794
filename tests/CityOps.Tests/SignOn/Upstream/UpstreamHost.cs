using CityOps.Tests.SignOn.Mutations;
using System.Net;
using System.Reflection;
using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Store;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>A hub with the upstream room behind a real server; people and sessions are small stand-ins that remember what they were asked.</summary>
public sealed class UpstreamHost : IAsyncDisposable
{
    public const string Issuer = "https://hub.example.cn";

    private readonly WebApplication app;
    private readonly Engine engine;
    private readonly string store;
    private readonly HttpClient outbound = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private UpstreamHost(WebApplication app, Engine engine, string store) => (this.app, this.engine, this.store) = (app, engine, store);

    public Uri Address => new(app.Urls.Single());

    public List<AuditEvent> Audit { get; } = [];

    /// <summary>(issuer, subject) → who that is here.</summary>
    public Dictionary<(string, string), User> Links { get; } = [];

    public HashSet<string> NeedTwoFactors { get; } = [];

    public List<LoginProof> Finished { get; } = [];

    public List<string> Ended { get; } = [];

    public HashSet<string> Live { get; } = [];

    internal T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    internal static async Task<UpstreamHost> StartAsync(TimeProvider clock, SignOnOptions options, params string[] off)
    {
        var store = await TestStores.SqliteAsync();
        var engine = await StoreOpener.OpenAsync(store, CancellationToken.None);
        await Migrations.ApplyAsync(engine, Assembly.Load("CityOps.Hub"), "hub", CancellationToken.None);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddSingleton(engine).AddSingleton(clock).AddSingleton(options).AddSingleton(off.Length > 0 ? new GuardSwitch(off) : TestGuards.Now);
        UpstreamHost? host = null;
        AddDoubles(builder.Services, () => host!);
        UpstreamDoor.Add(builder.Services);
        var app = builder.Build();
        UpstreamEndpoints.Map(app);
        host = new UpstreamHost(app, engine, store);
        await app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await engine.DisposeAsync();
        outbound.Dispose();
        TestStores.Forget(store);
    }

    private static void AddDoubles(IServiceCollection services, Func<UpstreamHost> host)
    {
        services.AddSingleton(new AuthorityWire(() => host().outbound));
        services.AddSingleton<SignToken>(TestSigner.Sign);
        services.AddSingleton<WriteAudit>((entry, _) =>
        {
            host().Audit.Add(entry);
            return Task.CompletedTask;
        });
        services.AddSingleton(new PeopleNeeds(
            (issuer, subject, _) => Task.FromResult(host().Links.GetValueOrDefault((issuer, subject))), user => host().NeedTwoFactors.Contains(user.Login)));
        services.AddSingleton(new SessionNeeds(
            (interaction, browser, proof, _, _, _) => Task.FromResult(host().Finish(interaction, browser, proof)),
            (cookie, _) => Task.FromResult(cookie is not null && host().Live.Contains(cookie) ? new UserSession("sid-" + cookie, Guid.Empty, default) : null),
            (sid, _, _) =>
            {
                host().Ended.Add(sid);
                return Task.CompletedTask;
            }));
    }

    private (string, string)? Finish(string interaction, string? browser, LoginProof proof)
    {
        if (browser != "browser-of-" + interaction)
        {
            return null;
        }

        Finished.Add(proof);
        var cookie = $"session-{Live.Count + 1}";
        Live.Add(cookie);
        return (cookie, "/connect/authorize?interaction=" + interaction);
    }
}

/// <summary>A browser that keeps cookies by name and follows nothing.</summary>
public sealed class PlainBrowser(Uri at) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public Dictionary<string, string> Cookies { get; } = [];

    public async Task<PageSeen> GetAsync(string path, string accept = "text/html") => await SendAsync(HttpMethod.Get, path, null, accept);

    public async Task<PageSeen> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form) =>
        await SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form), "text/html");

    public async Task<PageSeen> SendAsync(HttpMethod method, string path, HttpContent? content, string accept)
    {
        using var request = new HttpRequestMessage(method, new Uri(at, path)) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(pair => $"{pair.Key}={pair.Value}")));
        }

        using var response = await http.SendAsync(request);
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.ToArray() : [];
        foreach (var pair in set.Select(one => one.Split(';')[0].Split('=', 2)))
        {
            Cookies[pair[0]] = pair[1];
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
        }

        return new PageSeen(
            response.StatusCode,
            response.Headers.Location?.OriginalString,
            await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
            set);
    }

    public void Dispose() => http.Dispose();
}

/// <summary>What a browser got.</summary>
public sealed record PageSeen(HttpStatusCode Status, string? Location, string Body, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> SetCookies);
