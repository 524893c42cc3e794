namespace CityOps.Hub.Catalog.Publication;

/// <summary>发布状态 of an interface.</summary>
public enum PublicationState
{
    Published,

    /// <summary>停用在即: works on, its users are told when it ends and what comes after it.</summary>
    Deprecated,

    /// <summary>Takes no record any more; what it holds can still be read to the end.</summary>
    Retired,
}

/// <summary>
/// 服务说明 of one interface: where it is in its life, whose it is, and what its users may count on. What the standard says of
/// its dataset stands in <see cref="DatasetTraits"/>.
/// </summary>
/// <param name="Rev">Grows with each change; 0 where nobody said anything yet.</param>
public sealed record InterfaceSheet(string Code, long Rev, PublicationState State)
{
    /// <summary>The first day on which it takes no record any more.</summary>
    public DateOnly? Sunset { get; init; }

    /// <summary>Code of the interface to use instead.</summary>
    public string? Successor { get; init; }

    public string? Reason { get; init; }

    /// <summary>责任单位.</summary>
    public string Owner { get; init; } = "";

    public string Contact { get; init; } = "";

    /// <summary>共享依据: why it is shared so, or not at all.</summary>
    public string Basis { get; init; } = "";

    /// <summary>及时性: seconds without new data until it is late; the standard's own time where absent.</summary>
    public int? FreshSeconds { get; init; }

    /// <summary>时延: milliseconds within which 95 % of calls are answered.</summary>
    public int? LatencyMillis { get; init; }

    /// <summary>完整性: percent of the due records that have to come.</summary>
    public int? Completeness { get; init; }

    /// <summary>Hours in which it is to work, such as <c>00:00-24:00</c>.</summary>
    public string Availability { get; init; } = "";

    public string ChangedBy { get; init; } = "";

    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Where it stands on a day: a sunset comes by itself.</summary>
    public PublicationState On(DateOnly today) => State == PublicationState.Deprecated && Sunset <= today ? PublicationState.Retired : State;
}
