using System.Text.Json.Nodes;
using CityOps.Schemas.Evolution;
using Xunit;

namespace CityOps.Tests.Schemas.Evolution;

/// <summary>The edits a data standard sees from one edition to the next, each with what it does to readers.</summary>
public sealed class UsualEditTests
{
    private static readonly Dictionary<string, Action<JsonObject>> Edits = new()
    {
        ["nothing"] = _ => { },
        ["title changed"] = root => root.Property("address")["title"] = "详细地址",
        ["optional field added"] = root => root["properties"]!["weather"] = Text(50),
        ["required field added"] = root =>
        {
            root["properties"]!["weather"] = Text(50);
            root["required"]!.AsArray().Add("weather");
        },
        ["optional field removed"] = root => root["properties"]!.AsObject().Remove("smallName"),
        ["required field removed"] = root =>
        {
            root["properties"]!.AsObject().Remove("gridCode");
            root["required"] = Without(root["required"]!.AsArray(), "gridCode");
        },
        ["field made required"] = root => root["required"]!.AsArray().Add("smallName"),
        ["field made optional"] = root => root["required"] = Without(root["required"]!.AsArray(), "address"),
        ["field renamed"] = root =>
        {
            var address = root.Property("address").DeepClone();
            root["properties"]!.AsObject().Remove("address");
            root["properties"]!["location"] = address;
            root["required"] = Without(root["required"]!.AsArray(), "address");
            root["required"]!.AsArray().Add("location");
        },
        ["code added"] = root => root.Property("urgency")["enum"]!.AsArray().Add("5"),
        ["code removed"] = root => root.Property("urgency")["enum"] = new JsonArray("1", "2", "3"),
        ["code list reordered"] = root => root.Property("urgency")["enum"] = new JsonArray("4", "3", "2", "1"),
        ["codes made free text"] = root => root["properties"]!["urgency"] = Text(10),
        ["free text made codes"] = root => root["properties"]!["smallName"] = new JsonObject { ["enum"] = new JsonArray("垃圾", "井盖") },
        ["text lengthened"] = root => root.Property("description")["maxLength"] = 2000,
        ["text shortened"] = root => root.Property("description")["maxLength"] = 500,
        ["empty text allowed"] = root => root.Property("smallName").Remove("minLength"),
        ["longer least length"] = root => root.Property("smallName")["minLength"] = 2,
        ["pattern widened"] = root => root.Property("caseNo")["pattern"] = "^[0-9A-Za-z-]{1,24}$",
        ["pattern narrowed"] = root => root.Property("caseNo")["pattern"] = "^[0-9A-Za-z]{1,20}$",
        ["pattern written otherwise"] = root => root.Property("gridCode")["pattern"] = "^\\d{10}\\d{5}$",
        ["pattern replaced"] = root => root.Property("smallClass")["pattern"] = "^[A-Z]{2}$",
        ["pattern dropped"] = root => root.Property("gridCode").Remove("pattern"),
        ["times to the second only"] = root => root.Property("acceptTime")["pattern"] = "^[0-9T:-]{19}\\+08:00$",
        ["times in any zone"] = root => root.Property("acceptTime").Remove("pattern"),
        ["format dropped"] = root => root.Property("acceptTime").Remove("format"),
        ["format added"] = root => root.Property("appealNo")["format"] = "uuid",
        ["integer to number"] = root => root.Property("limitValue")["type"] = "number",
        ["number to integer"] = root => root.Property("lon")["type"] = "integer",
        ["number to text"] = root => root["properties"]!["lon"] = Text(20),
        ["boolean to code"] = root => root["properties"]!["hanging"] = new JsonObject { ["enum"] = new JsonArray("0", "1") },
        ["range widened"] = root => root.Property("lat")["maximum"] = 55,
        ["range narrowed"] = root => root.Property("lat")["minimum"] = 3.5,
        ["bound made exclusive"] = root =>
        {
            root.Property("lat").Remove("minimum");
            root.Property("lat")["exclusiveMinimum"] = 3;
        },
        ["bound added"] = root => root.Property("mediaCount")["maximum"] = 9,
        ["bound dropped"] = root => root.Property("mediaCount").Remove("minimum"),
        ["fewer decimals"] = root => root.Property("lon")["multipleOf"] = JsonNode.Parse("0.000001"),
        ["more decimals"] = root => root.Property("lon")["multipleOf"] = JsonNode.Parse("0.00000001"),
        ["null allowed"] = root => root.Property("smallName")["type"] = new JsonArray("string", "null"),
        ["extension closed"] = root => root.Property("ext")["additionalProperties"] = false,
        ["extension bounded"] = root => root.Property("ext")["maxProperties"] = 20,
        ["record opened"] = root => root.Remove("additionalProperties"),
        ["constant header"] = root => root["properties"]!["dataset"] = new JsonObject { ["const"] = "MG-01" },
        ["list added"] = root => root["properties"]!["tags"] = List(),
        ["one needs another"] = root => root["dependentRequired"] = new JsonObject { ["closeTime"] = new JsonArray("closeType") },
        ["a condition added"] = root =>
        {
            root["if"] = JsonNode.Parse("""{ "properties": { "state": { "const": "80" } } }""");
            root["then"] = JsonNode.Parse("""{ "required": ["closeTime"] }""");
        },
        ["shared definition"] = root =>
        {
            root["$defs"] = new JsonObject { ["grid"] = root.Property("gridCode").DeepClone() };
            root["properties"]!["gridCode"] = new JsonObject { ["$ref"] = "#/$defs/grid" };
        },
    };

