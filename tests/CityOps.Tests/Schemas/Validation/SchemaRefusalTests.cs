using System.Diagnostics;
using System.Text;
using CityOps.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class SchemaRefusalTests
{
    [Theory]
    [InlineData("""{ "$schema": "http://json-schema.org/draft-07/schema#" }""", "unsupported-keyword")]
    [InlineData("""{ "multipleOf": 1e400 }""", "bad-schema")]
    [InlineData("""{ "pattern": "(a" }""", "unsafe-pattern")]
    [InlineData("""{ "$ref": "#/$defs/none" }""", "unresolved-reference")]
    [InlineData("""{ "$ref": "#none" }""", "unresolved-reference")]
    [InlineData("""{ "$ref": "https://example.org/other" }""", "unresolved-reference")]
    [InlineData("""{ "$ref": "#" }""", "endless-reference")]
    [InlineData("""{ "allOf": [{ "$ref": "#" }] }""", "endless-reference")]
    [InlineData("""{ "$ref": "#/$defs/a", "$defs": { "a": { "$ref": "#/$defs/b" }, "b": { "$ref": "#/$defs/a" } } }""", "endless-reference")]
    [InlineData("""{ "dependentSchemas": { "a": { "not": { "$ref": "#" } } } }""", "endless-reference")]
    [InlineData("""{ "type": "text" }""", "bad-schema")]
    [InlineData("""{ "type": [] }""", "bad-schema")]
    [InlineData("""{ "minLength": -1 }""", "bad-schema")]
    [InlineData("""{ "minLength": 1.5 }""", "bad-schema")]
    [InlineData("""{ "multipleOf": 0 }""", "bad-schema")]
    [InlineData("""{ "required": "a" }""", "bad-schema")]
    [InlineData("""{ "properties": [] }""", "bad-schema")]
    [InlineData("""{ "items": [] }""", "bad-schema")]
    [InlineData("""{ "allOf": [] }""", "bad-schema")]
    [InlineData("""{ "type": "string", "type": "number" }""", "bad-schema")]
    [InlineData("""{ "$anchor": "a b" }""", "bad-schema")]
    [InlineData("""{ "$dynamicAnchor": "#a" }""", "bad-schema")]
    [InlineData("""{ "$recursiveRef": "#" }""", "unsupported-keyword")]
    [InlineData("[]", "bad-schema")]
    [InlineData("{", "bad-schema")]
    public void A_schema_that_cannot_be_run_refuses_to_compile(string schema, string name) =>
        Assert.Equal(name, Schema.Refusal(schema));

    [Fact]
    public void The_refusal_names_the_place()
    {
        var refused = Assert.Throws<SchemaException>(() => Schema.Of("""{ "properties": { "a/b": { "minLength": "x" } } }"""));

        Assert.Equal("/properties/a~1b/minLength", refused.Pointer);
    }

    /// <summary>The end of the chain stands around one of its links; the value shrinks on the way, so there is no circle.</summary>
    [Fact]
    public void A_chain_of_references_may_pass_through_its_own_end()
    {
        var schema = Schema.Of("""
            { "$ref": "#/$defs/one/properties/ab/additionalProperties",
              "$defs": { "one": { "type": "object", "properties": { "ab": { "additionalProperties": { "$ref": "#/$defs/one" } } } } } }
            """);

        Assert.True(schema.Takes("""{"ab":{"x":{"ab":{}}}}"""));
        Assert.False(schema.Takes("""{"ab":{"x":{"ab":{"y":1}}}}"""));
    }

    /// <summary>Each link is walked once, however many schemas inside the end refer to the middle of the chain.</summary>
    [Fact]
    public void A_long_chain_that_its_end_refers_to_again_and_again_is_walked_once()
    {
        const int length = 3000;
        var links = Enumerable.Range(0, length).Select(i => $$"""
            "d{{i}}":{"$ref":"#/$defs/d{{i + 1}}"}
            """);
        var back = Enumerable.Range(0, length).Select(i => $$"""
            "p{{i}}":{"$ref":"#/$defs/d{{i}}"}
            """);
        var text = """{"$ref":"#/$defs/d0","$defs":{""" + $"{string.Join(',', links)},\"d{length}\":{{\"properties\":{{{string.Join(',', back)}}}}}}}}}";

        var watch = Stopwatch.StartNew();

        Assert.True(Schema.Of(text).Takes("""{"p7":{"p9":{}}}"""));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public void A_chain_of_references_longer_than_the_stack_is_refused()
    {
        var links = Enumerable.Range(0, 2000).Select(i => $$"""
            "d{{i}}":{"allOf":[{"$ref":"#/$defs/d{{i + 1}}"}]}
            """);
        var text = """{"$ref":"#/$defs/d0","$defs":{""" + string.Join(',', links) + ""","d2000":true}}""";
        var refusal = "";

        var small = new Thread(() => refusal = Schema.Refusal(text), maxStackSize: 256 * 1024);
        small.Start();
        small.Join();

        Assert.Equal("too-large", refusal);
    }

    [Fact]
    public void Unknown_keywords_judge_nothing()
    {
        var schema = Schema.Of("""{ "x-addressee": "/a", "somethingElse": { "type": 5 }, "type": "integer" }""");

        Assert.True(schema.Takes("1"));
        Assert.False(schema.Takes("\"1\""));
    }

    [Fact]
    public void Another_document_is_found_in_the_registry_only()
    {
        var registry = new SchemaRegistry();
        registry.Add(new Uri("https://schemas.cityops.example/codes"), """{ "$defs": { "region": { "pattern": "^[0-9]{6}$" } } }"""u8.ToArray());
        var text = Encoding.UTF8.GetBytes("""{ "$id": "https://schemas.cityops.example/case", "$ref": "codes#/$defs/region" }""");

        var schema = JsonSchema.Compile(text, registry);

        Assert.True(schema.Takes("\"340100\""));
        Assert.False(schema.Takes("\"34010\""));
        Assert.Throws<SchemaException>(() => JsonSchema.Compile(text));
    }
}
