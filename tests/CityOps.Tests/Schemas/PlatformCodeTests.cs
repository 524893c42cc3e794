using System.Text;
using CityOps.Schemas.Codes;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class PlatformCodeTests
{
    [Theory]
    [InlineData("N-100000", Tier.Nation)]
    [InlineData("P-370000", Tier.Province)]
    [InlineData("C-370200", Tier.City)]
    [InlineData("D-370211", Tier.County)]
    public void A_tier_platform_names_its_tier_and_region(string text, Tier tier)
    {
        var code = PlatformCode.Parse(text);

        Assert.Equal(text, code.ToString());
        Assert.Equal(text[0], code.Kind);
        Assert.Equal(tier, code.Tier);
        Assert.Equal(RegionCode.Parse(text[2..]), code.Region);
    }

    [Theory]
    [InlineData("B-91350100M000100Y43")] // the example of the standard itself
    [InlineData("E-91350100M000100Y43")]
    public void A_department_or_operator_carries_a_credit_code_and_no_region(string text)
    {
        var code = PlatformCode.Parse(text);

        Assert.Equal(text, code.ToString());
        Assert.Null(code.Tier);
        Assert.Null(code.Region);
        Assert.True(PlatformCode.TryParse(Encoding.UTF8.GetBytes(text), out var fromBytes));
        Assert.Equal(code, fromBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("N-000000")]
    [InlineData("N-370000")]
    [InlineData("P-370200")]
    [InlineData("C-370000")]
    [InlineData("C-370211")]
    [InlineData("D-370200")]
    [InlineData("c-370200")]
    [InlineData("C370200")]
    [InlineData("C_370200")]
    [InlineData("C-３７０２００")]
    [InlineData("X-370200")]
    [InlineData("B-370200")]
    [InlineData("B-91350100M000100Y44")]
    [InlineData("B-91350100M000100y43")]
    [InlineData("B-91350100I000100Y43")]
    [InlineData("C-91350100M000100Y43")]
    [InlineData("B-91350100M000100Y433")]
    public void What_does_not_fit_is_no_platform(string text)
    {
        Assert.False(PlatformCode.TryParse(text, out _));
        Assert.False(PlatformCode.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Throws<FormatException>(() => PlatformCode.Parse(text));
    }

    [Fact]
    public void Every_single_mistyped_character_of_a_credit_code_is_noticed()
    {
        const string Good = "91350100M000100Y43";
        var mistyped =
            from place in Enumerable.Range(0, Good.Length)
            from symbol in "0123456789ABCDEFGHJKLMNPQRTUWXY"
            where symbol != Good[place]
            select Good[..place] + symbol + Good[(place + 1)..];

        Assert.True(CreditCode.IsValid(Good));
        Assert.DoesNotContain(mistyped, code => CreditCode.IsValid(code));
    }

    [Theory]
    [InlineData(Tier.Nation, 'N')]
    [InlineData(Tier.Province, 'P')]
    [InlineData(Tier.City, 'C')]
    [InlineData(Tier.County, 'D')]
    public void A_tier_and_its_letter_are_one(Tier tier, char letter)
    {
        Assert.Equal(letter, TierLetter.Of(tier));
        Assert.True(TierLetter.TryRead(letter, out var read));
        Assert.Equal(tier, read);
        Assert.False(TierLetter.TryRead(char.ToLowerInvariant(letter), out _));
    }
}
