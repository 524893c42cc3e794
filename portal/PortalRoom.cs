using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal;

/// <summary>Where the deployment whose pages these are answers: the portal speaks HTTP to it like any outsider.</summary>
public sealed record PortalOptions(string Self);

/// <summary>运行门户: the pages of one deployment.</summary>
public static class PortalRoom
{
    public static IServiceCollection AddPortal(this IServiceCollection services, PortalOptions options) => services.AddSingleton(options);

    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
    }
}
