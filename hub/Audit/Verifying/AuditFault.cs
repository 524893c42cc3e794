namespace CityOps.Hub.Audit.Verifying;

/// <summary>What can be wrong with a log, by name.</summary>
internal enum AuditFaultKind
{
    /// <summary>The bytes of an entry do not have the hash it is listed with, or that the next one names.</summary>
    Altered,
    Deleted,
    Swapped,
    Inserted,

    /// <summary>An entry is older than the one before it.</summary>
    Backdated,

    /// <summary>The log's own signed heads say it was longer.</summary>
    Truncated,

    /// <summary>The root is not what was signed: from some entry on it is another log.</summary>
    Rewritten,

    /// <summary>A witness saw it longer, although it fits its own heads.</summary>
    RolledBack,

    /// <summary>Two signed heads of one size have different roots.</summary>
    Forked,

    /// <summary>A checkpoint whose signature does not hold.</summary>
    Forged,
}

/// <summary>One fault, with the first sequence number at which the log cannot be relied on.</summary>
internal sealed record AuditFault(AuditFaultKind Kind, long Index, string Why)
{
    public string Name => Kind switch
    {
        AuditFaultKind.RolledBack => "rolled-back",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>The result of a verification.</summary>
/// <param name="Sealed">Up to here signed checkpoints vouch for the log.</param>
/// <param name="Witnessed">Up to here checkpoints from elsewhere do.</param>
internal sealed record AuditVerdict(long Entries, int Checkpoints, long Sealed, long Witnessed, IReadOnlyList<AuditFault> Faults)
{
    public bool Holds => Faults.Count == 0;
}
