using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

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
        services.TryAddSingleton<KeyTable>(); // a host with two stores adds it with the hub's first
        services.AddSingleton<KeyKeeper>();
        services.AddHostedService<KeySweep>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ClientSecrets>();
        services.AddSingleton(room => new FailureLimiter(room.GetRequiredService<TimeProvider>()));
        services.AddSingleton(room => new ClientCheck(
            room.GetRequiredService<ClientSecrets>(), room.GetRequiredService<FailureLimiter>(), find(room)));
        services.AddSingleton<TokenDesk>();
        services.AddSingleton(room => new BearerGate(
            room.GetRequiredService<KeyKeeper>(),
            options,
            room.GetRequiredService<TimeProvider>(),
            room.GetRequiredService<ILogger<BearerGate>>()));
        UpstreamDoor.Add(services);
        PortalSessionDoor.Add(services);
        return services;
    }

    public static void MapSignOn(this IEndpointRouteBuilder routes)
    {
        TokenEndpoints.Map(routes);
        DiscoveryEndpoints.Map(routes);
        UpstreamEndpoints.Map(routes);
        PortalEndpoints.Map(routes);
    }
}
