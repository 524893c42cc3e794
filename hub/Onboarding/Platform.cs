using CityOps.Schemas.Codes;

namespace CityOps.Hub.Onboarding;

/// <summary>How a platform stands to this hub.</summary>
public enum Standing
{
    /// <summary>The node of this very deployment.</summary>
    Own,

    /// <summary>A deployment of the tier below; its link speaks for its whole subtree.</summary>
    Child,

    /// <summary>A department beside this hub (部门系统): speaks only for itself.</summary>
    Department,
}

/// <summary>
/// 接入平台: a registered peer of this hub. Its publications and subscriptions are interface
/// codes granted beyond the statutory ones.
/// </summary>
public sealed record Platform(PlatformCode Code, RegionCode Region, string Name, Standing Standing, string Secret)
{
    public bool Suspended { get; init; }

    /// <summary>联调: approved and not yet joined. Only its test batches are taken, and nothing is delivered to it.</summary>
    public bool Testing { get; init; }

    public IReadOnlySet<string> Publishes { get; init; } = new HashSet<string>();

    public IReadOnlySet<string> Subscribes { get; init; } = new HashSet<string>();
}
