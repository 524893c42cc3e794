using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Evolution;
using CityOps.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Schemas.Evolution;

public sealed class VerdictTests
{
    [Fact]
    public void All_differences_are_told_each_with_a_whole_record_that_is_otherwise_good()
    {
        var newer = Versions.Edited(root =>
        {
            root.Property("urgency")["enum"] = new JsonArray("1", "2");
            root.Property("description")["maxLength"] = 10;
            root["properties"]!.AsObject().Remove("smallName");
            root["required"]!.AsArray().Add("streetCode");
        });

        var verdict = Compatibility.Compare(Versions.Case, newer, Reading.Backward);

        Assert.Equal(
            [("/description", "maxLength"), ("/smallName", "additionalProperties"), ("/streetCode", "required"), ("/urgency", "enum")],
            verdict.Differences.Select(d => (d.Pointer, d.Keyword)).Order());
        Versions.ProvesItself(verdict, Versions.Case, newer);
        var urgency = verdict.Differences.Single(d => d.Pointer == "/urgency");
        Assert.Contains("\"3\", \"4\"", urgency.Message, StringComparison.Ordinal);
        Assert.Equal(("MG-01", "1.0.0"), (Member(urgency, "dataset"), Member(urgency, "schemaVersion")));
    }

    [Fact]
    public void A_new_key_is_another_identity_and_says_so()
    {
        var newer = Versions.Edited(root => root["x-key"] = new JsonArray("caseNo", "regionCode"));

        var difference = Assert.Single(Compatibility.Compare(Versions.Case, newer, Reading.Full).Differences);

        Assert.Equal("x-key", difference.Keyword);
        Assert.True(Versions.Takes(Versions.Case, difference.Document));
        Assert.Contains("recordId", difference.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_keyword_that_is_not_read_leaves_the_verdict_open()
    {
        var newer = Versions.Edited(root => root["dependencies"] = new JsonObject { ["smallName"] = new JsonArray("streetCode") });

        Assert.NotEqual(Answer.Compatible, Compatibility.Compare(Versions.Case, newer, Reading.Backward).Answer);
    }

    [Fact]
    public void A_new_way_is_another_interface() =>
        Assert.Equal("x-direction", Assert.Single(Compatibility.Compare(Versions.Case, Versions.Edited(root => root["x-direction"] = "down"), Reading.Backward).Differences).Keyword);

    [Fact]
    public void What_no_validator_sees_is_told_and_does_not_change_the_verdict()
    {
        var newer = Versions.Edited(root =>
        {
            root.Property("urgency")["x-codelist"] = "urgency2";
            root.Property("address")["x-level"] = 3;
            root["x-reach"] = "P";
        });

        var verdict = Compatibility.Compare(Versions.Case, newer, Reading.Full);

        Assert.Equal(Answer.Compatible, verdict.Answer);
        Assert.Equal([("", "x-reach"), ("/address", "x-level"), ("/urgency", "x-codelist")], verdict.Notices.Select(n => (n.Pointer, n.Keyword)).Order());
    }

    [Fact]
    public void A_version_that_reads_its_neighbour_may_not_read_what_came_before()
    {
        var first = Versions.Bytes("""{ "type": "string", "maxLength": 9 }""");
        var second = Versions.Bytes("""{ "type": "string", "maxLength": 5 }""");
        var third = Versions.Bytes("""{ "type": "string", "maxLength": 6 }""");

        Assert.Equal(Answer.Compatible, Compatibility.Compare(second, third, Reading.Backward).Answer);
        Assert.Equal(Answer.Incompatible, Compatibility.CompareAll([first, second], third, Reading.Backward).Answer);
    }

    [Theory]
    [InlineData("""{ "$ref": "#/$defs/tree", "$defs": { "tree": { "type": "object", "properties": { "name": { "type": "string", "maxLength": 5 }, "parts": { "type": "array", "items": { "$ref": "#/$defs/tree" } } } } } }""", 6, Answer.Compatible)]
    [InlineData("""{ "$ref": "#/$defs/tree", "$defs": { "tree": { "type": "object", "properties": { "name": { "type": "string", "maxLength": 5 }, "parts": { "type": "array", "items": { "$ref": "#/$defs/tree" } } } } } }""", 4, Answer.Incompatible)]
    public void Schemas_inside_themselves_are_compared_to_the_end(string older, int length, Answer expected)
    {
        var newer = older.Replace("\"maxLength\": 5", $"\"maxLength\": {length}", StringComparison.Ordinal);

        var verdict = Compatibility.Compare(Versions.Bytes(older), Versions.Bytes(newer), Reading.Backward);

        Assert.Equal(expected, verdict.Answer);
        Assert.Empty(verdict.Open);
        Versions.ProvesItself(verdict, Versions.Bytes(older), Versions.Bytes(newer));
    }

    [Theory]
    [InlineData("""{ "anyOf": [ { "type": "string" }, { "type": "integer" } ] }""", """{ "type": [ "integer", "string" ] }""", Answer.Compatible)]
    [InlineData("""{ "type": [ "integer", "string" ] }""", """{ "anyOf": [ { "type": "string" }, { "type": "number" } ] }""", Answer.Compatible)]
    [InlineData("""{ "type": [ "integer", "string" ] }""", """{ "oneOf": [ { "type": "string" }, { "type": "integer" } ] }""", Answer.Compatible)]
    [InlineData("""{ "type": "integer" }""", """{ "oneOf": [ { "type": "integer" }, { "minimum": 5 } ] }""", Answer.Incompatible)]
    [InlineData("""{ "type": "integer" }""", """{ "not": { "type": "string" } }""", Answer.Compatible)]
    [InlineData("""{ "type": "string" }""", """{ "not": { "pattern": "^a" } }""", Answer.Incompatible)]
    [InlineData("""{ "type": "string", "pattern": "^b" }""", """{ "not": { "pattern": "^a" } }""", Answer.Compatible)]
    [InlineData("""{ "type": "integer", "multipleOf": 6 }""", """{ "multipleOf": 3 }""", Answer.Compatible)]
    [InlineData("""{ "type": "integer", "multipleOf": 3 }""", """{ "multipleOf": 6 }""", Answer.Incompatible)]
    [InlineData("""{ "type": "integer", "minimum": 1, "maximum": 3 }""", """{ "enum": [ 1, 2, 3, 4 ] }""", Answer.Compatible)]
    [InlineData("""{ "type": "string", "pattern": "^[ab]{2}$" }""", """{ "enum": [ "aa", "ab", "ba", "bb" ] }""", Answer.Compatible)]
    [InlineData("""{ "type": "string", "pattern": "^[ab]{2}$" }""", """{ "enum": [ "aa", "ab", "ba" ] }""", Answer.Incompatible)]
    [InlineData("""{ "type": "string", "pattern": "^(ab)*$", "maxLength": 5 }""", """{ "maxLength": 4 }""", Answer.Compatible)]
    [InlineData("""{ "type": "string", "format": "date" }""", """{ "pattern": "^[0-9-]{10}$" }""", Answer.Compatible)]
    [InlineData("""{ "properties": { "a": { "type": "integer" } } }""", """{ "patternProperties": { "^a": { "type": "number" } } }""", Answer.Incompatible)]
    [InlineData("""{ "type": "object", "patternProperties": { "^a": { "type": "integer" } }, "additionalProperties": false }""", """{ "type": "object", "patternProperties": { "^[ab]": { "type": "number" } }, "additionalProperties": false }""", Answer.Compatible)]
    [InlineData("""{ "type": "object", "additionalProperties": { "type": "integer" } }""", """{ "type": "object", "propertyNames": { "maxLength": 3 } }""", Answer.Incompatible)]
    [InlineData("""{ "type": "array", "prefixItems": [ { "type": "integer" } ], "items": false }""", """{ "type": "array", "maxItems": 1, "items": { "type": "number" } }""", Answer.Compatible)]
    [InlineData("""{ "type": "array", "items": { "type": "integer" }, "minItems": 1 }""", """{ "type": "array", "contains": { "type": "integer" } }""", Answer.Compatible)]
    [InlineData("""{ "type": "array", "items": { "type": "integer" } }""", """{ "type": "array", "contains": { "type": "integer" } }""", Answer.Incompatible)]
    [InlineData("""{ "type": "array", "maxItems": 3 }""", """{ "type": "array", "uniqueItems": true }""", Answer.Incompatible)]
    [InlineData("""{ "type": "object", "required": [ "a" ], "dependentRequired": { "a": [ "b" ] } }""", """{ "required": [ "b" ] }""", Answer.Compatible)]
    [InlineData("false", """{ "type": "string" }""", Answer.Compatible)]
    [InlineData("true", "false", Answer.Incompatible)]
    public void Keywords_are_decided_together(string older, string newer, Answer expected)
    {
        var verdict = Compatibility.Compare(Versions.Bytes(older), Versions.Bytes(newer), Reading.Backward);

        Assert.Equal(expected, verdict.Answer);
        Versions.ProvesItself(verdict, Versions.Bytes(older), Versions.Bytes(newer));
    }

    [Fact]
    public void What_cannot_be_decided_is_said_with_its_place()
    {
        var older = Versions.Bytes("""{ "properties": { "a": { "type": "string", "not": { "pattern": "^x" } } } }""");
        var newer = Versions.Bytes("""{ "properties": { "a": { "type": "string", "not": { "pattern": "^xx" } } } }""");

        var verdict = Compatibility.Compare(older, newer, Reading.Backward);

        Assert.Equal(Answer.Undecided, verdict.Answer);
        Assert.Equal(("/a", "not"), (Assert.Single(verdict.Open).Pointer, verdict.Open[0].Keyword));
        Assert.Contains("未能证明", verdict.Open[0].Message, StringComparison.Ordinal);
    }

    private static void Compatible(string dataset, Verdict verdict) =>
        Assert.True(verdict.Answer == Answer.Compatible, $"{dataset}: {string.Join("; ", verdict.Open.Select(open => open.MessageEn).Concat(verdict.Differences.Select(d => d.MessageEn)).Take(3))}");

    [Fact]
    public void Every_dataset_of_the_standard_is_compatible_with_itself_and_with_a_reworded_self()
    {
        foreach (var dataset in SchemaSet.Standard.All)
        {
            var reworded = JsonNode.Parse(dataset.SchemaBytes.Span)!.AsObject();
            reworded["description"] = "改写";
            reworded["allOf"] = new JsonArray(new JsonObject { ["type"] = "object" });

            Compatible(dataset.Dataset, Compatibility.Compare(dataset.SchemaBytes, dataset.SchemaBytes, Reading.Full));
            Compatible(dataset.Dataset, Compatibility.Compare(dataset.SchemaBytes, Versions.Bytes(reworded), Reading.Full));
        }
    }

    [Fact]
    public void What_is_no_schema_is_refused() =>
        Assert.Throws<SchemaException>(() => Compatibility.Compare(Versions.Bytes("""{ "type": "word" }"""), Versions.Bytes("true"), Reading.Full));

    private static string Member(Difference difference, string name) => JsonNode.Parse(difference.Document)![name]!.GetValue<string>();
}
