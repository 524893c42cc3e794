using CityOps.Hub.Administration;
using CityOps.Hub.Audit;
using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Directory;
using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Exchange;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Guards;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.Once;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.Status;
using CityOps.Hub.Status.Bulletin;
using CityOps.Hub.Status.Notices;
using CityOps.Hub.Status.Showing;
using CityOps.Hub.Subscriptions;
using CityOps.Hub.Subscriptions.Push;
using CityOps.Hub.Subscriptions.Corrections;
using CityOps.Hub.Subscriptions.Requests;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub;

/// <summary>The hub's one door for its host: what it registers, what it maps.</summary>
public static class HubRoom
{
    public static IServiceCollection AddHub(this IServiceCollection services, HubSetup setup, PlatformDirectory directory, string origin)
    {
        services.AddSingleton(setup).AddSingleton(setup.Options.Limits).AddSingleton(setup.Deployment).AddSingleton(directory).AddSingleton(setup.Clock);
        services.AddSingleton(setup.Schemas).AddSingleton(RegionTree.Standard);
        AddCatalog(services, setup);
        services.AddSingleton<InterfaceBook>().AddSingleton<GrantShelf>().AddSingleton<SubscriptionBook>().AddSingleton<HubPulse>().AddSingleton<CallTrail>().AddSingleton<DoorBooks>().AddSingleton<Door>();
        AddTables(services, setup);
        AddExchange(services, setup);
        AddLinks(services, setup);
        services.AddSingleton(room => UpstreamTables.Of(setup.Engine, room.GetRequiredService<GuardSwitch>()));
        services.AddSingleton(room => PortalSessionDoor.TablesOf(setup.Engine, room.GetRequiredService<GuardSwitch>()));
        services.AddSingleton(new KeyTable(setup.Engine)).AddSingleton(new OnceTable(setup.Engine)).AddSingleton(new ClientTable(setup.Engine));
        services.AddSingleton(new GrantTable(setup.Engine)).AddSingleton(new CodeTable(setup.Engine)).AddSingleton(new RefreshTable(setup.Engine));
        services.AddSingleton(new PeopleTables(setup.Engine)).AddPageTables(setup.Engine);
        services.AddGuards(setup.Guards with { Origins = OriginsOf(setup, origin) });
        services.AddAudit(setup.Engine, LinkOf(setup));
        services.AddSignOn(SignOnOf(setup, origin), _ => code => EntryOf(directory.Find(code)));
        services.AddSingleton(s => new AccessPolicy(
            s.GetRequiredService<Door>(), s.GetRequiredService<DoorBooks>(), s.GetRequiredService<PeopleDesk>(), s.GetRequiredService<RightsDesk>(), s.GetRequiredService<GuardSwitch>()));
        services.AddAdministration(setup.Engine);
        services.AddOnboarding(setup);
        services.AddSubscriptions(setup);
        services.AddStatus(setup, LinkOf(setup));
        services.AddSingleton<SummaryParts>().AddSingleton<SummaryReader>().AddSingleton<Reached>();
        return services;
    }

    public static void MapHub(this IEndpointRouteBuilder routes)
    {
        routes.MapSignOn();
        IntakeEndpoints.Map(routes);
        DeliveryEndpoints.Map(routes);
        RequestEndpoints.Map(routes);
        CorrectionEndpoints.Map(routes);
        PushEndpoints.Map(routes);
        StatusEndpoints.Map(routes);
        ShowEndpoints.Map(routes);
        NoticeEndpoints.Map(routes);
        BulletinEndpoints.Map(routes);
        CatalogEndpoints.Map(routes);
        SheetEndpoints.Map(routes);
        DirectoryEndpoints.Map(routes);
        routes.MapAdministration();
        routes.MapOnboarding();
        routes.MapAudit();
    }

    // Authorities whose private address was allowed, and on one machine ourselves: the portal is told of logouts like any client.
    private static IReadOnlyList<string> OriginsOf(HubSetup setup, string origin) =>
    [
        .. setup.SignOn.Authorities.Append(setup.SignOn.Authority).Select(authority => authority?.PrivateAddress).OfType<string>().Where(address => address.Length > 0),
        .. new Uri(origin).IsLoopback ? [origin] : Array.Empty<string>(),
    ];

    private static SignOnOptions SignOnOf(HubSetup setup, string origin)
    {
        var options = setup.SignOn.In(new SignOnOptions(origin, origin) { Realm = setup.Deployment.Code.ToString(), Name = setup.Deployment.Name, Region = setup.Deployment.Region, Self = setup.Self });
        return setup.WrappingKey is { } key ? options with { WrappingKey = key } : options;
    }

