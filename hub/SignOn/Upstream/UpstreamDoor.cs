using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Hub.SignOn.Upstream.Admission;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>What this room registers. A host that brings its own of anything here adds it first.</summary>
internal static class UpstreamDoor
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(GuardSwitch.AllOn);
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton(room => new AuthorityWire(() => room.GetRequiredService<OutboundHttp>().Client));
        services.TryAddSingleton<SignToken>(room => room.GetRequiredService<TokenSigner>().Sign);
        services.TryAddSingleton<WriteAudit>(room => room.GetRequiredService<AuditLog>().WriteAsync);
        services.TryAddSingleton(PeopleOf);
        services.TryAddSingleton(SessionsOf);
        services.TryAddSingleton(room => UpstreamTables.Of(room.GetRequiredService<Engine>(), room.GetRequiredService<GuardSwitch>()));
        services.AddSingleton<UpstreamBook>().AddSingleton<UpstreamParties>().AddSingleton<UpstreamFinish>().AddSingleton<UpstreamDesk>().AddSingleton<BackchannelDesk>();
        services.AddSingleton(room => new OwnLoginGate(
            room.GetRequiredService<SignOnOptions>(), room.GetRequiredService<WriteAudit>(), room.GetRequiredService<GuardSwitch>(), room.GetRequiredService<ILogger<OwnLoginGate>>()));
        services.AddSingleton<UpstreamSweep>().AddHostedService(room => room.GetRequiredService<UpstreamSweep>());
    }

    private static PeopleNeeds PeopleOf(IServiceProvider room)
    {
        var people = room.GetRequiredService<PeopleDesk>();
        return new PeopleNeeds(people.FindLinkedAsync, people.NeedsTotp);
    }

    private static SessionNeeds SessionsOf(IServiceProvider room)
    {
        var sessions = room.GetRequiredService<SessionDesk>();
        return new SessionNeeds(room.GetRequiredService<LoginFinish>().CompleteAsync, sessions.FindAsync, sessions.EndAsync);
    }
}
