using CityOps.Hub.Guards;
using CityOps.Hub.Links;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>What the portal's sessions register. A host that brings its own of anything here adds it first.</summary>
internal static class PortalSessionDoor
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(room => PortalClient.Registration(room.GetRequiredService<SignOnOptions>()));
        services.TryAddSingleton(PartyOf);
        services.TryAddSingleton(NeedsOf);
        services.TryAddSingleton(room => TablesOf(room.GetRequiredService<Engine>(), room.GetRequiredService<GuardSwitch>()));
        services.AddSingleton<PortalReader>().AddSingleton<PortalDesk>();
    }

    public static PortalTables TablesOf(Engine engine, GuardSwitch guards) => new(new WaitingTable(engine, guards), new PortalSessionTable(engine));

    // The way to ourselves does not lead through the proxy in front: the published address is only a name here.
    private static PortalParty PartyOf(IServiceProvider room)
    {
        var options = room.GetRequiredService<SignOnOptions>();
        var self = options.Self.Length > 0 ? options.Self : options.Issuer;
        var client = PeerClient.To(self);
        var wire = new AuthorityWire(() => client, published => new Uri(client.BaseAddress!, published.PathAndQuery));
        return new PortalParty(new RelyingParty(
            PortalClient.Relying(options), wire, room.GetRequiredService<SignToken>(), room.GetRequiredService<GuardSwitch>(), room.GetRequiredService<TimeProvider>()));
    }

    private static PortalNeeds NeedsOf(IServiceProvider room) => new(
        room.GetRequiredService<PeopleDesk>().FindAsync, room.GetRequiredService<RightsDesk>().OfAsync, room.GetRequiredService<SessionDesk>().FindBySidAsync);
}
