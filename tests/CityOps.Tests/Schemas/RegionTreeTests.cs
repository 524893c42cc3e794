using CityOps.Schemas.Codes;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class RegionTreeTests
{
    private static readonly RegionTree Tree = RegionTree.Standard;
    private static readonly string[][] Rows =
        [.. File.ReadLines(Path.Combine(StandardFiles.Root, "schemas", "codelists", "regions.csv")).Skip(1).Select(line => line.Split(','))];

    [Fact]
    public void Every_row_of_the_list_is_in_the_tree_under_its_parent_and_name()
    {
        Assert.Equal(Rows.Length + 1, Tree.All.Count);
        Assert.All(Rows, row =>
        {
            var code = RegionCode.Parse(row[0]);

            Assert.Equal(RegionCode.Parse(row[2]), Tree.Parent(code));
            Assert.Equal(row[1], Tree.Name(code));
            Assert.Contains(code, Tree.Children(RegionCode.Parse(row[2])));
        });
    }

    [Fact]
    public void A_region_is_contained_by_exactly_those_its_parent_column_leads_to()
    {
        var parents = Rows.ToDictionary(row => row[0], row => row[2]);
        var sample = Rows.Where((_, index) => index % 37 == 0).Select(row => row[0]).ToArray();

        Assert.All(sample, region =>
        {
            var above = new HashSet<string> { region, "000000" };
            for (var at = region; parents.TryGetValue(at, out var parent); at = parent)
            {
                above.Add(parent);
            }

            var containing = Tree.All.Where(candidate => Tree.Contains(candidate, RegionCode.Parse(region)));

            Assert.Equal(above.Order(), containing.Select(candidate => candidate.ToString()).Order());
        });
    }

    [Fact]
    public void Counties_of_a_municipality_stand_below_the_heading_of_the_list()
    {
        var (beijing, heading, dongcheng) = (RegionCode.Parse("110000"), RegionCode.Parse("110100"), RegionCode.Parse("110101"));

        Assert.Equal(heading, Tree.Parent(dongcheng));
        Assert.True(Tree.Contains(beijing, dongcheng));
        Assert.True(Tree.IsHeading(heading));
        Assert.False(Tree.IsHeading(beijing));
        Assert.False(Tree.IsHeading(dongcheng));
    }

    [Fact]
    public void All_nine_headings_of_the_list_are_known() =>
        Assert.Equal(
            ["110100", "120100", "310100", "419000", "429000", "469000", "500100", "500200", "659000"],
            Tree.All.Where(Tree.IsHeading).Select(code => code.ToString()));

    [Fact]
    public void The_nation_contains_its_thirty_one_provinces_and_itself()
    {
        Assert.Equal(31, Tree.Children(RegionCode.Nation).Count);
        Assert.True(Tree.Contains(RegionCode.Parse("100000"), RegionCode.Nation));
        Assert.Null(Tree.Parent(RegionCode.Nation));
    }

    [Fact]
    public void A_code_that_is_not_in_the_list_is_nowhere()
    {
        var nowhere = RegionCode.Parse("999999");

        Assert.False(Tree.Exists(nowhere));
        Assert.False(Tree.Contains(RegionCode.Nation, nowhere));
        Assert.False(Tree.Contains(nowhere, nowhere));
        Assert.Null(Tree.Name(nowhere));
        Assert.Null(Tree.Parent(nowhere));
        Assert.Empty(Tree.Children(nowhere));
    }
}
