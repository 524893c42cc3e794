using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.Status.Incidents;
using CityOps.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.Status.Notices;

/// <summary>通知: what this room registers.</summary>
internal static class NoticeDoor
{
    public static void AddNotices(this IServiceCollection services, HubSetup setup)
    {
        services.AddSingleton(new NoticeTable(setup.Engine)).AddSingleton(s => new NoticePlan(s.GetRequiredService<NoticeTable>(), new IdMaker(setup.Clock)));
        services.AddSingleton(s => new ChannelTable(setup.Engine, new KeyWrap(s.GetRequiredService<SignOnOptions>().WrappingKey)));
        services.AddSingleton(s => new NoticeText(s.GetRequiredService<PlatformDirectory>(), s.GetRequiredService<SignOnOptions>().Issuer));
        services.AddSingleton(s => new NoticeSender(s.GetRequiredService<OutboundHttp>(), s.GetRequiredService<ChannelTable>(), s.GetRequiredService<NoticeText>(), setup.Mail, setup.Clock));
        services.AddSingleton(s => new NoticeParts(
            s.GetRequiredService<NoticeTable>(), s.GetRequiredService<ChannelTable>(), s.GetRequiredService<IncidentTable>(), s.GetRequiredService<NoticeSender>(), setup.Chance));
        services.AddSingleton<NoticeSweep>().AddHostedService(s => s.GetRequiredService<NoticeSweep>());
        services.AddSingleton(s => new ChannelParts(
            s.GetRequiredService<ChannelTable>(), s.GetRequiredService<NoticeTable>(), s.GetRequiredService<PlatformDirectory>(), s.GetRequiredService<OutboundHttp>(), new IdMaker(setup.Clock)));
        services.AddSingleton<ChannelDesk>();
    }
}
