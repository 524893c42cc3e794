namespace CityOps.Hub.Subscriptions.Push;

/// <summary>How a subscriber's endpoint stands.</summary>
public enum PushState
{
    /// <summary>No signing secret was fetched yet: nothing is sent.</summary>
    NoSecret,

    /// <summary>It has not yet echoed a challenge.</summary>
    Unproven,

    Open,

    /// <summary>Failing: tried again at <see cref="PushTarget.NextAt"/>.</summary>
    Waiting,

    /// <summary>The address leads where nothing may be called (security.md 9.2).</summary>
    BlockedDestination,

    /// <summary>The endpoint said 410: nothing is sent until it is opened again.</summary>
    Gone,

    /// <summary>It failed for seven days: nothing is sent until it is opened again.</summary>
    GivenUp,
}

/// <summary>推送地址 of a subscription, as stored.</summary>
/// <param name="Secret">Wrapped; null before the subscriber has fetched one.</param>
/// <param name="SecretBefore">Wrapped; still signs until <see cref="BeforeUntil"/>.</param>
internal sealed record PushTarget(string Subscription, string Url, PushState State, byte[]? Secret, byte[]? SecretBefore, DateTimeOffset? BeforeUntil)
{
    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Failures since the last success.</summary>
    public long Attempts { get; init; }

    /// <summary>Status of HTTP of the last answer; null where there was none.</summary>
    public int? Status { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether only a person gets it going again.</summary>
    public bool Stopped => State is PushState.NoSecret or PushState.Gone or PushState.GivenUp;
}