    private static PlatformEntry? EntryOf(Platform? platform) =>
        platform is null ? null : new PlatformEntry(platform.Code, platform.Region, platform.Name, platform.Secret, platform.Suspended);

    private static void AddCatalog(IServiceCollection services, HubSetup setup)
    {
        services.AddSingleton(new StandardShelf(StandardEdition.Built(setup.Schemas))).AddSingleton(new StandardTable(setup.Engine)).AddSingleton<StandardDesk>().AddSingleton<CatalogBook>();
        services.AddHostedService<StandardKeeper>();
        services.AddSingleton<SheetShelf>().AddSingleton(new SheetTable(setup.Engine)).AddSingleton<SheetKeeper>().AddSingleton<SheetDesk>().AddSingleton<InterfaceDocuments>();
        services.AddHostedService(s => s.GetRequiredService<SheetKeeper>());
        services.AddSingleton(new DirectoryTable(setup.Engine)).AddSingleton<DirectoryParts>().AddHostedService<DirectoryRelay>();
        services.AddHostedService(s => new StandardRelay(
            LinkOf(setup), s.GetRequiredService<StandardTable>(), s.GetRequiredService<StandardDesk>(), setup.Clock, s.GetRequiredService<ILogger<StandardRelay>>()));
    }

    private static HttpLink? LinkOf(HubSetup setup) =>
        setup.Options.Upper is { } upper ? new HttpLink(PeerClient.To(upper.Url), TokensOf(setup, upper)) : null;

    private static LinkTokens TokensOf(HubSetup setup, UpperOptions upper)
    {
        var code = setup.Deployment.Code.ToString();
        return setup.LinkKey is { } key
            ? new LinkTokens(code, key, upper.Issuer.Length > 0 ? upper.Issuer : upper.Url, setup.Clock)
            : new LinkTokens(code, upper.Secret, setup.Clock);
    }

    private static void AddTables(IServiceCollection services, HubSetup setup)
    {
        var engine = setup.Engine;
        var ids = new IdMaker(setup.Clock);
        var tables = new LogTables(new LogTable(engine), new HeadTable(engine), new BatchTable(engine), new QuarantineTable(engine, ids), new TallyTable(engine), new FeedTable(engine), new CauseTable(engine));
        services.AddSingleton(tables).AddSingleton(tables.Log).AddSingleton(tables.Batches).AddSingleton(tables.Feeds).AddSingleton(new DeliveryTable(engine)).AddSingleton(new LinkTable(engine, setup.Clock, "hub"));
    }

    private static void AddExchange(IServiceCollection services, HubSetup setup)
    {
        services.AddSingleton<RecordJudge>().AddSingleton<Gate>().AddSingleton<Decoder>().AddSingleton<SourceRules>().AddSingleton<IntakeParts>().AddSingleton<DeliveryParts>();
        services.AddSingleton(new ByteBudget(setup.Options.Limits.BytesInFlight));
        services.AddSingleton(s => new WriteLane<AcceptWork, Accepted>(
            setup.Engine, new AcceptFold(s.GetRequiredService<LogTables>()).FoldAsync, "intake", weight: w => w.Weight));
        services.AddSingleton<Intake>();
        services.AddSingleton(s => new Delivery(s.GetRequiredService<DeliveryParts>(), setup.Log, s.GetRequiredService<LogNews>(), setup.Clock));
    }

    private static void AddLinks(IServiceCollection services, HubSetup setup)
    {
        services.AddSingleton<FlowBoard>().AddSingleton<LogNews>().AddHostedService<LogNewsSweep>();
        services.AddHostedService(s => new UplinkService(
            setup, s.GetRequiredService<InterfaceBook>(), s.GetRequiredService<FlowBoard>(), s.GetRequiredService<LinkTable>(), UplinkOf(s, setup)));
    }

    private static Uplink? UplinkOf(IServiceProvider services, HubSetup setup)
    {
        if (setup.Options.Upper is not { } upper || LinkOf(setup) is not { } link)
        {
            return null;
        }

        var sender = Sender.FromAbove(PlatformCode.Parse(upper.Code));
        return new Uplink(
            link,
            sender,
            new LogOutgoing(services.GetRequiredService<LogTable>(), services.GetRequiredService<LogNews>()),
            new IntakeSink(services.GetRequiredService<Intake>(), sender, services.GetRequiredService<LinkTable>()));
    }
}
