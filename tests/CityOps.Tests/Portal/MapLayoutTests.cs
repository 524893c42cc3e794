using CityOps.Portal.Health;
using CityOps.Portal.Kit;
using CityOps.Portal.Overview.Map;
using Xunit;

namespace CityOps.Tests.Portal;

/// <summary>联网示意图: where platforms and links stand, and what their colours say.</summary>
public sealed class MapLayoutTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Everything_that_is_told_of_has_its_place_within_the_drawing_and_none_lies_on_another()
    {
        var tree = Tree([.. Enumerable.Range(0, 31).Select(province => Node($"P-{province}", below: 16))]);

        var map = new MapLayout(tree);

        Assert.Equal(2 + 31 + (31 * 16), map.Nodes.Count);
        Assert.Equal(1 + 31, map.Links.Count);
        Assert.All(map.Nodes, node => Assert.True(node.X is > 0 and < MapLayout.Width && node.Y > 0 && node.Y < map.Height, $"{node}"));
        Assert.Equal(map.Nodes.Count, map.Nodes.Select(node => (Math.Round(node.X), Math.Round(node.Y))).Distinct().Count());
    }

    [Fact]
    public void Silence_is_unknown_and_never_green()
    {
        var map = new MapLayout(Tree([new TierNode("C-1", "甲市", "child", "unknown", null, null, null, [])]) with { Upper = new UpperTier("N-100000", "unknown") });

        Assert.Equal(Light.Unknown, map.Nodes.Single(node => node.Platform == "C-1").State);
        Assert.All(map.Links, link => Assert.Equal(Light.Unknown, link.State));
    }

    [Fact]
    public void A_hub_further_down_has_its_worst_colour()
    {
        var lower = new LowerTier("C-2", "乙市", Now, new TierHealth(9, 1, 1, 0, 1), null);

        var map = new MapLayout(Tree([new TierNode("P-1", "甲省", "child", "green", Now, new TierHealth(1, 0, 0, 0, 0), new TierBacklog(12, Now), [lower])]));

        Assert.Equal(Light.Red, map.Nodes.Single(node => node.Platform == "C-2").State);
        Assert.Equal(12, map.Links.Single(link => link.Waiting > 0).Waiting);
    }

    private static TreeFacts Tree(IReadOnlyList<TierNode> below) => new(Now, "N-100000", "国家平台", new TierHealth(1, 0, 0, 0, 0), below) { Upper = new UpperTier("X", "green") };

    private static TierNode Node(string code, int below) => new(
        code, code, "child", "green", Now, new TierHealth(1, 0, 0, 0, 0), null, [.. Enumerable.Range(0, below).Select(i => new LowerTier($"{code}-{i}", "市", Now, new TierHealth(1, 0, 0, 0, 0), null))]);
}
