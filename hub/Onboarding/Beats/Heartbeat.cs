using System.Text.Json.Serialization;

namespace CityOps.Hub.Onboarding.Beats;

/// <summary>What waits at a platform to be sent up.</summary>
/// <param name="OldestAt">Of the oldest record that waits.</param>
public sealed record BeatBacklog(long Records, DateTimeOffset? OldestAt = null);

/// <summary>How the interfaces of a platform stand, as it says itself.</summary>
public sealed record BeatHealth(int Green, int Yellow, int Red, int Unknown, int Incidents);

/// <summary>心跳 of a platform below as one it tells of: each with the time it is true of.</summary>
public sealed record BeatBelow(string Platform, string Name, DateTimeOffset At, BeatHealth Health, BeatBacklog? Backlog = null);

/// <summary>心跳: every five minutes, or whenever there is more to say. Everything but the clock may be left out.</summary>
/// <param name="At">The sender's clock, as it sends.</param>
public sealed record Heartbeat(DateTimeOffset At)
{
    public string Software { get; init; } = "";

    public BeatBacklog? Backlog { get; init; }

    /// <summary>When the newest record of a dataset was made, by dataset.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Newest { get; init; } = new Dictionary<string, DateTimeOffset>();

    public BeatHealth? Health { get; init; }

    /// <summary>What the deployments below it said last.</summary>
    public IReadOnlyList<BeatBelow> Below { get; init; } = [];
}

/// <summary>The newest heartbeat of a platform, as it came.</summary>
/// <param name="SkewMillis">Its clock minus ours.</param>
public sealed record HeardBeat(string Platform, DateTimeOffset ReceivedAt, long SkewMillis, Heartbeat Beat)
{
    [JsonIgnore]
    public TimeSpan Skew => TimeSpan.FromMilliseconds(SkewMillis);
}
