using CityOps.Hub.Onboarding;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Exchange;

/// <summary>
/// Who brings a batch. An uplink is this hub's own connection upwards bringing <c>down</c> records; every other sender is
/// a registered platform.
/// </summary>
/// <param name="Scopes">What the token narrows the sender to; null when it does not narrow.</param>
public sealed record Sender(string Code, RegionCode Region, Standing Standing, bool Uplink, IReadOnlySet<string>? Scopes)
{
    public static Sender From(Platform platform, IReadOnlySet<string>? scopes) =>
        new(platform.Code.ToString(), platform.Region, platform.Standing, false, scopes);

    /// <summary>The link that brings down what the hub above has for this deployment.</summary>
    public static Sender FromAbove(PlatformCode upper) => new(upper.ToString(), upper.Region ?? RegionCode.Nation, Standing.Own, true, null);
}
