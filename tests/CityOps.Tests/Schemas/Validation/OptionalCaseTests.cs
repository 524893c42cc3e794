using System.Text;
using CityOps.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Schemas.Validation;

/// <summary>What the official suite leaves to the implementation, and what this one does.</summary>
public sealed class OptionalCaseTests
{
    [Theory]
    [InlineData("""{ "b": ["a"] }""", """{"b":1}""", """{"a":1,"b":1}""")]
    [InlineData("""{ "b": ["a", "c"] }""", """{"a":1,"b":1}""", """{"a":1}""")]
    [InlineData("""{ "b": { "properties": { "a": { "type": "integer" } } } }""", """{"a":"x","b":1}""", """{"a":"x"}""")]
    [InlineData("""{ "b": false }""", """{"b":1}""", """["b"]""")]
    [InlineData("""{ "a\tb": { "minProperties": 2 } }""", """{"a\tb":1}""", """{"a\tb":1,"c":1}""")]
    public void Dependencies_of_older_drafts_judge_as_the_two_keywords_that_followed_them(string dependencies, string refused, string taken)
    {
        var schema = Schema.Of($$"""{ "dependencies": {{dependencies}} }""");

        Assert.False(schema.Takes(refused));
        Assert.NotEmpty(schema.Problems(refused));
        Assert.True(schema.Takes(taken));
        Assert.True(schema.Takes("12"));
    }

    [Fact]
    public void What_a_dependency_looked_at_is_evaluated()
    {
        var schema = Schema.Of("""{ "dependencies": { "a": { "properties": { "a": true, "b": true } } }, "unevaluatedProperties": false }""");

        Assert.True(schema.Takes("""{"a":1,"b":1}"""));
        Assert.False(schema.Takes("""{"b":1}"""));
    }

    [Theory]
    [InlineData("""{ "unknown": { "type": "integer" }, "items": { "$ref": "#/unknown" } }""")]
    [InlineData("""{ "un/known": { "type": "integer" }, "items": { "$ref": "#/un~1known" } }""")]
    [InlineData("""{ "properties": { "a": { "un/known": { "type": "integer" } } }, "items": { "$ref": "#/properties/a/un~1known" } }""")]
    [InlineData("""{ "$id": "/base", "examples": [{ "type": "integer" }], "items": { "$ref": "#/examples/0" } }""")]
    public void A_reference_may_point_to_a_schema_in_an_unknown_keyword(string text)
    {
        var schema = Schema.Of(text);

        Assert.True(schema.Takes("[3]"));
        Assert.False(schema.Takes("[true]"));
    }

    [Theory]
    [InlineData("$anchor", "spot", "#spot")]
    [InlineData("$id", "https://example.org/spot", "https://example.org/spot")]
    public void Names_in_values_and_unknown_keywords_name_no_schema(string keyword, string name, string reference)
    {
        var hidden = $$"""{ "{{keyword}}": "{{name}}", "type": "null" }""";
        var schema = Schema.Of($$"""
            { "$defs": { "a": { "enum": [{{hidden}}] }, "b": { "{{keyword}}": "{{name}}", "type": "string" }, "c": { "const": {{hidden}} },
                "d": { "not": { "unknown": [{{hidden}}] } } },
              "anyOf": [{ "$ref": "#/$defs/a" }, { "$ref": "{{reference}}" }] }
            """);

        Assert.True(schema.Takes(hidden));
        Assert.True(schema.Takes("\"text\""));
        Assert.False(schema.Takes("null"));
        Assert.False(schema.Takes("""{ "type": "null" }"""));
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2019-09/schema")]
    [InlineData("http://json-schema.org/draft-07/schema#")]
    public void A_referenced_resource_of_another_draft_is_refused_by_name(string draft)
    {
        var registry = new SchemaRegistry();
        registry.Add(new Uri("https://example.org/old"), Encoding.UTF8.GetBytes($$"""{ "$schema": "{{draft}}", "prefixItems": [{ "type": "string" }] }"""));

        var refused = Assert.Throws<SchemaException>(() => JsonSchema.Compile("""{ "$ref": "https://example.org/old" }"""u8.ToArray(), registry));

        Assert.Equal("unsupported-keyword", refused.Name);
        Assert.Contains(draft.TrimEnd('#'), refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "integer", "multipleOf": 0.5 }""", "1e308", true)]
    [InlineData("""{ "type": "integer" }""", "-12345678910111213141516171819202122232425262728293031.0", true)]
    [InlineData("""{ "exclusiveMaximum": 972783798187987123879878123.18878137 }""", "972783798187987123879878123.188781371", false)]
    [InlineData("""{ "maximum": 18446744073709551615 }""", "18446744073709551600.1", true)]
    public void Numbers_beyond_a_double_are_compared_exactly(string schema, string number, bool fits) =>
        Assert.Equal(fits, Schema.Of(schema).Takes(number));

    /// <summary>A pointer into another resource does not pass the resource it is written in.</summary>
    [Fact]
    public void A_dynamic_reference_skips_a_resource_that_a_pointer_passes_over()
    {
        var schema = Schema.Of("""
            { "$id": "https://example.org/foo", "items": { "$ref": "bar#/$defs/item" },
              "$defs": { "bar": { "$id": "bar", "items": { "$ref": "item" }, "$defs": {
                "item": { "$id": "item", "properties": { "content": { "$dynamicRef": "#content" } },
                          "$defs": { "own": { "$dynamicAnchor": "content", "type": "integer" } } },
                "content": { "$dynamicAnchor": "content", "type": "string" } } } } }
            """);

        Assert.True(schema.Takes("""[{"content":42}]"""));
        Assert.False(schema.Takes("""[{"content":"x"}]"""));
    }
}
