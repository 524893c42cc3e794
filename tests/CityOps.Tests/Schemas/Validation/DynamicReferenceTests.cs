using System.Text;
using CityOps.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class DynamicReferenceTests
{
    private const string Tree = """
        { "$id": "https://schemas.cityops.example/tree", "$dynamicAnchor": "node", "type": "object",
          "properties": { "data": true, "children": { "type": "array", "items": { "$dynamicRef": "#node" } } } }
        """;

    private const string StrictTree = """
        { "$id": "https://schemas.cityops.example/strict-tree", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": false }
        """;

    [Fact]
    public void The_outermost_anchor_decides_what_a_dynamic_reference_means()
    {
        var strict = JsonSchema.Compile(Encoding.UTF8.GetBytes(StrictTree), Registry());
        var loose = Schema.Of(Tree);

        Assert.True(strict.Takes("""{"children":[{"data":1}]}"""));
        Assert.False(strict.Takes("""{"children":[{"daat":1}]}"""));
        Assert.True(loose.Takes("""{"children":[{"daat":1}]}"""));
        Assert.Equal("/children/0/daat", Assert.Single(strict.Problems("""{"children":[{"daat":1}]}""")).Pointer);
    }

    [Fact]
    public void A_dynamic_reference_to_the_same_value_is_an_endless_one()
    {
        Assert.Equal("endless-reference", Schema.Refusal("""{ "$dynamicAnchor": "a", "$dynamicRef": "#a" }"""));
        Assert.Equal("endless-reference", Schema.Refusal("""{ "$dynamicAnchor": "a", "allOf": [{ "$dynamicRef": "#a" }] }"""));
        Assert.Equal("unresolved-reference", Schema.Refusal("""{ "$dynamicRef": "#a" }"""));
    }

    [Fact]
    public void Deep_texts_end_in_a_no()
    {
        var schema = JsonSchema.Compile(Encoding.UTF8.GetBytes(StrictTree), Registry());
        var open = string.Concat(Enumerable.Repeat("""{"children":[""", 60));
        var close = string.Concat(Enumerable.Repeat("]}", 60));

        Assert.True(schema.Takes(open + close));
        Assert.False(schema.Takes(open + open + close + close));
        Assert.Equal("json", Assert.Single(schema.Problems(open + open + close + close)).Keyword);
    }

    [Fact]
    public void A_schema_that_multiplies_with_itself_through_dynamic_references_runs_out_of_budget()
    {
        var heavy = Schema.Of("""{ "$dynamicAnchor": "t", "allOf": [{ "items": { "$dynamicRef": "#t" } }, { "items": { "$dynamicRef": "#t" } }] }""");

        Assert.Equal("budget", Assert.Single(heavy.Problems(new string('[', 60) + "{}" + new string(']', 60))).Keyword);
    }

    [Fact]
    public void Dynamic_anchors_that_multiply_the_ways_are_refused()
    {
        var layers = Enumerable.Range(0, 20).SelectMany(i => new[] { "l", "r" }.Select(side => $$"""
            "{{side}}{{i}}": { "$id": "{{side}}{{i}}", "$defs": { "a": { "$dynamicAnchor": "a{{i}}" } }, "properties": { "l": { "$ref": "l{{i + 1}}" }, "r": { "$ref": "r{{i + 1}}" } } }
            """));
        var text = $$"""{ "$id": "https://schemas.cityops.example/ways", "$ref": "l0", "$defs": { {{string.Join(',', layers)}}, "l20": { "$id": "l20" }, "r20": { "$id": "r20" } } }""";

        Assert.Equal("too-large", Schema.Refusal(text));
    }

    private static SchemaRegistry Registry()
    {
        var registry = new SchemaRegistry();
        registry.Add(new Uri("https://schemas.cityops.example/tree"), Encoding.UTF8.GetBytes(Tree));
        return registry;
    }
}
