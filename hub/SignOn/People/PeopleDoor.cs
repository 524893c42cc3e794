using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Hub.SignOn.People;

/// <summary>人员与权限: what this room registers.</summary>
internal static class PeopleDoor
{
    public static void AddPeople(this IServiceCollection services, SignOnOptions options)
    {
        services.TryAddSingleton(GuardSwitch.AllOn);
        services.TryAddSingleton(s => new PeopleTables(s.GetRequiredService<Engine>())); // a host with two stores adds it with the hub's first
        services.TryAddSingleton(s => new PeopleSetting(options.Realm, s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(_ => new PasswordCheck());
        services.TryAddSingleton(s => new LoginThrottle(s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new AccountEnd(Doors(s)));
        services.TryAddSingleton(_ => Seal(new KeyWrap(options.WrappingKey)));
        services.AddSingleton(s => new Organisations.OrganisationPlaces(s.GetRequiredService<PeopleTables>())).AddSingleton<PasswordDesk>().AddSingleton<FactorDesk>();
        services.AddSingleton(s => new PeopleDesk(
            s.GetRequiredService<PeopleTables>(), s.GetRequiredService<PasswordDesk>(), s.GetRequiredService<FactorDesk>(), s.GetRequiredService<AccountEnd>(),
            s.GetRequiredService<PeopleSetting>()));
        services.AddSingleton(s => new RightsDesk(s.GetRequiredService<PeopleTables>(), options, s.GetRequiredService<GuardSwitch>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new DelegationDesk(s.GetRequiredService<PeopleTables>().Delegations, s.GetRequiredService<AccountEnd>(), options, s.GetRequiredService<TimeProvider>()));
        services.AddHostedService<DelegationSweep>();
    }

    private static SecretSeal Seal(KeyWrap wrap) => new((name, secret) => wrap.Wrap(name, secret), (name, secret) => wrap.Open(name, secret));

    // Asked for when needed: sessions and grants may themselves need this room.
    private static AccountEnd.Doors Doors(IServiceProvider services) => new(
        (user, why, ct) => services.GetRequiredService<SessionDesk>().EndOfUserAsync(user, why, ct),
        (user, why, ct) => services.GetRequiredService<GrantDesk>().RevokeOfUserAsync(user, why, ct),
        async (user, ct) => [.. (await services.GetRequiredService<SessionDesk>().OfUserAsync(user, ct)).Select(session => session.Sid)],
        (sid, why, ct) => services.GetRequiredService<SessionDesk>().EndAsync(sid, why, ct));
}
