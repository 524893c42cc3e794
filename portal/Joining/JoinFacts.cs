namespace CityOps.Portal.Joining;

/// <summary>One step of a joining; <c>At</c> is when it was done.</summary>
public sealed record JoinStep(string Step, DateTimeOffset? At)
{
    public int? Done { get; init; }

    public int? Of { get; init; }

    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>接入 of one platform as the deployment tells of it.</summary>
public sealed record JoinRow(
    string Id, string State, string Platform, string Region, string Name, string Owner, string Url, string Purpose, IReadOnlyList<string> Publishes, IReadOnlyList<string> Subscribes, IReadOnlyList<JoinStep> Steps,
    IReadOnlyList<string> Differences)
{
    public DateTimeOffset? InvitedAt { get; init; }

    public DateTimeOffset? InvitedUntil { get; init; }

    public DateTimeOffset? AppliedAt { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Opinion { get; init; }

    public string? Trouble { get; init; }

    public DateTimeOffset? JoinedAt { get; init; }

    public string? Receipt { get; init; }

    public DateTimeOffset? LeftAt { get; init; }

    public DateTimeOffset? Newest => LeftAt ?? JoinedAt ?? DecidedAt ?? AppliedAt ?? InvitedAt;
}

public sealed record JoinRows(IReadOnlyList<JoinRow> Items)
{
    public string? Next { get; init; }
}

public sealed record AgreedInterface(string Code, string Title, string Share, string Category);

/// <summary>An application with what its review looks at.</summary>
public sealed record JoinReview(JoinRow Join, string Contact, string Phone, IReadOnlyList<AgreedInterface> Publishes, IReadOnlyList<AgreedInterface> Subscribes);

public sealed record InvitationShown(JoinRow Join, string Invitation);

public sealed record ApplicationShown(JoinRow Join, string Key);