    [Theory]
    [InlineData("nothing", true, true)]
    [InlineData("title changed", true, true)]
    [InlineData("optional field added", true, false)]
    [InlineData("required field added", false, false)]
    [InlineData("optional field removed", false, true)]
    [InlineData("required field removed", false, false)]
    [InlineData("field made required", false, true)]
    [InlineData("field made optional", true, false)]
    [InlineData("field renamed", false, false)]
    [InlineData("code added", true, false)]
    [InlineData("code removed", false, true)]
    [InlineData("code list reordered", true, true)]
    [InlineData("codes made free text", true, false)]
    [InlineData("free text made codes", false, true)]
    [InlineData("text lengthened", true, false)]
    [InlineData("text shortened", false, true)]
    [InlineData("empty text allowed", true, false)]
    [InlineData("longer least length", false, true)]
    [InlineData("pattern widened", true, false)]
    [InlineData("pattern narrowed", false, true)]
    [InlineData("pattern written otherwise", true, true)]
    [InlineData("pattern replaced", false, false)]
    [InlineData("pattern dropped", true, false)]
    [InlineData("times to the second only", false, true)]
    [InlineData("times in any zone", true, false)]
    [InlineData("format dropped", true, false)]
    [InlineData("format added", false, true)]
    [InlineData("integer to number", true, false)]
    [InlineData("number to integer", false, true)]
    [InlineData("number to text", false, false)]
    [InlineData("boolean to code", false, false)]
    [InlineData("range widened", true, false)]
    [InlineData("range narrowed", false, true)]
    [InlineData("bound made exclusive", false, true)]
    [InlineData("bound added", false, true)]
    [InlineData("bound dropped", true, false)]
    [InlineData("fewer decimals", false, true)]
    [InlineData("more decimals", true, false)]
    [InlineData("null allowed", true, false)]
    [InlineData("extension closed", false, true)]
    [InlineData("extension bounded", false, true)]
    [InlineData("record opened", true, false)]
    [InlineData("constant header", false, true)]
    [InlineData("list added", true, false)]
    [InlineData("one needs another", false, true)]
    [InlineData("a condition added", false, true)]
    [InlineData("shared definition", true, true)]
    public void A_usual_edit_gets_its_verdict_with_a_record_that_shows_it(string edit, bool backward, bool forward)
    {
        var (older, newer) = (Versions.Case, Versions.Edited(Edits[edit]));

        var back = Compatibility.Compare(older, newer, Reading.Backward);
        var ahead = Compatibility.Compare(older, newer, Reading.Forward);
        var both = Compatibility.Compare(older, newer, Reading.Full);

        Assert.Equal((Expected(backward), Expected(forward)), (back.Answer, ahead.Answer));
        Assert.Equal(Expected(backward && forward), both.Answer);
        Assert.Empty(both.Open);
        Versions.ProvesItself(both, older, newer);
    }

    [Fact]
    public void Every_edit_of_the_table_is_expected_of() =>
        Assert.Equal(Edits.Keys.Order(), typeof(UsualEditTests).GetMethod(nameof(A_usual_edit_gets_its_verdict_with_a_record_that_shows_it))!
            .GetCustomAttributesData().Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!).Order());

    private static Answer Expected(bool compatible) => compatible ? Answer.Compatible : Answer.Incompatible;

    private static JsonObject Text(int most) => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = most };

    private static JsonObject List() => new() { ["type"] = "array", ["items"] = Text(10), ["maxItems"] = 5, ["uniqueItems"] = true };

    private static JsonArray Without(JsonArray names, string name) => new([.. names.Select(one => one!.GetValue<string>()).Where(one => one != name).Select(one => (JsonNode)one)]);
}
