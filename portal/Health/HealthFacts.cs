using CityOps.Portal.Kit;

namespace CityOps.Portal.Health;

/// <summary>Measured calls; durations in milliseconds, null where there were none.</summary>
public sealed record Calls([property: System.Text.Json.Serialization.JsonPropertyName("calls")] long Count, long Errors, long Records, long Rejected, int? P50, int? P95, int? P99, string? LastError);

/// <summary>What is wrong: whose it is, why, what to do.</summary>
public sealed record Trouble(
    string Kind, string Severity, string? Interface, string? Title, string? Platform, string Owner, string OwnerName, string Cause, string CauseEn, string Next, string NextEn, int Affected)
{
    public string? Id { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public string? Note { get; init; }

    /// <summary>How often nobody took it on in time.</summary>
    public long Level { get; init; }

    public DateTimeOffset? From => OpenedAt ?? Since;
}

/// <summary>One interface as a row of the health list.</summary>
public sealed record InterfaceRow(
    string Code, string Title, string Category, string Frequency, string Light, string? Cause, string? CauseEn, string? Owner, long Accepted, long Rejected, int Senders, DateTimeOffset? LastAt, DateTimeOffset? LastDataAt, Calls Calls);

public sealed record InterfaceRows(int Total, IReadOnlyList<InterfaceRow> Items, string? Next);

/// <summary>One platform as a row.</summary>
public sealed record PlatformRow(
    string Code, string Name, string Region, string Standing, bool Suspended, string Light, string? Cause, string? CauseEn, int Interfaces, long Accepted, long Rejected, DateTimeOffset? LastAt);

public sealed record PlatformRows(IReadOnlyList<PlatformRow> Items)
{
    public string? Next { get; init; }
}

/// <summary>What one sender has brought to one interface.</summary>
public sealed record FeedRow(
    string Interface, string Sender, string Name, long Accepted, long Duplicate, long Stale, long Rejected, DateTimeOffset LastAt, DateTimeOffset? LastGoodAt, DateTimeOffset? LastDataAt, string Timeliness);

public sealed record PartnerRow(string Road, string Platform, string Name, Calls Calls);

public sealed record RoadRow(string Road, string Interface, Calls Calls);

public sealed record CallPoint(DateTimeOffset At, Calls Calls);

/// <summary>Seconds of each colour on a day.</summary>
public sealed record DayRow(string Day, long Green, long Yellow, long Red, long Unknown, long Maintenance);

public sealed record SubscriberRow(string Subscription, string Platform, string Name, bool Statutory);

public sealed record SubscribedRow(string Subscription, string Interface, bool Statutory);

public sealed record CauseRow(string Sender, string Name, string Interface, string? Title, string Pointer, string Code, long Count, string Message, string MessageEn, DateTimeOffset LastAt);

public sealed record CauseRows(string From, IReadOnlyList<CauseRow> Items);

/// <summary>Everything of one interface.</summary>
public sealed record InterfaceFacts(
    DateTimeOffset At, InterfaceRow Interface, string Dataset, string Version, string Direction, string Share, string Category, string Priority, string Reach, IReadOnlyList<Trouble> Findings,
    IReadOnlyList<FeedRow> Feeds, IReadOnlyList<PartnerRow> Partners, IReadOnlyList<CallPoint> Recent, IReadOnlyList<CallPoint> Hours, IReadOnlyList<DayRow> Days, IReadOnlyList<SubscriberRow> Subscribers,
    IReadOnlyList<CauseRow> Causes, IReadOnlyList<ProbeRow> Probes, IReadOnlyList<QualityRow> Quality);

/// <summary>How long one verdict held; milliseconds of each leg on the average.</summary>
public sealed record ProbeRow(DateTimeOffset From, DateTimeOffset To, string Verdict, string Leg, string Said, long Count, long Connect, long Tls, long Token, long Answer, long Store);

/// <summary>A day's quality in points of 100; null where nobody can know. Interface empty: all of a platform.</summary>
public sealed record QualityRow(
    string Day, string Platform, string Name, string Interface, string? Title, long Offered, long Accepted, long Rejected, long DueSlots, long MetSlots, decimal? Complete, decimal? Conforming, decimal? Consistent, decimal? Accurate,
    decimal? Timely, decimal? Single, decimal? Score);

/// <summary>An interface as a partner sees it.</summary>
public sealed record MyInterface(string Code, string Title, string Light, bool Reads, bool Brings, DateTimeOffset? LastAt);

public sealed record MyWindow(string? Interface, DateTimeOffset Starts, DateTimeOffset Ends, string Reason);

/// <summary>本平台视图.</summary>
public sealed record MineFacts(DateTimeOffset At, string Platform, string Name, string Hub, int Total, IReadOnlyList<MyInterface> Interfaces, IReadOnlyList<Trouble> Findings, IReadOnlyList<MyWindow> Windows);

/// <summary>Everything of one platform.</summary>
public sealed record PlatformFacts(
    DateTimeOffset At, PlatformRow Platform, IReadOnlyList<Trouble> Findings, IReadOnlyList<FeedRow> Feeds, IReadOnlyList<RoadRow> Calls, IReadOnlyList<SubscribedRow> Subscriptions, IReadOnlyList<QualityRow> Quality);

/// <summary>How many have each colour.</summary>
public sealed record Colours(int Green, int Unknown, int Maintenance, int Yellow, int Red);

public sealed record Totals(long Accepted, long Rejected, long Duplicate, long Stale);

/// <summary>总览 of one deployment.</summary>
public sealed record OverviewFacts(
    DateTimeOffset At, string Platform, string Name, string Tier, string Region, string Upper, long Head, Totals Totals, Colours Interfaces, Colours Platforms, Calls Calls, IReadOnlyList<Trouble> Incidents, int OpenIncidents,
    IReadOnlyList<PlatformRow> Neighbours);

/// <summary>Colours of the interfaces of one hub, as it told itself.</summary>
public sealed record TierHealth(int Green, int Yellow, int Red, int Unknown, int Incidents);

public sealed record TierBacklog(long Records, DateTimeOffset? OldestAt);

/// <summary>A hub further down, as of what it said last.</summary>
public sealed record LowerTier(string Platform, string Name, DateTimeOffset AsOf, TierHealth Health, TierBacklog? Backlog);

/// <summary>A platform beside or below this hub; <c>AsOf</c> is null while it never said anything.</summary>
public sealed record TierNode(string Platform, string Name, string Standing, string Light, DateTimeOffset? AsOf, TierHealth? Health, TierBacklog? Backlog, IReadOnlyList<LowerTier> Below);

/// <summary>三级一览.</summary>
public sealed record TreeFacts(DateTimeOffset At, string Platform, string Name, TierHealth Health, IReadOnlyList<TierNode> Below)
{
    public UpperTier? Upper { get; init; }
}

/// <summary>The hub above, and how the link to it does.</summary>
public sealed record UpperTier(string Platform, string Light);

/// <summary>One line of the tree as it is shown.</summary>
internal sealed record TierLine(int Depth, string Platform, string Name, DateTimeOffset? AsOf, TierHealth? Health, TierBacklog? Backlog);

public sealed record IncidentRows(IReadOnlyList<Trouble> Items)
{
    public string? Next { get; init; }
}

/// <summary>维护窗口; null covers every platform or every interface.</summary>
public sealed record WindowRow(string Id, string? Platform, string? Interface, DateTimeOffset Starts, DateTimeOffset Ends, string Reason, string PlannedBy);

public sealed record WindowRows(IReadOnlyList<WindowRow> Items)
{
    public string? Next { get; init; }
}

internal static class LightNames
{
    public static Light Of(string name) => name switch
    {
        "green" => Light.Green,
        "yellow" => Light.Yellow,
        "red" => Light.Red,
        "maintenance" => Light.Maintenance,
        _ => Light.Unknown,
    };
}
