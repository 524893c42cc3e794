using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class MessageTests
{
    private const string Reporter = """
        {
          "type": "object",
          "properties": {
            "phone": { "type": "string", "pattern": "^1[0-9]{10}$", "x-level": 3 },
            "age": { "type": "integer", "maximum": 150, "x-level": 4 },
            "home": { "x-level": 3, "properties": { "street": { "type": "string", "maxLength": 3 } } },
            "name": { "x-level": 3, "$ref": "#/$defs/name" },
            "state": { "enum": ["open", "closed"], "x-level": 2 },
            "other": { "type": "integer" }
          },
          "then": { "properties": { "phone": { "pattern": "^13" } } }, "if": { "required": ["age"] },
          "$defs": { "name": { "anyOf": [{ "type": "null" }, { "type": "string", "maxLength": 2 }] } }
        }
        """;

    [Theory]
    [InlineData("""{"phone":"98765"}""", "98765", "\"9***\"")]
    [InlineData("""{"phone":98765}""", "98765", "9***")]
    [InlineData("""{"age":1987}""", "1987", "1***")]
    [InlineData("""{"age":"secret"}""", "secret", "\"s***\"")]
    [InlineData("""{"age":7,"phone":"15912345678"}""", "5912", "\"1***\"")]
    [InlineData("""{"home":{"street":"secret road"}}""", "secret", "\"s***\"")]
    [InlineData("""{"name":"诸葛孔明"}""", "葛", "\"诸***\"")]
    [InlineData("""{"other":{"phone":"98765"}}""", "98765", "***")]
    [InlineData("""[{"phone":"98765"}]""", "98765", "***")]
    public void A_sensitive_value_is_shown_by_its_first_character_alone(string json, string secret, string mask)
    {
        var problem = Assert.Single(Schema.Of(Reporter).Problems(json));

        Assert.DoesNotContain(secret, problem.Message + problem.MessageEn, StringComparison.Ordinal);
        Assert.EndsWith(mask, problem.Message, StringComparison.Ordinal);
        Assert.EndsWith(mask, problem.MessageEn, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_a_lower_level_is_shown()
    {
        var problem = Assert.Single(Schema.Of(Reporter).Problems("""{"state":"opne"}"""));

        Assert.Contains("\"opne\"", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("opne", "最接近：open")]
    [InlineData("rejectd", "最接近：rejected")]
    [InlineData("C0", "最接近：C01, C02, C03")]
    [InlineData("completely different", "")]
    public void A_code_that_is_not_listed_is_answered_with_the_nearest(string code, string hint)
    {
        var schema = Schema.Of("""{ "enum": ["open", "registered", "closed", "rejected", "C01", "C02", "C03", "C04"] }""");

        var problem = Assert.Single(schema.Problems($"\"{code}\""));

        Assert.EndsWith(hint, problem.Message, StringComparison.Ordinal);
        Assert.Equal(hint.Length > 0, problem.MessageEn.Contains("nearest", StringComparison.Ordinal));
    }

    [Fact]
    public void The_nearest_codes_are_not_told_of_a_sensitive_value()
    {
        var schema = Schema.Of("""{ "enum": ["healthy", "infected"], "x-level": 4 }""");

        Assert.DoesNotContain("最接近", Assert.Single(schema.Problems("\"infectd\"")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_beside_a_reference_changes_no_verdict()
    {
        var schema = Schema.Of(Reporter);

        Assert.True(schema.Takes("""{"name":"诸葛"}"""));
        Assert.False(schema.Takes("""{"name":"诸葛孔明"}"""));
        Assert.Equal("endless-reference", Schema.Refusal("""{ "x-level": 3, "$ref": "#" }"""));
    }
}
