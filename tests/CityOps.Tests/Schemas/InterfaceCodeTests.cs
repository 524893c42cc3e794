using CityOps.Schemas.Codes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class InterfaceCodeTests
{
    [Fact]
    public void A_code_that_was_printed_reads_back_as_itself()
    {
        var codes =
            from family in Gen.Elements("MG", "SI", "CB", "EX")
            from number in Gen.Choose(1, 99)
            from major in Gen.Choose(1, 999)
            from direction in Gen.Elements(Direction.Up, Direction.Down)
            select InterfaceCode.Of($"{family}-{number:D2}", major, direction);

        Prop.ForAll(codes.ToArbitrary(), code => InterfaceCode.Parse(code.ToString()) == code).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_parts_of_a_code_are_told_apart()
    {
        var code = InterfaceCode.Parse("SI-01.v2.down");

        Assert.Equal(("SI-01", 2, Direction.Down), (code.Dataset, code.Major, code.Direction));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MG-01")]
    [InlineData("MG-01.v1")]
    [InlineData("MG-01.v1.UP")]
    [InlineData("MG-01.v1.sideways")]
    [InlineData("MG-01.v0.up")]
    [InlineData("MG-01.v01.up")]
    [InlineData("MG-01.v1000.up")]
    [InlineData("MG-01.1.up")]
    [InlineData("MG-01.v+1.up")]
    [InlineData("mg-01.v1.up")]
    [InlineData("MG-.v1.up")]
    [InlineData("-01.v1.up")]
    [InlineData("MG-０１.v1.up")]
    [InlineData("MG-01.v1.up.up")]
    [InlineData("MANYLETTERS-01.v1.up")]
    public void A_second_spelling_is_no_code(string text)
    {
        Assert.False(InterfaceCode.TryParse(text, out _));
        Assert.Throws<FormatException>(() => InterfaceCode.Parse(text));
    }
}
