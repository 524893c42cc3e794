using CityOps.Tests.SignOn.Mutations;
using System.Reflection;
using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Store;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>The portal's sessions behind a real server, with the scripted authority in the place of the own hub.</summary>
public sealed class PortalHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Engine engine;
    private readonly string store;

    private PortalHost(WebApplication app, Engine engine, string store) => (this.app, this.engine, this.store) = (app, engine, store);

    public Uri Address => new(app.Urls.Single());

    public List<AuditEvent> Audit { get; } = [];

    public User? Person { get; set; }

    public Rights Rights { get; set; } = Rights.None;

    public UserSession? Session { get; set; }

    internal Engine Engine => engine;

    internal static async Task<PortalHost> StartAsync(TimeProvider clock, EvilAuthority hub, params string[] off)
    {
        var store = await TestStores.SqliteAsync();
        var engine = await StoreOpener.OpenAsync(store, CancellationToken.None);
        await Migrations.ApplyAsync(engine, Assembly.Load("CityOps.Hub"), "hub", CancellationToken.None);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        PortalHost? host = null;
        var options = new SignOnOptions(hub.Issuer, "hub") { Realm = "t", Authorities = [new AuthoritySettings { Id = "C-340100", Issuer = "https://hefei.example.cn", Name = "合肥市平台" }] };
        builder.Services.AddRouting().AddLogging().AddSingleton(engine).AddSingleton(clock).AddSingleton(options).AddSingleton(off.Length > 0 ? new GuardSwitch(off) : TestGuards.Now);
        builder.Services.AddSingleton<SignToken>(TestSigner.Sign).AddSingleton<UpstreamBook>();
        builder.Services.AddSingleton<WriteAudit>((entry, _) =>
        {
            host!.Audit.Add(entry);
            return Task.CompletedTask;
        });
        builder.Services.AddSingleton(new PortalNeeds(
            (_, _) => Task.FromResult(host!.Person), (_, _) => Task.FromResult(host!.Rights), (_, _) => Task.FromResult(host!.Session)));
        PortalSessionDoor.Add(builder.Services);
        var app = builder.Build();
        PortalEndpoints.Map(app);
        app.MapGet("/guidance", (HttpContext http) => $"{PageAccess.VisitorOf(http).User.Name}|{PageAccess.VisitorOf(http).Home}|{PageAccess.VisitorOf(http).AccessToken}").RequireAction("guidance.read");
        app.MapPost("/guidance", () => "written").RequireAction("guidance.write");
        host = new PortalHost(app, engine, store);
        await app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await engine.DisposeAsync();
        TestStores.Forget(store);
    }
}
