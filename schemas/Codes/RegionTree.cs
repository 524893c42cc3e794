using System.Reflection;

namespace CityOps.Schemas.Codes;

/// <summary>
/// 区划树: the regions of GB/T 2260 under the nation. The tree is the parent column of the code list, never the digits:
/// a county of a municipality stands below the heading 市辖区 that the list puts there. Immutable, read without locks.
/// </summary>
public sealed class RegionTree
{
    private readonly RegionCode[] codes; // ascending, the nation first
    private readonly string[] names;
    private readonly int[] parents; // index of the parent, -1 for the nation
    private readonly RegionCode[][] children;
    private readonly RegionCode[][] alone;

    private RegionTree(IReadOnlyList<(RegionCode Code, string Name, RegionCode Parent)> rows)
    {
        var sorted = rows.OrderBy(row => row.Code.Value).ToArray();
        codes = [RegionCode.Nation, .. sorted.Select(row => row.Code)];
        names = ["全国", .. sorted.Select(row => row.Name)];
        parents = [-1, .. sorted.Select(row => IndexOf(row.Parent))];
        if (Array.IndexOf(parents, -1, 1) is > 0 and var orphan)
        {
            throw new InvalidDataException($"region {codes[orphan]} has a parent that is not in the code list");
        }

        var byParent = sorted.ToLookup(row => row.Parent, row => row.Code);
        children = [.. codes.Select(code => byParent[code].ToArray())];
        alone = [.. codes.Select(code => new[] { code })];
    }

    /// <summary>The code list this build was made with (codelists/regions.csv).</summary>
    public static RegionTree Standard { get; } = Load();

    /// <summary>All regions in ascending order, the nation first.</summary>
    public IReadOnlyList<RegionCode> All => codes;

    public bool Exists(RegionCode region) => IndexOf(region) >= 0;

    /// <summary>Whether the region is the ancestor or stands below it; false when the list does not know the region.</summary>
    public bool Contains(RegionCode ancestor, RegionCode region)
    {
        for (var index = IndexOf(region); index >= 0; index = parents[index])
        {
            if (codes[index] == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The Chinese name, 全国 for the nation; null when the list does not know the region.</summary>
    public string? Name(RegionCode region) => IndexOf(region) is >= 0 and var index ? names[index] : null;

    /// <summary>The region above, which may be a heading; null for the nation and for regions not in the list.</summary>
    public RegionCode? Parent(RegionCode region) => IndexOf(region) is > 0 and var index ? codes[parents[index]] : null;

    /// <summary>The regions right below, headings included, in ascending order; empty when there are none.</summary>
    public IReadOnlyList<RegionCode> Children(RegionCode region) => IndexOf(region) is >= 0 and var index ? children[index] : [];

    /// <summary>市辖区, 县 and 省直辖县级行政区划 as prefecture rows: they group counties and never run a platform.</summary>
    public bool IsHeading(RegionCode region) =>
        region.Tier == Tier.City && Name(region) is "市辖区" or "县" or "省直辖县级行政区划" or "自治区直辖县级行政区划";

    /// <summary>A list of just this region, made once for every region in the code list.</summary>
    internal IReadOnlyList<RegionCode> Alone(RegionCode region) => IndexOf(region) is >= 0 and var index ? alone[index] : [region];

    private static RegionTree Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("codelists/regions.csv")
            ?? throw new InvalidDataException("the code list of regions is not part of this build");
        using var reader = new StreamReader(stream);
        var rows = new List<(RegionCode, string, RegionCode)>(4096);
        reader.ReadLine(); // code,name,parent,level
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split(',');
            rows.Add((RegionCode.Parse(cells[0]), cells[1], RegionCode.Parse(cells[2])));
        }

        return new RegionTree(rows);
    }

    private int IndexOf(RegionCode region)
    {
        var (low, high) = (0, codes.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = codes[middle].Value;
            if (found == region.Value)
            {
                return middle;
            }

            (low, high) = found < region.Value ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
