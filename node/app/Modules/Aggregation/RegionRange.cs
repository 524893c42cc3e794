using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Modules.Aggregation;

/// <summary>A region and everything below it as a range of codes: GB/T 2260 numbers a subtree without gaps.</summary>
internal static class RegionRange
{
    /// <summary>
    /// What of a wanted range lies in the regions a caller reaches (null: all of it). Ranges of a tree hold one another or do not
    /// meet, so it is one range; nothing at all is an empty one, and several are refused: one must be named.
    /// </summary>
    public static Outcome<(string From, string To)> Within((string From, string To) wanted, IReadOnlyList<RegionCode>? reach)
    {
        if (reach is null)
        {
            return wanted;
        }

        var held = reach.Select(Of).ToList();
        if (held.Any(one => Covers(one, wanted)))
        {
            return wanted;
        }

        var inside = held.Where(one => Covers(wanted, one)).Distinct().ToList();
        var outer = inside.Where(one => !inside.Any(other => other != one && Covers(other, one))).ToList();
        return outer.Count switch
        {
            0 => ("1", "0"),
            1 => outer[0],
            _ => AggregationRefusals.BadQuery.Because($"请用 region 指明其一：{string.Join(' ', outer.Select(one => one.From))}", $"Name one with region: {string.Join(' ', outer.Select(one => one.From))}"),
        };
    }

    /// <summary>Whether a record's region lies in what a caller reaches (null: everything).</summary>
    public static bool Holds(IReadOnlyList<RegionCode>? reach, string region) => reach is null || reach.Any(one => Covers(Of(one), (region, region)));

    private static bool Covers((string From, string To) outer, (string From, string To) inner) =>
        string.CompareOrdinal(outer.From, inner.From) <= 0 && string.CompareOrdinal(inner.To, outer.To) <= 0;

    public static (string From, string To) Of(RegionCode region)
    {
        var code = region.ToString();
        return code switch
        {
            "000000" => ("000000", "999999"),
            _ when code.EndsWith("0000", StringComparison.Ordinal) => (code, code[..2] + "9999"),
            _ when code.EndsWith("00", StringComparison.Ordinal) => (code, code[..4] + "99"),
            _ => (code, code),
        };
    }
}
