namespace CityOps.Hub.Audit;

/// <summary>Names of the audit room's own events.</summary>
internal static class AuditActions
{
    /// <summary>A prefix was deleted by retention; fact <c>upto</c> says how far. The verifier reads it.</summary>
    public const string Cut = "audit.cut";

    /// <summary>Somebody read or took entries.</summary>
    public const string Read = "audit.read";
}
