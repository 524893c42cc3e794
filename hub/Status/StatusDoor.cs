using CityOps.Hub.Catalog;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Status.Bulletin;
using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Status.Notices;
using CityOps.Hub.Status.Probes;
using CityOps.Hub.Status.Quality;
using CityOps.Hub.Status.Rollup;
using CityOps.Hub.Status.Showing;
using CityOps.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Status;

/// <summary>接口状态监控: what this room registers.</summary>
internal static class StatusDoor
{
    public static void AddStatus(this IServiceCollection services, HubSetup setup, HttpLink? above)
    {
        services.AddSingleton<CallMeter>().AddSingleton<PullMeter>().AddSingleton(new CallTable(setup.Engine)).AddSingleton<MeterFlush>();
        services.AddSingleton<TokenMeter>();
        services.AddHostedService(s => s.GetRequiredService<MeterFlush>());
        services.AddSingleton(new HealthTable(setup.Engine)).AddSingleton(new IncidentTable(setup.Engine)).AddSingleton<HealthParts>().AddSingleton<HealthReader>();
        services.AddNotices(setup);
        services.AddProbes(setup, above);
        services.AddQuality(setup);
        services.AddSingleton<BulletinShow>();
        services.AddSingleton(s => new IncidentKeeper(s.GetRequiredService<IncidentTable>(), s.GetRequiredService<NoticePlan>(), setup.Options.Escalation, new IdMaker(setup.Clock)));
        services.AddSingleton(s => new Watch(
            s.GetRequiredService<HealthReader>(), s.GetRequiredService<IncidentKeeper>(), s.GetRequiredService<HealthTable>(), setup.Clock, s.GetRequiredService<ILogger<Watch>>()));
        services.AddHostedService(s => s.GetRequiredService<Watch>());
        services.AddSingleton<BeatWriter>().AddSingleton<TreeShow>();
        services.AddHostedService(s => new HeartbeatSender(
            above, TimeSpan.FromSeconds(setup.Options.HeartbeatSeconds), s.GetRequiredService<BeatWriter>(), setup.Clock, s.GetRequiredService<ILogger<HeartbeatSender>>()));
        services.AddSingleton<HealthShow>().AddSingleton<MineShow>().AddSingleton<StartShow>().AddSingleton<RecordShow>().AddSingleton<Resubmission>();
        services.AddSingleton(s => new IncidentDesk(
            s.GetRequiredService<IncidentTable>(), s.GetRequiredService<PlatformDirectory>(), s.GetRequiredService<InterfaceBook>(), new IdMaker(setup.Clock), setup.Clock));
    }
}
