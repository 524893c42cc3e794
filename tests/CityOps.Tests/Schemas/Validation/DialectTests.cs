using System.Text;
using CityOps.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class DialectTests
{
    private const string Vocabularies = "https://json-schema.org/draft/2020-12/vocab/";

    [Fact]
    public void Without_the_validation_vocabulary_its_keywords_are_remarks()
    {
        var schema = Under("""{ "core": true, "applicator": true }""", """{ "properties": { "a": { "type": "string" }, "b": false } }""");

        Assert.True(schema.Takes("""{"a":1}"""));
        Assert.False(schema.Takes("""{"b":1}"""));
    }

    [Fact]
    public void Without_the_unevaluated_vocabulary_nothing_is_unforeseen() =>
        Assert.True(Under("""{ "core": true, "applicator": true }""", """{ "unevaluatedProperties": false }""").Takes("""{"a":1}"""));

    [Fact]
    public void The_format_assertion_vocabulary_asserts_whatever_the_caller_says()
    {
        var asserted = Under("""{ "core": true, "format-assertion": true }""", """{ "format": "date" }""", FormatUse.Annotate);
        var remarked = Under("""{ "core": true, "format-annotation": true }""", """{ "format": "date" }""", FormatUse.Annotate);

        Assert.False(asserted.Takes("\"2026-02-29\""));
        Assert.True(remarked.Takes("\"2026-02-29\""));
    }

    [Fact]
    public void A_vocabulary_that_is_needed_and_not_known_is_refused_and_one_that_is_not_needed_is_passed_over()
    {
        var needed = Assert.Throws<SchemaException>(() => Under("""{ "core": true, "https://example.org/vocab": true }""", "{}"));

        Assert.Equal("unsupported-keyword", needed.Name);
        Assert.Contains("https://example.org/vocab", needed.Reason, StringComparison.Ordinal);
        Assert.True(Under("""{ "core": true, "https://example.org/vocab": false }""", "{}").Takes("1"));
    }

    [Theory]
    [InlineData("""{ "type": "object", "properties": { "a": { "minLength": 1 } } }""", true)]
    [InlineData("""{ "properties": { "a": { "minLength": -1 } } }""", false)]
    [InlineData("""{ "allOf": [{ "items": { "type": "text" } }] }""", false)]
    [InlineData("true", true)]
    [InlineData("7", false)]
    public void The_meta_schema_is_known_and_judges_schemas(string json, bool fits)
    {
        var text = Encoding.UTF8.GetBytes("""{ "$ref": "https://json-schema.org/draft/2020-12/schema" }""");
        var schema = JsonSchema.Compile(text, formats: FormatUse.Annotate);

        Assert.Equal(fits, schema.Takes(json));
        Assert.Equal(fits, schema.Problems(json).Count == 0);
    }

    [Fact]
    public void Content_and_metadata_judge_nothing_but_must_be_well_formed()
    {
        var schema = Schema.Of("""
            { "contentEncoding": "base64", "contentMediaType": "application/json", "contentSchema": { "type": "object" }, "deprecated": true, "examples": [1], "default": {} }
            """);

        Assert.True(schema.Takes("\"!\""));
        Assert.Equal("bad-schema", Schema.Refusal("""{ "contentEncoding": 1 }"""));
        Assert.Equal("bad-schema", Schema.Refusal("""{ "contentSchema": { "type": "text" } }"""));
        Assert.Equal("bad-schema", Schema.Refusal("""{ "deprecated": "yes" }"""));
        Assert.Equal("bad-schema", Schema.Refusal("""{ "examples": {} }"""));
        Assert.Equal("bad-schema", Schema.Refusal("""{ "$vocabulary": { "a": 1 } }"""));
    }

    /// <summary>Compiles a schema under a meta-schema that lists these vocabularies, by their short names where they are standard.</summary>
    private static JsonSchema Under(string vocabularies, string schema, FormatUse formats = FormatUse.Assert)
    {
        var registry = new SchemaRegistry();
        foreach (var name in new[] { "core", "applicator", "format-assertion", "format-annotation" })
        {
            vocabularies = vocabularies.Replace($"\"{name}\"", $"\"{Vocabularies}{name}\"", StringComparison.Ordinal);
        }

        registry.Add(new Uri("https://schemas.cityops.example/dialect"), Encoding.UTF8.GetBytes($$"""{ "$vocabulary": {{vocabularies}} }"""));
        var text = """{ "$schema": "https://schemas.cityops.example/dialect", """ + schema.TrimStart('{', ' ');
        return JsonSchema.Compile(Encoding.UTF8.GetBytes(text.Replace(", }", " }", StringComparison.Ordinal)), registry, formats);
    }
}
