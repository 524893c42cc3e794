namespace CityOps.Hub.SignOn.Policy;

/// <summary>Which platforms a route lets in besides users.</summary>
public enum Systems
{
    /// <summary>This deployment's own node and tools.</summary>
    Own,

    /// <summary>And the deployments below.</summary>
    Below,

    /// <summary>Every registered platform that is not suspended.</summary>
    All,

    /// <summary>This deployment's own tools, and no person.</summary>
    OnlyOwn,

    /// <summary>None, not even the own one: for people only.</summary>
    None,
}

/// <summary>What a route asks: one of these named actions of a user, and which systems come in without. Where the action may be done is for the room to ask of the <see cref="Actor"/>.</summary>
/// <param name="Actions">Named actions of <c>roles.csv</c>; empty: every user of this hub.</param>
public sealed record Need(params IReadOnlyList<string> Actions)
{
    public Systems Systems { get; init; }

    /// <summary>Asks users for a second factor (RFC 9470).</summary>
    public bool Dangerous { get; init; }
}
