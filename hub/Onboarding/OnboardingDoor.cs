using CityOps.Hub.Catalog;
using CityOps.Hub.Onboarding.Beats;
using CityOps.Hub.Onboarding.Joining;
using CityOps.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.Onboarding;

/// <summary>接入平台配置: what this room registers besides the directory.</summary>
internal static class OnboardingDoor
{
    public static void AddOnboarding(this IServiceCollection services, HubSetup setup)
    {
        services.AddSingleton(new JoinTable(setup.Engine)).AddSingleton(new HeartbeatTable(setup.Engine)).AddSingleton<JoinReceipt>().AddSingleton<JoinTests>().AddSingleton<ApplicantBooks>();
        services.AddSingleton(s => new JoinDesk(
            s.GetRequiredService<JoinTable>(), s.GetRequiredService<PlatformTable>(), s.GetRequiredService<PlatformKeeper>(), s.GetRequiredService<PlatformDirectory>(), s.GetRequiredService<InterfaceBook>(),
            new IdMaker(setup.Clock), setup.Clock));
        services.AddSingleton(s => new ApplicantDesk(s.GetRequiredService<ApplicantBooks>(), new IdMaker(setup.Clock), setup.Clock));
    }

    public static void MapOnboarding(this IEndpointRouteBuilder routes)
    {
        JoinEndpoints.Map(routes);
        HeartbeatEndpoints.Map(routes);
    }
}
