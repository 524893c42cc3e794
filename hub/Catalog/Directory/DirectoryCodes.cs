using System.Globalization;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Catalog.Directory;

/// <summary>
/// 资源代码 and 接口代码 (domain.md 4.1): <c>317703/013401</c> is the case (category 03 of section 7, number 01) of the provider
/// 3401; <c>P317703013401301</c> is the first of its transfer services.
/// </summary>
public static class DirectoryCodes
{
    private const string Group = "317";
    private const string Other = "99";
    private const char Transfer = '3';
    private static readonly string[] Upper = ["BG", "SI", "MA", "CE", "CR", "EX"];
    private static readonly string[] Lower = ["CB", "OP", "MG", "SV", "CE"];

    /// <summary>Null for a dataset whose number has no place in a code.</summary>
    public static string? Resource(string dataset, Deployment provider)
    {
        var hyphen = dataset.IndexOf('-', StringComparison.Ordinal);
        return int.TryParse(dataset[(hyphen + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100
            ? $"{Group}{Section(dataset[..hyphen], provider.Tier)}/{number:00}{Serial(provider)}"
            : null;
    }

    /// <summary>Two numbers for each major version: odd up, even down.</summary>
    public static string Service(string resource, InterfaceCode code)
    {
        var order = ((code.Major * 2) - (code.Direction == Direction.Up ? 1 : 0)) % 100;
        return $"P{resource.Replace("/", "", StringComparison.Ordinal)}{Transfer}{order:00}";
    }

    /// <summary>Whether a code has the form of a resource code: class, item and heading, a separator, a serial.</summary>
    public static bool IsResource(string code)
    {
        var cut = code.IndexOf('/', StringComparison.Ordinal);
        return cut >= 6 && cut < code.Length - 1 && code[..6].All(char.IsAsciiDigit) && code[0] is >= '1' and <= '3' && code[(cut + 1)..].All(char.IsAsciiLetterOrDigit);
    }

    // The chapter of the standard for the provider's tier where the dataset stands in it, else the one it does stand in.
    private static string Section(string prefix, Tier tier)
    {
        var upper = tier == Tier.Nation ? '5' : '6';
        var (own, other) = tier >= Tier.City ? (('7', Lower), (upper, Upper)) : ((upper, Upper), ('7', Lower));
        return Within(prefix, own) ?? Within(prefix, other) ?? $"{own.Item1}{Other}";
    }

    private static string? Within(string prefix, (char Section, string[] Categories) chapter) =>
        Array.IndexOf(chapter.Categories, prefix) is >= 0 and var at ? $"{chapter.Section}{at + 1:00}" : null;

    // Unique from the nation down to the cities; counties take their last four digits.
    private static string Serial(Deployment provider) => provider.Tier == Tier.County ? provider.Region.ToString()[2..] : provider.Region.ToString()[..4];
}
