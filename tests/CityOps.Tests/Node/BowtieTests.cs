using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Node.Verbs;
using CityOps.Schemas.Validation;
using CityOps.Tests.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Node;

public sealed class BowtieTests
{
    private const string Start = """{"cmd":"start","version":1}""";
    private const string Stop = """{"cmd":"stop"}""";

    [Fact]
    public async Task The_whole_official_suite_is_answered_over_the_protocol()
    {
        var registry = new JsonObject();
        foreach (var (uri, document) in OfficialSuite.RemoteDocuments())
        {
            registry[uri] = JsonNode.Parse(document);
        }

        var groups = OfficialSuite.Cases().GroupBy(c => (c.File, c.Group)).ToList();
        var answers = await TalkAsync(FormatUse.Annotate, [Start, """{"cmd":"dialect","dialect":"https://json-schema.org/draft/2020-12/schema"}""", .. groups.Select((group, seq) => Run(seq, group, registry)), Stop]);

        Assert.Equal("cityops", answers[0].GetProperty("implementation").GetProperty("name").GetString());
        Assert.True(answers[1].GetProperty("ok").GetBoolean());
        Assert.Equal(groups.Count + 2, answers.Count);
        for (var i = 0; i < groups.Count; i++)
        {
            Assert.Equal(i, answers[i + 2].GetProperty("seq").GetInt32());
            Assert.Equal(groups[i].Select(c => c.Fits), answers[i + 2].GetProperty("results").EnumerateArray().Select(r => r.GetProperty("valid").GetBoolean()));
        }
    }

    [Fact]
    public async Task A_schema_that_does_not_compile_is_an_error_with_its_reason()
    {
        var answers = await TalkAsync(FormatUse.Annotate, [Start, """{"cmd":"run","seq":7,"case":{"description":"","schema":{"$ref":"#/none"},"tests":[]}}"""]);

        Assert.True(answers[1].GetProperty("errored").GetBoolean());
        Assert.Contains("unresolved-reference", answers[1].GetProperty("context").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FormatUse.Annotate, true)]
    [InlineData(FormatUse.Assert, false)]
    public async Task Formats_are_rules_only_where_asked(FormatUse use, bool fits)
    {
        var answers = await TalkAsync(use, ["""{"cmd":"run","seq":1,"case":{"description":"","schema":{"format":"ipv4"},"tests":[{"description":"","instance":"x"}]}}"""]);

        Assert.Equal(fits, answers[0].GetProperty("results")[0].GetProperty("valid").GetBoolean());
    }

    private static string Run(int seq, IEnumerable<SuiteCase> group, JsonObject registry) => new JsonObject
    {
        ["cmd"] = "run",
        ["seq"] = seq,
        ["case"] = new JsonObject
        {
            ["description"] = group.First().Group,
            ["schema"] = JsonNode.Parse(group.First().Schema),
            ["registry"] = registry.DeepClone(),
            ["tests"] = new JsonArray([.. group.Select(c => new JsonObject { ["description"] = c.Case, ["instance"] = JsonNode.Parse(c.Data) })]),
        },
    }.ToJsonString();

    private static async Task<List<JsonElement>> TalkAsync(FormatUse use, string[] lines)
    {
        var output = new StringWriter();

        Assert.Equal(0, await new BowtieDialogue(use).RunAsync(new StringReader(string.Join('\n', lines)), output, CancellationToken.None));

        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(Encoding.UTF8.GetBytes(line)))];
    }
}
