using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Hub.Guards;

/// <summary>The guards' door.</summary>
internal static class GuardsDoor
{
    public static IServiceCollection AddGuards(this IServiceCollection services, GuardOptions options)
    {
        services.TryAddSingleton(GuardSwitch.AllOn);
        services.AddSingleton(options);
        services.TryAddSingleton(s => new RateLimits(options, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<GuardSwitch>()));
        services.TryAddSingleton(s => new OutboundHttp(options, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<GuardSwitch>()));
        return services;
    }
}
