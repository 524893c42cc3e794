using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Tokens.Asking;
using CityOps.Hub.SignOn.Tokens.Granting;
using CityOps.Hub.SignOn.Tokens.Making;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>The door of the token side: grants and what comes of them, and the endpoints clients call.</summary>
internal static class TokensDoor
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton(PeersOf);
        AddGrants(services);
        services.AddSingleton<AccessTokenMaker>().AddSingleton<IdTokenMaker>().AddSingleton<TokenLookup>();
        services.AddSingleton<UserTokens>().AddSingleton<CodeGrant>().AddSingleton<RefreshGrant>().AddSingleton<MachineGrant>().AddSingleton<ExchangeGrant>();
        services.AddSingleton<GrantKinds>().AddSingleton<TokenDesk>();
        services.AddSingleton<IntrospectionText>().AddSingleton<IntrospectionDesk>().AddSingleton<RevocationDesk>().AddSingleton<UserInfoDesk>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        TokenEndpoints.Map(routes);
        TokenAskingEndpoints.Map(routes);
        UserInfoEndpoints.Map(routes);
    }

    // A host with two stores adds the tables with the hub's store first.
    private static void AddGrants(IServiceCollection services)
    {
        services.TryAddSingleton<GrantTable>();
        services.TryAddSingleton<CodeTable>();
        services.TryAddSingleton<RefreshTable>();
        services.AddSingleton(room => new RevokedGrants(room.GetRequiredService<GrantTable>(), room.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RevokedCheck>(room => room.GetRequiredService<RevokedGrants>().Holds);
        services.AddSingleton(room => new GrantDesk(
            room.GetRequiredService<GrantTable>(), room.GetRequiredService<RevokedGrants>(), room.GetRequiredService<TimeProvider>()));
        services.AddSingleton(room => new CodeDesk(
            room.GetRequiredService<CodeTable>(),
            room.GetRequiredService<GrantDesk>(),
            room.GetRequiredService<GuardSwitch>(),
            room.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RefreshDesk>();
        services.AddHostedService<GrantSweep>();
    }

    private static TokenPeers PeersOf(IServiceProvider room)
    {
        var rules = TokenRules.AnyAccessToken(room.GetRequiredService<SignOnOptions>());
        var tokens = new StrictJwt(rules, room.GetRequiredService<KeyKeeper>().Choose, room.GetRequiredService<TimeProvider>(), room.GetRequiredService<GuardSwitch>());
        var dpop = room.GetRequiredService<DpopCheck>();
        return new TokenPeers
        {
            Enter = room.GetRequiredService<ClientDoor>().EnterAsync,
            Prove = dpop.CheckAsync,
            Nonce = () => dpop.Nonce,
            Sign = room.GetRequiredService<TokenSigner>().Sign,
            Verify = text => tokens.Verify(text).Token,
            FindUser = room.GetRequiredService<PeopleDesk>().FindAsync,
            Audit = room.GetRequiredService<AuditLog>().WriteAsync,
        };
    }
}
