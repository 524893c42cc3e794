using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Onboarding;

/// <summary>What a platform may be, and how configuration and store become one directory. Pure.</summary>
internal static class PlatformRules
{
    public static readonly Refusal Wrong = new("platform-invalid", "", RefusalKind.Unprocessable, "平台登记信息不合规则", "The registration of the platform does not hold");

    public static readonly Refusal Taken = new("platform-exists", "", RefusalKind.Conflict, "平台已登记", "The platform is registered already");

    public static readonly Refusal Configured = new("platform-configured", "", RefusalKind.Conflict, "平台由配置文件登记，请在配置文件中修改", "The platform comes from the configuration file: change it there");

    public static readonly Refusal Unknown = new("not-found", "E2005", RefusalKind.NotFound, "没有此平台", "There is no such platform");

    public static readonly IReadOnlyList<Refusal> All = [Wrong, Taken, Configured, Unknown];

    /// <summary>The configuration's word on a platform holds; the store adds platforms and pauses any but the own.</summary>
    public static IReadOnlyList<Platform> Merge(IReadOnlyList<Platform> configured, IReadOnlyList<PlatformRow> rows)
    {
        var stored = rows.ToDictionary(row => row.Code, StringComparer.Ordinal);
        var known = configured.Select(one => one.Code.ToString()).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. configured.Select(one => one.Standing != Standing.Own && stored.TryGetValue(one.Code.ToString(), out var row) && row.Suspended ? one with { Suspended = true } : one),
            .. rows.Where(row => row.Secret is not null && !known.Contains(row.Code)).Select(Read).OfType<Platform>(),
        ];
    }

    /// <summary>The platform, or every fault of it.</summary>
    /// <param name="isInterface">Whether there is such an interface now.</param>
    public static Outcome<Platform> Make(PlatformRow row, RegionCode within, RegionTree tree, Func<string, bool> isInterface)
    {
        var faults = new List<FieldError>();
        if (!PlatformCode.TryParse(row.Code, out var code))
        {
            faults.Add(new FieldError("/code", "不是平台编码 / no platform code"));
        }

        if (row.Name.Length is < 1 or > 64 || row.Name.Any(char.IsControl))
        {
            faults.Add(new FieldError("/name", "1–64 个字 / 1 to 64 characters"));
        }

        var region = code.Region ?? (RegionCode.TryParse(row.Region, out var written) ? written : null);
        if (region is not { } found || !tree.Contains(within, found) || (code.Region is not null && found == within))
        {
            faults.Add(new FieldError("/region", $"须在 {within} 之内 / must lie in {within}"));
        }

        foreach (var name in row.Publishes.Concat(row.Subscribes).Where(name => !isInterface(name)).Distinct())
        {
            faults.Add(new FieldError("/interfaces", $"没有接口 / no such interface: {new string([.. name.Take(64).Where(letter => !char.IsControl(letter))])}"));
        }

        return faults.Count > 0 ? Wrong with { Fields = faults } : Of(row, code, region!.Value);
    }

    // A row that this version cannot read is left out rather than let in.
    private static Platform? Read(PlatformRow row) =>
        PlatformCode.TryParse(row.Code, out var code) && RegionCode.TryParse(row.Region, out var region) && ClientSecrets.IsWellFormed(row.Secret!) ? Of(row, code, region) : null;

    private static Platform Of(PlatformRow row, PlatformCode code, RegionCode region) =>
        new(code, region, row.Name, code.Region is null ? Standing.Department : Standing.Child, row.Secret ?? "")
        {
            Suspended = row.Suspended,
            Testing = row.Testing,
            Publishes = row.Publishes.ToHashSet(StringComparer.Ordinal),
            Subscribes = row.Subscribes.ToHashSet(StringComparer.Ordinal),
        };
}
