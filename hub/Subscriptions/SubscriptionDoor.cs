using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Subscriptions.Corrections;
using CityOps.Hub.Subscriptions.Push;
using CityOps.Hub.Subscriptions.Requests;
using CityOps.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.Subscriptions;

/// <summary>接口订阅: what this room registers besides delivery.</summary>
internal static class SubscriptionDoor
{
    public static void AddSubscriptions(this IServiceCollection services, HubSetup setup)
    {
        services.AddSingleton(new RequestTable(setup.Engine)).AddSingleton<GrantKeeper>().AddSingleton<ContextReader>().AddSingleton<LiveList>();
        services.AddHostedService(s => s.GetRequiredService<GrantKeeper>());
        services.AddSingleton(s => new RequestRules(s.GetRequiredService<OutboundHttp>()));
        services.AddSingleton(s => new RequestBooks(
            s.GetRequiredService<PlatformDirectory>(), s.GetRequiredService<InterfaceBook>(), s.GetRequiredService<SubscriptionBook>(), s.GetRequiredService<StandardShelf>(),
            ApprovalProfile.Find(setup.Options.ApprovalProfile)!));
        services.AddSingleton(s => new RequestDesk(
            s.GetRequiredService<RequestTable>(), s.GetRequiredService<GrantKeeper>(), s.GetRequiredService<RequestRules>(), s.GetRequiredService<RequestBooks>(), s.GetRequiredService<LogTable>(),
            new IdMaker(setup.Clock), setup.Clock));
        services.AddSingleton(s => new CorrectionDesk(
            new CorrectionTable(setup.Engine),
            new CorrectionBooks(
                s.GetRequiredService<PlatformDirectory>(), s.GetRequiredService<InterfaceBook>(), s.GetRequiredService<SubscriptionBook>(), s.GetRequiredService<StandardShelf>(),
                s.GetRequiredService<Delivery>(), s.GetRequiredService<LogTables>()),
            new IdMaker(setup.Clock), setup.Clock));
        AddPush(services, setup);
    }

    private static void AddPush(IServiceCollection services, HubSetup setup)
    {
        var table = new PushTable(setup.Engine);
        services.AddSingleton(table).AddSingleton<PushDesk>();
        services.AddSingleton(s => new PushSender(s.GetRequiredService<OutboundHttp>(), new KeyWrap(s.GetRequiredService<SignOnOptions>().WrappingKey), setup.Clock));
        services.AddSingleton(s => new PushParts(
            s.GetRequiredService<SubscriptionBook>(), s.GetRequiredService<Delivery>(), s.GetRequiredService<DeliveryTable>(), table, s.GetRequiredService<PushSender>(),
            new WriteLane<PushedTo, bool>(setup.Engine, table.MoveAsync, "push"), s.GetRequiredService<LogNews>(), s.GetRequiredService<CallMeter>(), new PushPace(setup.Options.Limits.PushRecords, setup.Options.Limits.PushBytes, setup.Chance),
            new IdMaker(setup.Clock).Next().ToString("N")));
        services.AddHostedService<PushService>();
    }
}
