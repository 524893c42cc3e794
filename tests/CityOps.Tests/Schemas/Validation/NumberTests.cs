using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class NumberTests
{
    [Theory]
    [InlineData("""{ "maximum": 9007199254740992 }""", "9007199254740993", false)]
    [InlineData("""{ "maximum": 9007199254740993 }""", "9007199254740993", true)]
    [InlineData("""{ "maximum": 0.1 }""", "0.1000000000000000000000000000000001", false)]
    [InlineData("""{ "exclusiveMaximum": 1 }""", "0.9999999999999999999999999999999999", true)]
    [InlineData("""{ "exclusiveMaximum": 1 }""", "1.000", false)]
    [InlineData("""{ "exclusiveMinimum": -1 }""", "-1", false)]
    [InlineData("""{ "exclusiveMinimum": -1 }""", "-0", true)]
    [InlineData("""{ "minimum": -1.5 }""", "-1.50", true)]
    [InlineData("""{ "minimum": -1.5 }""", "-1.51", false)]
    [InlineData("""{ "maximum": 1e2 }""", "100", true)]
    [InlineData("""{ "maximum": 1e2 }""", "101", false)]
    [InlineData("""{ "maximum": 1e2 }""", "1e999999999", false)]
    [InlineData("""{ "minimum": 1 }""", "1e-999999999999999999999999", false)]
    [InlineData("""{ "minimum": 123456789012345678901234567890 }""", "123456789012345678901234567889", false)]
    [InlineData("""{ "minimum": 123456789012345678901234567890 }""", "1.2345678901234567890123456789e29", true)]
    [InlineData("""{ "multipleOf": 0.01 }""", "19.99", true)]
    [InlineData("""{ "multipleOf": 0.01 }""", "19.999", false)]
    [InlineData("""{ "multipleOf": 0.0001 }""", "0.0075", true)]
    [InlineData("""{ "multipleOf": 7 }""", "700000000000000000000000000000000000007", true)]
    [InlineData("""{ "multipleOf": 7 }""", "700000000000000000000000000000000000008", false)]
    [InlineData("""{ "multipleOf": 3 }""", "1e308", false)]
    [InlineData("""{ "multipleOf": 1e300 }""", "3e300", true)]
    [InlineData("""{ "multipleOf": 5 }""", "0.0", true)]
    [InlineData("""{ "multipleOf": 1234567890123456789012345678901 }""", "2469135780246913578024691357802", true)]
    [InlineData("""{ "multipleOf": 1234567890123456789012345678901 }""", "2469135780246913578024691357803", false)]
    [InlineData("""{ "multipleOf": 1234567890123456789012345678901 }""", "1e400", false)]
    [InlineData("""{ "multipleOf": 0.0000000000000000000000000000000000000003 }""", "1.2e-38", true)]
    [InlineData("""{ "multipleOf": 0.5 }""", "1e400", true)]
    [InlineData("""{ "type": "integer" }""", "1e400", true)]
    [InlineData("""{ "type": "integer" }""", "1e-400", false)]
    [InlineData("""{ "type": "integer" }""", "1.0", true)]
    [InlineData("""{ "type": "integer" }""", "12.50e1", true)]
    [InlineData("""{ "type": "integer" }""", "12.55e1", false)]
    [InlineData("""{ "type": "integer" }""", "0e-5", true)]
    [InlineData("""{ "type": "integer" }""", "100000000000000000000000.0", true)]
    [InlineData("""{ "const": 1 }""", "1.00", true)]
    [InlineData("""{ "const": 0 }""", "-0.0e7", true)]
    [InlineData("""{ "enum": [1.5, 100] }""", "1e2", true)]
    [InlineData("""{ "enum": [1.5, 100] }""", "1.50000000000000000000001", false)]
    [InlineData("""{ "uniqueItems": true }""", "[1, 1.0]", false)]
    [InlineData("""{ "uniqueItems": true }""", "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,1.8e1]", true)]
    [InlineData("""{ "uniqueItems": true }""", "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,1.7e1]", false)]
    public void Numbers_are_compared_exactly_by_their_text(string schema, string number, bool fits)
    {
        var compiled = Schema.Of(schema);

        Assert.Equal(fits, compiled.Takes(number));
        Assert.Equal(fits, compiled.Problems(number).Count == 0);
    }

    [Fact]
    public void A_million_digits_are_judged_at_once()
    {
        var schema = Schema.Of("""{ "minimum": 1, "multipleOf": 7 }""");

        Assert.True(schema.Takes(new string('7', 1_000_000)));
        Assert.False(schema.Takes(new string('7', 1_000_000) + "1"));
        Assert.False(Schema.Of("""{ "multipleOf": 1234567890123456789012345678901 }""").Takes(new string('7', 1_000_000)));
    }
}
