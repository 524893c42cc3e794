using System.Text;
using CityOps.Hub.Audit.Reading;
using CityOps.Hub.Audit.Witness;
using CityOps.Hub.Links;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Audit;

/// <summary>The audit room's door.</summary>
internal static class AuditDoor
{
    /// <param name="engine">The hub's store, with its migrations applied.</param>
    /// <param name="above">The hub above, which witnesses; null at the top.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services, Engine engine, HttpLink? above)
    {
        services.AddSingleton(s => new AuditLog(engine, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<AuditLog>>()));
        services.AddSingleton(new AuditTable(engine)).AddSingleton(new CheckpointTable(engine)).AddSingleton(new WitnessTable(engine));
        services.AddSingleton<AuditDesk>().AddSingleton<AuditShow>().AddSingleton<WitnessDesk>().AddSingleton<Checkpointer>();
        services.AddSingleton<CheckpointSigner>(s => claims => Sign(s.GetRequiredService<KeyKeeper>().Ring, claims));
        services.AddHostedService<AuditSweep>();
        services.AddHostedService(s => new WitnessRelay(
            above, s.GetRequiredService<AuditTable>(), s.GetRequiredService<CheckpointTable>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<WitnessRelay>>()));
        return services;
    }

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        AuditEndpoints.Map(routes);
        WitnessEndpoints.Map(routes);
    }

    private static SignedCheckpoint Sign(KeyRing ring, IReadOnlyDictionary<string, object> claims)
    {
        var key = ring.Signer(Checkpoint.Algorithm);
        var header = new Dictionary<string, object> { ["alg"] = Checkpoint.Algorithm, ["typ"] = Checkpoint.Type, ["kid"] = key.Kid };
        return new SignedCheckpoint(TokenSigner.Sign(header, claims, Checkpoint.Algorithm, key.Pair!), Encoding.UTF8.GetString(key.Row.PublicJwk));
    }
}
