using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Audit.Witness;
using CityOps.Hub.Links;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Keys;
using CityOps.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

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
        services.AddSingleton<AuditDesk>().AddSingleton<WitnessDesk>().AddSingleton<Checkpointer>();
        services.AddSingleton<CheckpointSigner>(s => claims => Sign(s.GetRequiredService<KeyKeeper>().Ring, s.GetRequiredService<TimeProvider>(), claims));
        services.AddSingleton<AuditReader>(s => async (http, _) => (await s.GetRequiredService<Door>().EnterAsOwnerAsync(http)).Match<Schemas.Outcome<string>>(caller => caller.Code, refusal => refusal));
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

    private static SignedCheckpoint Sign(KeyRing ring, TimeProvider clock, IReadOnlyDictionary<string, object> claims)
    {
        var key = ring.Signer(clock.GetUtcNow());
        var head = new Dictionary<string, object> { ["alg"] = Checkpoint.Algorithm, ["typ"] = Checkpoint.Type, ["kid"] = key.Kid };
        var text = $"{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(head))}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var signature = ((ECDsaSecurityKey)key.Pair).ECDsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        return new SignedCheckpoint($"{text}.{Base64Url.EncodeToString(signature)}", Encoding.UTF8.GetString(key.PublicJwk.Span));
    }
}
