using CityOps.Adapters.Smtp;
using CityOps.Hub;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Guards;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Node.Contracts;
using CityOps.Node.Hosting.Front;
using CityOps.Node.Modules.Aggregation;
using CityOps.Node.Modules.Command;
using CityOps.Node.Modules.Supervision;
using CityOps.Node.Sync;
using CityOps.Portal;
using CityOps.Schemas.Codes;
using CityOps.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Node.Hosting;

/// <summary>Puts one deployment together: the only place that chooses roles, stores and modules.</summary>
internal static class DeploymentHost
{
    /// <summary>The application systems of this build, one door each. Which run at which tier is for <c>TierProfile</c> to say.</summary>
    private static readonly IModule[] Doors = [new CommandModule(), new SupervisionModule(), new AggregationModule()];

    /// <summary>Registered as plain <see cref="Engine"/> is the node's store, for its modules; the hub carries its own in its set-up.
    /// Opens the stores, brings them to this version, and builds the host; throws with plain words when it cannot.</summary>
    /// <param name="first">Services of the caller's own that come before all others; the program has none.</param>
    public static async Task<WebApplication> BuildAsync(DeploymentOptions options, TimeProvider clock, CancellationToken ct, Action<IServiceCollection>? first = null)
    {
        var (deployment, directory) = OptionsFile.Check(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.WebHost.UseUrls(options.Listen).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20; // intake raises it for itself
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxConcurrentConnections = 4_096;
        });
        first?.Invoke(builder.Services);
        builder.Logging.ClearProviders().AddPlainConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.AddSingleton(clock).AddSingleton(deployment);
        builder.Services.AddSingleton(s => new CitySchedule(() => s.GetRequiredService<StandardShelf>().Current.Calendar, calendar => options.Calendar.ToSchedule(calendar, [])));
        var (hubEngine, nodeEngine) = (await OpenAsync(options.Store.Hub, ct), await OpenAsync(options.Store.Node, ct));
        builder.Services.AddHostedService(_ => new OpenStores([hubEngine, nodeEngine]));
        await AddHubAsync(builder.Services, options, hubEngine, (deployment, directory), clock, ct);
        var doors = TierProfile.Modules(deployment.Tier, Doors);
        await AddNodeAsync(builder.Services, nodeEngine, doors, clock, ct);
        builder.Services.AddPortal(new PortalOptions(options.Listen)
        {
            Place = new Place(deployment.Name, deployment.Code.ToString(), deployment.Tier.ToString()),
            VisitorOf = async http => await PageAccess.FindAsync(http) is { } visitor
                ? new Visitor(visitor.User.Name, visitor.Home, visitor.Rights.Actions.Select(held => held.Action).ToHashSet(StringComparer.Ordinal))
                : null,
            TokenOf = async http => (await PageAccess.FindAsync(http))?.AccessToken,
            Roles = [.. RoleBook.All.Where(role => role.Tiers.Contains(deployment.Tier)).OrderBy(role => role.Code, StringComparer.Ordinal)
                .Select(role => new RoleText(role.Code, role.Name, role.NameEn, role.Actions, role.Office != Office.None))],
        });
        builder.Services.AddOpenApi("v1");
        var app = builder.Build();
        Map(app, options, deployment, doors);
        if (hubEngine.Name == "postgres" && !app.Services.GetRequiredService<HubSetup>().RowsGuarded)
        {
            app.Logger.RowsNotGuarded();
        }

        app.Logger.Started(deployment.Code.ToString(), deployment.Name, options.Listen, hubEngine.Name, string.Join(' ', doors.Select(d => d.Name)));
        return app;
    }

    private static async Task AddHubAsync(
        IServiceCollection services, DeploymentOptions options, Engine engine, (Deployment Deployment, PlatformDirectory Directory) who, TimeProvider clock, CancellationToken ct)
    {
        var setup = await HubSetup.PrepareAsync(who.Deployment, options.Hub, engine, clock, ct) with
        {
            Schemas = options.Schemas,
            Guards = options.Guards,
            WrappingKey = WrappingKeyFile.Read(options),
            LinkKey = LinkKeyFile.Read(options.Hub.Upper),
            SignOn = options.SignOn,
            Self = options.Listen,
            Mail = SmtpMailer.SendAsync,
        };
        services.AddHub(setup, who.Directory, options.Origin);
    }

    private static async Task AddNodeAsync(IServiceCollection services, Engine engine, IReadOnlyList<IModule> doors, TimeProvider clock, CancellationToken ct)
    {
        await Migrations.ApplyAsync(engine, typeof(HubSetup).Assembly, "link", ct);
        await Migrations.ApplyAsync(engine, typeof(DeploymentHost).Assembly, "node", ct);
        services.AddSingleton(engine).AddSingleton<OutboxSignal>().AddSingleton(new OutboxTable(engine));
        services.AddSingleton(s => new BusinessLane(engine, s.GetRequiredService<OutboxSignal>(), clock));
        services.AddSingleton<NodeReader>().AddSingleton<OutboxOutgoing>().AddSingleton<SyncParts>();
        services.AddSingleton(s => new NodeSink(
            engine, new LinkTable(engine, clock, "node"), s.GetRequiredService<IArrivals>(), s.GetServices<IRecordConsumer>(), s.GetRequiredService<NodeReader>()));
        services.AddHostedService<SyncService>();
        foreach (var door in doors)
        {
            door.AddServices(services);
        }
    }

    private static void Map(WebApplication app, DeploymentOptions options, Deployment deployment, IReadOnlyList<IModule> doors)
    {
        app.UseProxies(options.Guards);
        app.Use(Edge.CatchAsync);
        app.Use(new FrontGuards(options, app.Services.GetRequiredService<RateLimits>(), app.Services.GetRequiredService<GuardSwitch>()).EnterAsync);
        app.Use(PolicyRoutes.EnterAsync);
        app.MapHub();
        foreach (var door in doors)
        {
            door.MapEndpoints(app);
        }

        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapPortal((route, rights) => route.RequireAction(PortalRoom.DeniedAsync, rights).ExcludeFromDescription());
        GuidanceEndpoints.Map(app, deployment);
    }

    private static Task<Engine> OpenAsync(string address, CancellationToken ct)
    {
        if (address.StartsWith("sqlite:", StringComparison.Ordinal) && Path.GetDirectoryName(Path.GetFullPath(address["sqlite:".Length..])) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        return StoreOpener.OpenAsync(address, ct);
    }
}
