using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.Links;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.Status.Probes;

/// <summary>探测: what this room registers.</summary>
internal static class ProbeDoor
{
    public static void AddProbes(this IServiceCollection services, HubSetup setup, HttpLink? above)
    {
        services.AddSingleton(s => new ProbeTable(setup.Engine, new KeyWrap(s.GetRequiredService<SignOnOptions>().WrappingKey)));
        services.AddSingleton(s => new ProbeSigner(s.GetRequiredService<ProbeTable>(), s.GetRequiredService<ClientDesk>(), s.GetRequiredService<SignOnOptions>(), setup));
        services.AddSingleton(s => new Prober(s.GetRequiredService<ProbeSigner>(), s.GetRequiredService<SignOnOptions>(), s.GetRequiredService<SheetShelf>(), setup, above));
        services.AddSingleton<ProbeParts>();
        services.AddHostedService<ProbeSweep>();
    }
}
