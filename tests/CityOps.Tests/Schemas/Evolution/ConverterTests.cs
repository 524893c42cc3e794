using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Evolution.Conversion;
using CityOps.Schemas.Records;
using Xunit;

namespace CityOps.Tests.Schemas.Evolution;

public sealed class ConverterTests
{
    private static readonly SchemaSet Schemas = TwoVersions.Set;
    private static readonly ConverterBook Book = ConverterBook.Read(Schemas);

    [Fact]
    public void A_record_goes_up_with_its_bytes_kept_and_every_change_named()
    {
        var stored = Full();

        var converted = Book.Find("MG-01", 1, 2)!.Convert(stored);

        var expected = Encoding.UTF8.GetString(stored.Span)
            .Replace("\"schemaVersion\":\"1.0.0\"", "\"schemaVersion\":\"2.0.0\"", StringComparison.Ordinal)
            .Replace("\"address\":", "\"location\":", StringComparison.Ordinal);
        var smallName = JsonNode.Parse(stored.Span)!["smallName"]!.GetValue<string>();
        expected = expected.Replace($"\"smallName\":\"{smallName}\",", "", StringComparison.Ordinal)[..^1] + ",\"weather\":\"未知\"}";
        Assert.Empty(converted.Problems);
        Assert.Equal(expected, Encoding.UTF8.GetString(converted.Bytes.Span));
        Assert.Equal(["rename /address \"/location\"", "default /weather \"未知\"", "drop /smallName "], converted.Notes.Select(n => $"{n.Step} {n.Pointer} {n.Becomes}"));
        Assert.Contains("2.0 起以小类代码为准", converted.Notes[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_comes_back_as_it_was_but_for_what_was_told()
    {
        var stored = Stored("MG-01", "pass-minimal");

        var back = Book.Find("MG-01", 2, 1)!.Convert(Book.Find("MG-01", 1, 2)!.Convert(stored).Bytes);

        Assert.Empty(back.Problems);
        Assert.Equal(Encoding.UTF8.GetString(stored.Span), Encoding.UTF8.GetString(back.Bytes.Span));
        Assert.Equal(["rename", "drop"], back.Notes.Select(n => n.Step));
    }

    [Fact]
    public void A_code_is_replaced_and_one_without_a_successor_is_refused_by_the_other_version()
    {
        var down = Book.Find("MG-01", 2, 1)!;

        var five = down.Convert(SecondWith("5"));
        var nine = down.Convert(SecondWith("9"));

        Assert.Equal("4", JsonNode.Parse(five.Bytes.Span)!["urgency"]!.GetValue<string>());
        Assert.Equal("\"4\"", five.Notes.Single(n => n.Step == "map").Becomes);
        Assert.Equal(("/urgency", "enum"), (Assert.Single(nine.Problems).Pointer, nine.Problems[0].Keyword));
    }

    [Fact]
    public void A_deletion_gets_no_defaults_and_stays_a_deletion()
    {
        var converted = Book.Find("MG-01", 1, 2)!.Convert(Stored("MG-01", "pass-deleted"));

        Assert.Empty(converted.Problems);
        Assert.Empty(converted.Notes);
        Assert.Equal("2.0.0", JsonNode.Parse(converted.Bytes.Span)!["schemaVersion"]!.GetValue<string>());
    }

    [Fact]
    public void Every_passing_example_of_either_version_becomes_a_valid_record_of_the_other()
    {
        foreach (var converter in Book.All.Concat(ConverterBook.Read(SchemaSet.Standard).All))
        {
            var examples = StandardFiles.DatasetFolders.Where(folder => Path.GetFileName(folder) == converter.From.Dataset)
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(folder, "examples"), "pass-*.json")).Select(File.ReadAllText)
                .Select(text => converter.From.Major == 2 ? TwoVersions.AsSecond(JsonNode.Parse(text)!.AsObject()).ToJsonString() : text).ToList();

            Assert.NotEmpty(examples);
            ConverterCheck.Examples(converter, examples);
        }
    }

    [Fact]
    public void Versions_further_apart_are_joined_by_the_converters_between_them()
    {
        var third = JsonNode.Parse(TwoVersions.Second.SchemaBytes.Span)!.AsObject();
        third["$id"] = "urn:cityops:schema:MG-01:3.0.0";
        third["x-version"] = "3.0.0";
        third["properties"]!.AsObject().Remove("dutyGridCode");
        third["x-converters"] = JsonNode.Parse("""[ { "from": 2, "to": 3, "steps": [ { "drop": { "member": "dutyGridCode", "notice": "停用" } } ] } ]""");
        var book = ConverterBook.Read(SchemaSet.Compile([.. Schemas.All.Select(v => v.SchemaBytes), Versions.Bytes(third)]));

        var converted = book.Find("MG-01", 1, 3)!.Convert(Full());

        Assert.Empty(converted.Problems);
        Assert.Contains(converted.Notes, n => n.Pointer == "/dutyGridCode");
        Assert.Null(book.Find("MG-01", 3, 1));
    }

    [Theory]
    [InlineData("""[ { "from": 1, "to": 3, "steps": [] } ]""")]
    [InlineData("""[ { "from": 0, "to": 2, "steps": [] } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [], "note": "" } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [ { "copy": { "from": "address", "to": "location" } } ] } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [ { "rename": { "from": "adress", "to": "location" } } ] } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [ { "rename": { "from": "caseNo", "to": "number" } } ] } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [ { "drop": { "member": "smallName" } } ] } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [ { "drop": { "member": "caseNo", "notice": "x" } } ] } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [ { "map": { "member": "regionCode", "codes": {} } } ] } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [ { "default": { "member": "wether", "value": "" } } ] } ]""")]
    [InlineData("""[ { "from": 1, "to": 2, "steps": [] }, { "from": 1, "to": 2, "steps": [] } ]""")]
    [InlineData("""{ "from": 1, "to": 2, "steps": [] }""")]
    public void A_wrong_declaration_stops_the_start(string converters) =>
        Assert.Throws<InvalidDataException>(() => ConverterBook.Read(TwoVersions.With(converters)));

    [Fact]
    public void An_example_in_the_schema_that_does_not_convert_stops_the_start_and_names_the_field()
    {
        var fault = Assert.Throws<InvalidDataException>(() => ConverterBook.Read(TwoVersions.With(
            """[ { "from": 2, "to": 1, "steps": [ { "rename": { "from": "location", "to": "address" } } ] } ]""",
            root => root["examples"] = new JsonArray(JsonNode.Parse(SecondWith("1").Span)))));

        Assert.Contains("/weather", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_steps_that_write_one_name_are_refused_for_the_record()
    {
        var book = ConverterBook.Read(TwoVersions.With(
            """[ { "from": 1, "to": 2, "steps": [ { "rename": { "from": "address", "to": "location" } }, { "default": { "member": "weather", "value": "晴" } }, { "rename": { "from": "smallName", "to": "location" } } ] } ]"""));

        Assert.Equal("/location", Assert.Single(book.Find("MG-01", 1, 2)!.Convert(Full()).Problems).Pointer);
    }

    private static ReadOnlyMemory<byte> SecondWith(string urgency)
    {
        var record = TwoVersions.AsSecond(JsonNode.Parse(StandardFiles.Example("MG-01", "pass-full"))!.AsObject());
        record["urgency"] = urgency;
        return Compact(record.ToJsonString());
    }

    /// <summary>With the members that the versions disagree about.</summary>
    private static ReadOnlyMemory<byte> Full()
    {
        var record = JsonNode.Parse(StandardFiles.Example("MG-01", "pass-full"))!.AsObject();
        (record["smallName"], record["dutyGridCode"]) = ("暴露垃圾", "G01");
        return Compact(record.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static ReadOnlyMemory<byte> Stored(string dataset, string example) => Compact(StandardFiles.Example(dataset, example));

    private static ReadOnlyMemory<byte> Compact(string json)
    {
        var compact = new ArrayBufferWriter<byte>();
        Assert.Null(RecordText.Compact(Encoding.UTF8.GetBytes(json), compact, RecordLimits.Standard));
        return compact.WrittenMemory;
    }
}
