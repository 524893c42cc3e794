using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Discovery;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.Once;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Hub.SignOn;

/// <summary>
/// 单点登录: the door of the room. Wants an <see cref="Engine"/> with the hub's migrations applied and a
/// <see cref="TimeProvider"/> among the services; the keys are ready before the first request.
/// </summary>
public static class SignOnDoor
{
    /// <param name="options">Checked with <see cref="SignOnOptions.Faults"/> by the host.</param>
    /// <param name="find">The directory: exact platform code in, entry or null out; asked on every token request.</param>
    public static IServiceCollection AddSignOn(
        this IServiceCollection services, SignOnOptions options, Func<IServiceProvider, Func<string, PlatformEntry?>> find)
    {
        services.AddSingleton(options);
        AddJose(services);
        AddClients(services, find);
        AddBearer(services);
        services.AddSingleton<ClientSecrets>();
        services.AddSingleton(room => new FailureLimiter(room.GetRequiredService<TimeProvider>()));
        UpstreamDoor.Add(services);
        PortalSessionDoor.Add(services);
        services.AddPeople(options);
        PeoplePagesDoor.Add(services);
        TokensDoor.Add(services);
        return services;
    }

    public static void MapSignOn(this IEndpointRouteBuilder routes)
    {
        TokensDoor.Map(routes);
        DiscoveryEndpoints.Map(routes);
        UpstreamEndpoints.Map(routes);
        PortalEndpoints.Map(routes);
        PeoplePagesDoor.Map(routes);
    }

    // A host with two stores adds the tables with the hub's store first.
    private static void AddJose(IServiceCollection services)
    {
        services.TryAddSingleton(GuardSwitch.AllOn);
        services.TryAddSingleton<KeyTable>();
        services.TryAddSingleton<OnceTable>();
        services.AddSingleton<KeyKeeper>().AddSingleton<TokenSigner>();
        services.AddHostedService<KeySweep>();
        services.AddHostedService<OnceSweep>();
        services.TryAddSingleton<RemoteRead>(room => (url, ct) => room.GetRequiredService<OutboundHttp>().Client.GetByteArrayAsync(new Uri(url), ct));
        services.AddSingleton<RemoteKeys>();
    }

    private static void AddClients(IServiceCollection services, Func<IServiceProvider, Func<string, PlatformEntry?>> find)
    {
        services.TryAddSingleton<ClientTable>();
        services.AddSingleton(room => new ClientBook(room.GetRequiredService<ClientTable>(), find(room), room.GetRequiredService<GuardSwitch>(), [.. room.GetServices<Client>(), .. room.GetRequiredService<SignOnOptions>().Visits.Select(visit => visit.Client)]));
        services.TryAddSingleton<AddressJudge>(room => url => room.GetRequiredService<OutboundHttp>().Judge(url));
        services.AddSingleton<ClientDesk>();
        services.AddSingleton<SecretProof>().AddSingleton<AssertionProof>().AddSingleton<ClientProofs>();
        services.AddSingleton(room => new ClientDoor(
            room.GetRequiredService<ClientBook>(),
            room.GetRequiredService<ClientProofs>(),
            room.GetRequiredService<FailureLimiter>(),
            room.GetRequiredService<TimeProvider>(),
            room.GetRequiredService<GuardSwitch>()));
    }

    private static void AddBearer(IServiceCollection services)
    {
        services.AddSingleton<DpopNonces>().AddSingleton<AccessTokenReader>();
        services.AddSingleton(room => new DpopCheck(
            room.GetRequiredService<OnceTable>(), room.GetRequiredService<DpopNonces>(), room.GetRequiredService<TimeProvider>(), room.GetRequiredService<GuardSwitch>()));
        services.AddSingleton(room => new BearerGate(
            room.GetRequiredService<AccessTokenReader>(),
            room.GetRequiredService<DpopCheck>(),
            room.GetRequiredService<RevokedCheck>(),
            room.GetRequiredService<GuardSwitch>()));
    }
}
