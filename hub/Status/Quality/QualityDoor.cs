using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.Status.Quality;

/// <summary>数据质量: what this room registers.</summary>
internal static class QualityDoor
{
    public static void AddQuality(this IServiceCollection services, HubSetup setup)
    {
        services.AddSingleton(new QualityTable(setup.Engine)).AddSingleton<QualityParties>().AddSingleton<QualitySweep>();
        services.AddHostedService(s => s.GetRequiredService<QualitySweep>());
    }
}
