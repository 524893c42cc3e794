using CityOps.Hub.Status.Health;

namespace CityOps.Hub.Status.Incidents;

/// <summary>事件: an illness from when it was first seen until it is seen no more.</summary>
public sealed record Incident(string Id, Finding Found, DateTimeOffset OpenedAt, DateTimeOffset SeenAt)
{
    public DateTimeOffset? ClosedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public string? Note { get; init; }

    /// <summary>When it was found; the illness may have begun before.</summary>
    public DateTimeOffset FoundAt { get; init; } = SeenAt;

    /// <summary>升级级别: how often nobody took it on in time.</summary>
    public long Level { get; init; }
}
