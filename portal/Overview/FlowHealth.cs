namespace CityOps.Portal.Overview;

/// <summary>What a flow's times say about it. Silence is never <see cref="Good"/>.</summary>
public enum FlowHealth
{
    Good,

    /// <summary>The last try failed.</summary>
    Broken,

    /// <summary>It worked once, has not failed since, and has said nothing for too long.</summary>
    Silent,

    /// <summary>It has neither worked nor failed since the deployment started.</summary>
    Unknown,
}

/// <summary>Reads a flow's health from its times, as of the summary's own time.</summary>
internal static class FlowHealths
{
    /// <summary>Longer than a long poll (25 s) and than the patience of one call (90 s): a flow at work speaks sooner.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static FlowHealth Of(FlowCounts flow, DateTimeOffset at) => flow switch
    {
        { FailingSince: not null } or { Error: not null } => FlowHealth.Broken,
        { LastGoodAt: null } => FlowHealth.Unknown,
        { LastGoodAt: { } good } when at - good > Patience => FlowHealth.Silent,
        _ => FlowHealth.Good,
    };
}
