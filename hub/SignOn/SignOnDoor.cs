using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Hub.SignOn.Tokens.Asking;
using CityOps.Hub.SignOn.Tokens.Granting;
using CityOps.Hub.SignOn.Tokens.Making;
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
        AddTokens(services);
        services.AddSingleton(room => new BearerGate(
            room.GetRequiredService<KeyKeeper>(),
            options,
            room.GetRequiredService<TimeProvider>(),
            room.GetRequiredService<ILogger<BearerGate>>()));
        return services;
    }

    public static void MapSignOn(this IEndpointRouteBuilder routes)
    {
        MapTokens(routes);
    }

    private static void AddTokens(IServiceCollection services)
    {
        services.TryAddSingleton<GrantTable>(); // as the keys' table above
        services.TryAddSingleton<CodeTable>();
        services.TryAddSingleton<RefreshTable>();
        services.TryAddSingleton(GuardSwitch.AllOn);
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton(PeersOf);
        services.AddSingleton(room => new RevokedGrants(room.GetRequiredService<GrantTable>(), room.GetRequiredService<TimeProvider>()));
        services.AddSingleton(room => new GrantDesk(
            room.GetRequiredService<GrantTable>(), room.GetRequiredService<RevokedGrants>(), room.GetRequiredService<TimeProvider>()));
        services.AddSingleton(room => new CodeDesk(
            room.GetRequiredService<CodeTable>(),
            room.GetRequiredService<GrantDesk>(),
            room.GetRequiredService<GuardSwitch>(),
            room.GetRequiredService<TimeProvider>()));
        services.AddHostedService<GrantSweep>();
        services.AddSingleton<RefreshDesk>().AddSingleton<AccessTokenMaker>().AddSingleton<IdTokenMaker>().AddSingleton<AccessTokenReader>();
        services.AddSingleton<UserTokens>().AddSingleton<CodeGrant>().AddSingleton<RefreshGrant>().AddSingleton<MachineGrant>().AddSingleton<ExchangeGrant>();
        services.AddSingleton<GrantKinds>().AddSingleton<TokenDesk>();
        services.AddSingleton<IntrospectionText>().AddSingleton<IntrospectionDesk>().AddSingleton<RevocationDesk>().AddSingleton<UserInfoDesk>();
    }

    private static TokenPeers PeersOf(IServiceProvider room)
    {
        var keys = room.GetRequiredService<KeyKeeper>();
        var tokens = new StrictJwt(TokenRules.AccessToken(room.GetRequiredService<SignOnOptions>()), keys.Find, room.GetRequiredService<TimeProvider>());
        return new TokenPeers
        {
            Enter = room.GetRequiredService<ClientDoor>().EnterAsync,
            Prove = room.GetRequiredService<DpopCheck>().CheckAsync,
            Sign = room.GetRequiredService<TokenSigner>().Sign,
            Verify = text => tokens.VerifyAsync(text).AsTask().GetAwaiter().GetResult().Token,
            FindUser = room.GetRequiredService<PeopleDesk>().FindAsync,
            Audit = room.GetRequiredService<AuditLog>().WriteAsync,
        };
    }

    private static void MapTokens(IEndpointRouteBuilder routes)
    {
        TokenEndpoints.Map(routes);
        TokenAskingEndpoints.Map(routes);
        UserInfoEndpoints.Map(routes);
        DiscoveryEndpoints.Map(routes);
    }
}
