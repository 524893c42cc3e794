using CityOps.Hub.Administration.Clients;
using CityOps.Hub.Administration.Delegations;
using CityOps.Hub.Administration.Organisations;
using CityOps.Hub.Administration.Platforms;
using CityOps.Hub.Administration.Users;
using CityOps.Hub.Audit;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Hub.Administration;

/// <summary>管理: the door of the administration; wants sign-on and the exchange's books among the services.</summary>
internal static class AdministrationDoor
{
    public static void AddAdministration(this IServiceCollection services, Engine engine)
    {
        services.TryAddSingleton<AuditLog>();
        services.AddSingleton(new PlatformTable(engine)).AddSingleton<PlatformKeeper>().AddSingleton<PlatformDesk>();
        services.AddHostedService(s => s.GetRequiredService<PlatformKeeper>());
        services.AddSingleton(s => new AdminDoor(s.GetRequiredService<AccessPolicy>(), s.GetRequiredService<AuditLog>()));
        services.AddSingleton<UserDesk>().AddSingleton<RoleDesk>().AddSingleton<LinkDesk>().AddSingleton<FirstDesk>();
        services.AddSingleton<OrganisationDesk>().AddSingleton<GrantAdmin>().AddSingleton<ClientAdmin>();
    }

    public static void MapAdministration(this IEndpointRouteBuilder routes)
    {
        UserEndpoints.Map(routes);
        LinkEndpoints.Map(routes);
        FirstEndpoints.Map(routes);
        OrganisationEndpoints.Map(routes);
        DelegationEndpoints.Map(routes);
        PlatformEndpoints.Map(routes);
        ClientEndpoints.Map(routes);
        KeyEndpoints.Map(routes);
    }
}
