namespace CityOps.Hub.Onboarding.Joining;

/// <summary>How far a joining is.</summary>
public enum JoinState
{
    /// <summary>An invitation nobody has used yet.</summary>
    Invited,

    /// <summary>Waits for the review.</summary>
    Applied,

    /// <summary>Approved: key, handshake, probe and test batches are under way (联调).</summary>
    Testing,

    Joined,

    Rejected,

    /// <summary>Taken back by either side before it was done.</summary>
    Withdrawn,

    /// <summary>Was joined and left.</summary>
    Left,
}

/// <summary>Who applies, as they say (XC-01). Contact and phone are of level 3: shown to who decides, nowhere else.</summary>
/// <param name="Owner">主管单位.</param>
/// <param name="Url">Where its system answers; empty where it only calls.</param>
public sealed record JoinProfile(string Owner = "", string Contact = "", string Phone = "", string Url = "", string Purpose = "");

/// <summary>One test batch that held.</summary>
public sealed record TestPassed(DateTimeOffset At, int Records);

/// <summary>What of 联调 is done. Each instant is that of its newest success.</summary>
public sealed record JoinProgress
{
    public DateTimeOffset? KeyAt { get; init; }

    public DateTimeOffset? HandshakeAt { get; init; }

    /// <summary>Their clock minus ours.</summary>
    public long SkewMillis { get; init; }

    /// <summary>In what the two sides differ, without being stopped by it.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What the probe must bring back.</summary>
    public string? Nonce { get; init; }

    public DateTimeOffset? ProbeAt { get; init; }

    /// <summary>By interface.</summary>
    public IReadOnlyDictionary<string, TestPassed> Tests { get; init; } = new Dictionary<string, TestPassed>();

    /// <summary>Why the newest try of a step failed, in both languages.</summary>
    public string? Trouble { get; init; }
}

/// <summary>接入 of one platform: from invitation or application to the join receipt.</summary>
/// <param name="Rev">Grows with each change.</param>
internal sealed record Join(string Id, long Rev, JoinState State, string Platform, string Region, string Name, JoinProfile Profile, IReadOnlyList<string> Publishes, IReadOnlyList<string> Subscribes)
{
    public string? InvitedBy { get; init; }

    public DateTimeOffset? InvitedAt { get; init; }

    /// <summary>Digest of the invitation; null where there was none or it is used.</summary>
    public string? Invitation { get; init; }

    public DateTimeOffset? InvitedUntil { get; init; }

    /// <summary>Digest of what the applicant follows the joining with.</summary>
    public string? Track { get; init; }

    public DateTimeOffset? AppliedAt { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Opinion { get; init; }

    public JoinProgress Progress { get; init; } = new();

    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>接入回执: a JWS of this hub.</summary>
    public string? Receipt { get; init; }

    public DateTimeOffset? LeftAt { get; init; }

    public bool IsOpen => State is JoinState.Invited or JoinState.Applied or JoinState.Testing;

    /// <summary>Interfaces agreed for sending of which no test batch has held yet.</summary>
    public IReadOnlyList<string> Untested => [.. Publishes.Where(name => !Progress.Tests.ContainsKey(name))];
}
