using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
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
    }
}
