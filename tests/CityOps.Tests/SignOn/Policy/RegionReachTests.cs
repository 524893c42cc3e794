using CityOps.Node.Modules.Aggregation;
using CityOps.Schemas.Codes;
using Xunit;

namespace CityOps.Tests.SignOn.Policy;

/// <summary>What of a question lies in the regions a caller reaches.</summary>
public sealed class RegionReachTests
{
    [Theory]
    [InlineData("340000", "340100", "340100 340199")]
    [InlineData("340100", "340000", "340100 340199")]
    [InlineData("340100", "340200", "1 0")]
    [InlineData("000000", "340100 340102", "340100 340199")]
    [InlineData("340102", "340100 340200", "340102 340102")]
    [InlineData("340000", "340100 340200", "invalid-cursor")]
    [InlineData("340000", "", "1 0")]
    public void A_question_is_cut_to_the_regions_one_reaches(string asked, string reach, string answered)
    {
        var regions = reach.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => RegionCode.Parse(code)).ToList();

        var range = RegionRange.Within(RegionRange.Of(RegionCode.Parse(asked)), regions);

        Assert.Equal(answered, range.Match(one => $"{one.From} {one.To}", refusal => refusal.Name));
    }

    [Fact]
    public void A_single_record_is_held_to_the_same_regions()
    {
        Assert.True(RegionRange.Holds(null, "110000"));
        Assert.True(RegionRange.Holds([RegionCode.Parse("340100")], "340102"));
        Assert.False(RegionRange.Holds([RegionCode.Parse("340100")], "340202"));
        Assert.False(RegionRange.Holds([], "340102"));
    }
}
