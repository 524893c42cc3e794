using CityOps.Node.Contracts;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Hosting;

/// <summary>层级配置: which application systems run at which tier (domain.md 1.1). The only place that asks for the tier.</summary>
internal static class TierProfile
{
    private static readonly Dictionary<string, Tier[]> Where = new(StringComparer.Ordinal)
    {
        ["command"] = [Tier.City, Tier.County],
        ["supervision"] = [Tier.Nation, Tier.Province, Tier.City, Tier.County],
        ["aggregation"] = [Tier.Nation, Tier.Province, Tier.City, Tier.County],
    };

    public static IReadOnlyList<IModule> Modules(Tier tier, IEnumerable<IModule> doors) => [.. doors.Where(d => Where[d.Name].Contains(tier))];
}
