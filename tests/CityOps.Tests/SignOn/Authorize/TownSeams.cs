using CityOps.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Authorize;

internal static class TownSeams
{
    public static void Add(IServiceCollection services, FakeClock clock)
    {
        services.AddSingleton(new CityOps.Hub.SignOn.People.Factors.SecretSeal((_, secret) => [.. secret], (_, secret) => [.. secret]));
        services.AddSingleton<CityOps.Hub.SignOn.Grants.CodeDesk>();
        services.AddSingleton<CityOps.Hub.SignOn.Grants.GrantDesk>();
        services.AddSingleton<CityOps.Hub.SignOn.Upstream.UpstreamBook>();
        services.AddSingleton<CityOps.Hub.Guards.OutboundHttp>();
    }
}
