using CityOps.Portal.Health;
using CityOps.Portal.Kit;

namespace CityOps.Portal.Overview.Map;

/// <summary>A platform on the map. Coordinates in units of the drawing.</summary>
/// <param name="Square">Departments are square, deployments round.</param>
/// <param name="Small">A dot without a name beside it: its name is told by pointing at it.</param>
public sealed record MapNode(string Platform, string Name, Light State, double X, double Y, bool Square, bool Small)
{
    /// <summary>The name beside it instead of below, where a line goes down from it.</summary>
    public bool Beside { get; init; }

    /// <summary>How many characters its name has room for.</summary>
    public int Room { get; init; } = 20;
}

/// <summary>A link from the node above to the one below, coloured by how it does.</summary>
public sealed record MapLink(double X1, double Y1, double X2, double Y2, Light State, long Waiting);

/// <summary>
/// 联网示意图: the tier above, this platform, those below and beside it, and what those told of below them. Rows instead of
/// geography, so that 31 provinces with 333 cities have room.
/// </summary>
public sealed class MapLayout
{
    public const double Width = 1_000;
    private const int PerRow = 11;
    private const int DotsPerRow = 5;
    private const double RowGap = 100;
    private const double DotGap = 15;

    private readonly List<MapNode> nodes = [];
    private readonly List<MapLink> links = [];

    public MapLayout(TreeFacts tree)
    {
        var y = 30.0;
        var own = (X: Width / 2, Y: y);
        if (tree.Upper is { } upper)
        {
            nodes.Add(new MapNode(upper.Platform, upper.Platform, LightNames.Of(upper.Light), own.X, y, false, false) { Beside = true });
            own = (own.X, y + RowGap);
            links.Add(new MapLink(own.X, y, own.X, own.Y, LightNames.Of(upper.Light), 0));
        }

        nodes.Add(new MapNode(tree.Platform, tree.Name, Of(tree.Health), own.X, own.Y, false, false) { Beside = true });
        y = own.Y + RowGap;
        foreach (var row in tree.Below.OrderBy(one => one.Standing == "department").Chunk(PerRow))
        {
            y = Row(row, own, y);
        }

        Height = tree.Below.Count == 0 ? own.Y + 40 : y - RowGap + 50;
    }

    public IReadOnlyList<MapNode> Nodes => nodes;

    public IReadOnlyList<MapLink> Links => links;

    public double Height { get; }

    // Returns where the next row begins: below the dots of this one.
    private double Row(TierNode[] row, (double X, double Y) own, double y)
    {
        var (step, most) = (Width / row.Length, 0);
        for (var i = 0; i < row.Length; i++)
        {
            var (one, x) = (row[i], (step * i) + (step / 2));
            var state = LightNames.Of(one.Light);
            links.Add(new MapLink(own.X, own.Y, x, y, state, one.Backlog?.Records ?? 0));
            nodes.Add(new MapNode(one.Platform, one.Name, state, x, y, one.Standing == "department", false) { Room = (int)(step / 15) });
            Dots(one.Below, x, y + 44);
            most = Math.Max(most, one.Below.Count);
        }

        return y + RowGap + (Math.Ceiling((double)most / DotsPerRow) * DotGap);
    }

    private void Dots(IReadOnlyList<LowerTier> below, double x, double y)
    {
        for (var i = 0; i < below.Count; i++)
        {
            var (line, place) = (i / DotsPerRow, i % DotsPerRow);
            var inLine = Math.Min(DotsPerRow, below.Count - (line * DotsPerRow));
            nodes.Add(new MapNode(below[i].Platform, below[i].Name, Of(below[i].Health), x + ((place - ((inLine - 1) / 2.0)) * DotGap), y + (line * DotGap), false, true));
        }
    }

    /// <summary>The worst colour a hub has; unknown where nothing of it is known.</summary>
    private static Light Of(TierHealth health) =>
        health.Red > 0 ? Light.Red : health.Yellow > 0 ? Light.Yellow : health.Green > 0 ? Light.Green : Light.Unknown;
}
