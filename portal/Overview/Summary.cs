namespace CityOps.Portal.Overview;

/// <summary>Counts of one interface since the log began.</summary>
public sealed record InterfaceCounts(string Interface, string Title, string Direction, long Offered, long Accepted, long Duplicate, long Stale, long Rejected);

/// <summary>One flow of the link to the tier above. Only a sender knows its backlog.</summary>
public sealed record FlowCounts(
    string Flow, string Interface, string Way, long Backlog, long Parked, DateTimeOffset? OldestAt, DateTimeOffset? LastGoodAt, DateTimeOffset? FailingSince, string? Error)
{
    public bool Sends => Way == "Send";
}

/// <summary>One subscription; <c>MovedAt</c> is absent until its reader commits a position.</summary>
public sealed record SubscriptionCounts(string Subscription, string Platform, string Interface, long Position, long Backlog, long Parked, DateTimeOffset? MovedAt);

/// <summary>运行概况: what <c>GET /status/v1/summary</c> answers, as far as the page shows it.</summary>
public sealed record Summary(
    string Platform,
    string Name,
    string Tier,
    string Region,
    DateTimeOffset At,
    string Log,
    long Head,
    long Quarantined,
    IReadOnlyList<InterfaceCounts> Interfaces,
    IReadOnlyList<FlowCounts> Links,
    IReadOnlyList<SubscriptionCounts> Subscriptions);
