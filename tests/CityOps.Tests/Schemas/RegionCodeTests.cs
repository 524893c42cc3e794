using System.Globalization;
using System.Text;
using CityOps.Schemas.Codes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class RegionCodeTests
{
    [Fact]
    public void Any_six_digits_are_printed_as_they_were_read_except_the_other_name_of_the_nation() =>
        Prop.ForAll(
            Gen.Choose(0, 999_999).ToArbitrary(),
            number =>
            {
                var text = number.ToString("D6", CultureInfo.InvariantCulture);
                return RegionCode.Parse(text).ToString() == (text == "100000" ? "000000" : text)
                    && RegionCode.TryParse(Encoding.UTF8.GetBytes(text), out var fromBytes)
                    && fromBytes == RegionCode.Parse(text);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("000000", Tier.Nation)]
    [InlineData("100000", Tier.Nation)]
    [InlineData("370000", Tier.Province)]
    [InlineData("370200", Tier.City)]
    [InlineData("370211", Tier.County)]
    public void Digits_tell_the_tier(string code, Tier tier) => Assert.Equal(tier, RegionCode.Parse(code).Tier);

    [Theory]
    [InlineData("")]
    [InlineData("37020")]
    [InlineData("3702000")]
    [InlineData("37020a")]
    [InlineData(" 370200")]
    [InlineData("37020\n")]
    [InlineData("３７０２００")]
    [InlineData("٣٧٠٢٠٠")]
    [InlineData("-37020")]
    public void What_is_not_six_plain_digits_is_no_region(string text)
    {
        Assert.False(RegionCode.TryParse(text, out _));
        Assert.False(RegionCode.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Throws<FormatException>(() => RegionCode.Parse(text));
    }
}
