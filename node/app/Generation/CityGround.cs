using CityOps.Schemas.Codes;

namespace CityOps.Node.Generation;

/// <summary>Where in a city something happens; texts and codes as MG-01 wants them.</summary>
internal sealed record Spot(string District, string Grid, string Address, decimal Lon, decimal Lat);

/// <summary>
/// A stated rectangle and the real districts of one city. 合肥 and 芜湖 lie where they lie; any other city gets a stable
/// rectangle of its own inside the country.
/// </summary>
internal sealed class CityGround
{
    private static readonly string[] Roads =
        ["长江路", "人民路", "中山路", "解放路", "建设路", "和平路", "胜利路", "黄山路", "文化路", "新华路", "滨河路", "学院路", "花园街", "望江路", "九华路", "银湖路"];

    private readonly IReadOnlyList<RegionCode> districts;
    private readonly string cityName;

    private CityGround(RegionCode city)
    {
        cityName = RegionTree.Standard.Name(city) ?? city.ToString();
        districts = Districts(city);
        (West, East, South, North) = city.ToString() switch
        {
            "340100" => (117.05m, 117.5m, 31.7m, 32.0m),
            "340200" => (118.2m, 118.6m, 31.1m, 31.5m),
            var code => Derived(code),
        };
    }

    public decimal West { get; }

    public decimal East { get; }

    public decimal South { get; }

    public decimal North { get; }

    public static CityGround Of(RegionCode city) => new(city);

    /// <summary>A spot inside the rectangle; its grid code is district, street, community and grid number.</summary>
    public Spot Draw(Dice dice)
    {
        var district = dice.Pick(districts);
        var grid = FormattableString.Invariant($"{district}{dice.Between(1, 18):D3}{dice.Between(1, 12):D3}{dice.Between(1, 40):D3}");
        var place = district == default ? string.Empty : RegionTree.Standard.Name(district);
        var address = FormattableString.Invariant($"{cityName}{place}{dice.Pick(Roads)}{dice.Between(1, 399)}号附近");
        return new Spot(district.ToString(), grid, address, Within(dice, West, East), Within(dice, South, North));
    }

    /// <summary>The districts and counties of the city, looking through headings; the city itself where it has none.</summary>
    private static List<RegionCode> Districts(RegionCode city)
    {
        var found = new List<RegionCode>();
        foreach (var child in RegionTree.Standard.Children(city))
        {
            if (RegionTree.Standard.IsHeading(child))
            {
                found.AddRange(RegionTree.Standard.Children(child));
            }
            else
            {
                found.Add(child);
            }
        }

        return found.Count > 0 ? found : [city];
    }

    private static (decimal West, decimal East, decimal South, decimal North) Derived(string code)
    {
        var dice = new Dice(0, "ground " + code);
        var west = 100m + (dice.Between(0, 1800) / 100m);
        var south = 24m + (dice.Between(0, 1500) / 100m);
        return (west, west + 0.4m, south, south + 0.3m);
    }

    private static decimal Within(Dice dice, decimal low, decimal high) =>
        low + (dice.Between(0, (int)((high - low) * 1_000_000m)) / 1_000_000m);
}
