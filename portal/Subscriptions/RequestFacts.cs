namespace CityOps.Portal.Subscriptions;

/// <summary>订阅申请 as the deployment tells of it.</summary>
public sealed record RequestRow(string Id, string Platform, string Interface, string State, string Purpose, string Scenario, IReadOnlyList<string> Regions, string Mode, DateOnly ValidTo, string AppliedBy, DateTimeOffset AppliedAt, DateTimeOffset ReplyDue)
{
    public string? LegalBasis { get; init; }

    public IReadOnlyList<string>? Fields { get; init; }

    public string? PushUrl { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Opinion { get; init; }

    /// <summary>Whether somebody has to answer it.</summary>
    public bool Waits => State is "awaiting" or "disputed";
}

public sealed record RequestRows(IReadOnlyList<RequestRow> Items)
{
    public string? Next { get; init; }
}

public sealed record AskedField(string Name, string Title, int Level);

/// <summary>What a decision looks at: fields, volume, who else reads it, how the applicant behaved.</summary>
public sealed record DecisionContext(
    string Title, string Share, int HighestLevel, IReadOnlyList<AskedField> Fields, long RecordsLastDay, int Subscribers, IReadOnlyList<string> Peers, IReadOnlyDictionary<string, long> Past, long Parked, bool Overdue);

/// <summary>A request; its context only for who decides.</summary>
public sealed record RequestFacts(RequestRow Request, DecisionContext? Context);

/// <summary>在用订阅; the backlog is counted to 10,001.</summary>
public sealed record LiveRow(
    string Subscription, string Platform, string PlatformName, string Interface, string Title, bool Statutory, string Mode, IReadOnlyList<string> Regions, long Position, long Backlog, long Parked)
{
    public IReadOnlyList<string>? Fields { get; init; }

    public DateOnly? ValidTo { get; init; }

    public string? Request { get; init; }

    public DateTimeOffset? MovedAt { get; init; }
}

public sealed record LiveRows(IReadOnlyList<LiveRow> Items)
{
    public string? Next { get; init; }
}
