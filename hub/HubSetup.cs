using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Links.Keys;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.Guards;
using CityOps.Hub.Status.Notices;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Hub;

/// <summary>What a hub needs from its host: who it is, how it is set, its opened store, time and chance.</summary>
/// <param name="Log">The name of this life of the log.</param>
public sealed record HubSetup(Deployment Deployment, HubOptions Options, Engine Engine, string Log, TimeProvider Clock, Random Chance)
{
    /// <summary>The data standard this hub exchanges by; the build's own unless the host brings another.</summary>
    public SchemaSet Schemas { get; init; } = SchemaSet.Standard;

    /// <summary>Wraps the private keys in the store: 32 bytes the host keeps elsewhere. Null for hosts of one process's life.</summary>
    public ReadOnlyMemory<byte>? WrappingKey { get; init; }

    /// <summary>Our key for the link to the hub above; null where the secret is shown.</summary>
    public LinkKey? LinkKey { get; init; }

    /// <summary>Whose word on who somebody is counts here.</summary>
    public SignOnSettings SignOn { get; init; } = new();

    /// <summary>Where this deployment reaches itself, when that is not its public origin.</summary>
    public string Self { get; init; } = "";

    /// <summary>Whether the database itself keeps subscribers' rows apart; only PostgreSQL can, and only by a role this user may take.</summary>
    public bool RowsGuarded { get; init; }

    /// <summary>Whom this deployment may call, and how often it may be called.</summary>
    public GuardOptions Guards { get; init; } = new();

    /// <summary>How mail is sent; without it notices go by webhook only.</summary>
    public MailSend? Mail { get; init; }

    /// <summary>Brings the store to this version's tables and reads which life of the log it holds.</summary>
    public static async Task<HubSetup> PrepareAsync(Deployment deployment, HubOptions options, Engine engine, TimeProvider clock, CancellationToken ct)
    {
        var assembly = typeof(HubSetup).Assembly;
        await Migrations.ApplyAsync(engine, assembly, "link", ct);
        await Migrations.ApplyAsync(engine, assembly, "hub", ct);
        var guarded = await RowSecurity.ArmAsync(engine, ct);
        var log = await new LogTable(engine).LifeAsync(Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), ct);
        return new HubSetup(deployment, options, engine, log, clock, Random.Shared) { RowsGuarded = guarded };
    }
}
