using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class UnevaluatedTests
{
    private const string Extended = """
        {
          "$ref": "#/$defs/base", "required": ["kind"],
          "properties": { "kind": { "enum": ["road", "lamp"] } },
          "if": { "properties": { "kind": { "const": "road" } } },
          "then": { "properties": { "width": { "type": "number" } } },
          "else": { "properties": { "height": { "type": "number" } } },
          "anyOf": [{ "properties": { "a": { "type": "integer" } }, "required": ["a"] }, { "properties": { "b": { "type": "integer" } }, "required": ["b"] }, true],
          "dependentSchemas": { "width": { "properties": { "lanes": true } } },
          "unevaluatedProperties": false,
          "$defs": { "base": { "properties": { "id": { "type": "string" } }, "patternProperties": { "^x_": true } } }
        }
        """;

    [Theory]
    [InlineData("""{"kind":"road","id":"1","x_1":0,"width":3,"lanes":2}""", true)]
    [InlineData("""{"kind":"lamp","height":3}""", true)]
    [InlineData("""{"kind":"lamp","a":1,"b":2}""", true)]
    [InlineData("""{"kind":"lamp","a":1,"b":"2"}""", false)]
    [InlineData("""{"kind":"lamp","width":3}""", false)]
    [InlineData("""{"kind":"road","lanes":2}""", false)]
    [InlineData("""{"kind":"road","other":2}""", false)]
    [InlineData("""{"kind":"road","\u0069d":"1"}""", true)]
    public void A_member_counts_as_evaluated_where_a_schema_that_applies_has_looked_at_it(string json, bool fits)
    {
        var schema = Schema.Of(Extended);

        Assert.Equal(fits, schema.Takes(json));
        Assert.Equal(fits, schema.Problems(json).Count == 0);
    }

    [Fact]
    public void A_member_that_no_rule_foresees_is_named_in_both_languages()
    {
        var problem = Assert.Single(Schema.Of(Extended).Problems("""{"kind":"road","o/ther":2}"""));

        Assert.Equal(("/o~1ther", "unevaluatedProperties", "E3005"), (problem.Pointer, problem.Keyword, problem.Code));
        Assert.Contains("成员 o/ther 不属于任何适用的规则", problem.Message, StringComparison.Ordinal);
        Assert.Contains("foresees the member o/ther", problem.MessageEn, StringComparison.Ordinal);
    }

    [Fact]
    public void An_element_that_no_rule_foresees_is_named_by_its_place()
    {
        var schema = Schema.Of("""{ "prefixItems": [true], "contains": { "type": "integer" }, "unevaluatedItems": false }""");

        Assert.True(schema.Takes("[\"a\",1,2]"));
        var problem = Assert.Single(schema.Problems("[\"a\",1,\"b\",2]"));
        Assert.Equal(("/2", "unevaluatedItems", "E3005"), (problem.Pointer, problem.Keyword, problem.Code));
    }

    [Fact]
    public void A_schema_for_the_rest_tells_its_own_complaint()
    {
        var schema = Schema.Of("""{ "properties": { "a": true }, "unevaluatedProperties": { "type": "integer" } }""");

        Assert.True(schema.Takes("""{"a":"x","b":1}"""));
        var problem = Assert.Single(schema.Problems("""{"a":"x","b":"y"}"""));
        Assert.Equal(("/b", "type"), (problem.Pointer, problem.Keyword));
    }

    [Fact]
    public void A_fault_elsewhere_does_not_make_its_members_unforeseen()
    {
        var schema = Schema.Of("""
            { "allOf": [{ "properties": { "a": { "type": "integer" } } }], "oneOf": [{ "properties": { "b": { "type": "integer" } } }], "unevaluatedProperties": false }
            """);

        Assert.Equal(["/a type", "/b type"], schema.Problems("""{"a":"x","b":"y"}""").Select(p => $"{p.Pointer} {p.Keyword}"));
    }

    [Fact]
    public void Many_members_and_elements_are_judged_as_few_are()
    {
        var members = Schema.Of("""{ "anyOf": [{ "patternProperties": { "^a": true } }], "unevaluatedProperties": false }""");
        var elements = Schema.Of("""{ "anyOf": [{ "contains": { "type": "integer" } }], "unevaluatedItems": false }""");
        var names = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"a{i}\":{i}"));
        var numbers = string.Join(',', Enumerable.Range(0, 1000));

        Assert.True(members.Takes($"{{{names}}}"));
        Assert.Equal("/b", Assert.Single(members.Problems($"{{{names},\"b\":1}}")).Pointer);
        Assert.True(elements.Takes($"[{numbers}]"));
        Assert.Equal("/1000", Assert.Single(elements.Problems($"[{numbers},\"b\"]")).Pointer);
    }

    [Fact]
    public void A_fitting_record_costs_no_allocation() =>
        Assert.Equal(0, Schema.Of(Extended).Garbage("""{"kind":"road","id":"1","x_1":0,"width":3,"lanes":2,"a":1}"""));

    [Fact]
    public void Alternatives_inside_alternatives_end_in_a_verdict_within_the_budget()
    {
        var schema = string.Concat(Enumerable.Repeat("""{ "unevaluatedProperties": false, "anyOf": [""", 40)) + "true" + string.Concat(Enumerable.Repeat("] }", 40));

        var problem = Assert.Single(Schema.Of(schema).Problems("""{"a":1}"""), p => p.Pointer.Length <= 2);

        Assert.Contains(problem.Keyword, new[] { "unevaluatedProperties", "budget" });
    }

    [Fact]
    public void Both_answers_agree_on_any_mixture_of_members()
    {
        var schema = Schema.Of(Extended);
        var random = new Random(20261123);
        string[] names = ["kind", "id", "x_1", "width", "height", "lanes", "a", "b", "other", "\\u0061", "kind"];
        string[] values = ["\"road\"", "\"lamp\"", "1", "2.5", "null", "{\"a\":[]}"];
        var fitting = 0;

        for (var round = 0; round < 20_000; round++)
        {
            var members = Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{names[random.Next(names.Length)]}\":{values[random.Next(values.Length)]}");
            var json = $"{{\"kind\":\"road\",{string.Join(',', members)}}}".Replace(",}", "}", StringComparison.Ordinal);
            var fits = schema.Takes(json);
            Assert.True(fits == (schema.Problems(json).Count == 0), json);
            fitting += fits ? 1 : 0;
        }

        Assert.InRange(fitting, 1000, 19_000);
    }
}
