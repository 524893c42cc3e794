namespace CityOps.Portal.Audit;

/// <summary>One entry of the audit log, as it was written.</summary>
public sealed record AuditRow(long Seq, string Id, DateTimeOffset At, string Prev, string Action, string Result, string Code, string Actor, string Subject, string Source, string Correlation, IReadOnlyDictionary<string, string> Facts);

/// <summary>Who an id is.</summary>
public sealed record AuditName(string Login, string Name);

/// <summary>Newest first; <c>Next</c> is the number to go on before.</summary>
public sealed record AuditRows(IReadOnlyList<AuditRow> Entries, IReadOnlyDictionary<string, AuditName> Names)
{
    public long? Next { get; init; }
}

/// <summary>How an entry stands in the chain; null is what retention has made unknowable.</summary>
public sealed record AuditChain(string Leaf)
{
    public bool? Holds { get; init; }

    public bool? Follows { get; init; }

    public DateTimeOffset? SealedAt { get; init; }

    public long? SealedSize { get; init; }
}

public sealed record AuditFacts(AuditChain Chain, IReadOnlyDictionary<string, AuditName> Names)
{
    /// <summary>Null where retention has deleted it and kept its hash.</summary>
    public AuditRow? Entry { get; init; }
}
