using System.Text;
using System.Text.Json;
using CityOps.Schemas.Records;
using CityOps.Schemas.Rules;
using Xunit;

namespace CityOps.Tests.Schemas.Rules;

public sealed class ExpressionTests
{
    private const string Properties = """
        "a": { "type": "integer" }, "b": { "type": "number" }, "t": { "type": "string" }, "u": { "type": "string", "x-level": 3 }, "ok": { "type": "boolean" },
        "from": { "type": "string", "format": "date-time" }, "to": { "type": "string", "format": "date-time" }, "day": { "type": "string", "format": "date" },
        "list": { "type": "array" }, "state": { "enum": ["1", "2"] }
        """;

    [Theory]
    [InlineData("a = 3", """{"a":3}""", true)]
    [InlineData("a = 3", """{"a":3.0}""", true)]
    [InlineData("a = 3", """{"a":30e-1}""", true)]
    [InlineData("a = 3", """{"a":4}""", false)]
    [InlineData("a + b * 2 = 7", """{"a":3,"b":2}""", true)]
    [InlineData("(a + b) * 2 = 10", """{"a":3,"b":2}""", true)]
    [InlineData("a - b - 1 = 0", """{"a":3,"b":2}""", true)]
    [InlineData("abs(b - 2 / 3) <= 0.0001", """{"b":0.6667}""", true)]
    [InlineData("b = a / 0", """{"a":3,"b":2}""", true)] // cannot be reckoned, so it accuses nobody
    [InlineData("0.1 + 0.2 = b", """{"b":0.3}""", true)]
    [InlineData("b = 9007199254740993", """{"b":9007199254740993}""", true)]
    [InlineData("b = 9007199254740992", """{"b":9007199254740993}""", false)]
    [InlineData("t = \"x\" and a = 1", """{"t":"x","a":2}""", false)]
    [InlineData("t = \"x\" or a = 1", """{"t":"y","a":1}""", true)]
    [InlineData("t = \"x\" => a = 1", """{"t":"y","a":2}""", true)]
    [InlineData("t = \"x\" => a = 1", """{"t":"x","a":2}""", false)]
    [InlineData("not t = \"x\"", """{"t":"x"}""", false)]
    [InlineData("t = \"x\"", """{}""", true)]
    [InlineData("t = \"x\" and a = 1", """{"a":2}""", false)]
    [InlineData("t = \"x\" and a = 1", """{"a":1}""", true)]
    [InlineData("t = \"x\"", """{"t":"\u0078"}""", true)]
    [InlineData("t = \"x\"", """{"\u0074":"y"}""", false)]
    [InlineData("has(t)", """{"t":null}""", false)]
    [InlineData("has(list)", """{"list":[]}""", false)]
    [InlineData("has(list)", """{"list":[1]}""", true)]
    [InlineData("state in (\"1\", \"3\")", """{"state":"2"}""", false)]
    [InlineData("a in (1, 2)", """{"a":2}""", true)]
    [InlineData("(state = \"2\") = ok", """{"state":"1","ok":true}""", false)]
    [InlineData("from <= to", """{"from":"2026-03-31T09:00:00.001+08:00","to":"2026-03-31T09:00:00+08:00"}""", false)]
    [InlineData("to <= from + 10min", """{"from":"2026-03-31T09:00:00+08:00","to":"2026-03-31T09:10:00+08:00"}""", true)]
    [InlineData("to - from < 1h", """{"from":"2026-03-31T09:00:00+08:00","to":"2026-03-31T10:00:00+08:00"}""", false)]
    [InlineData("day <= from", """{"day":"2026-03-31","from":"2026-03-31T00:00:00+08:00"}""", true)]
    [InlineData("ordered(from, day, to)", """{"from":"2026-03-31T09:00:00+08:00","to":"2026-03-31T08:00:00+08:00"}""", false)]
    [InlineData("begin(t) <= from", """{"t":"2026Q2","from":"2026-03-31T09:00:00+08:00"}""", false)]
    [InlineData("begin(t) <= from", """{"t":"2026H2","from":"2026-07-01T00:00:00+08:00"}""", true)]
    [InlineData("begin(t) <= from", """{"t":"2026-03","from":"2026-03-01T00:00:00+08:00"}""", true)]
    [InlineData("begin(t) <= from", """{"t":"what","from":"2026-03-01T00:00:00+08:00"}""", true)]
    [InlineData("part(t, 3, 2) = \"cd\"", """{"t":"abcd"}""", true)]
    [InlineData("part(t, 3, 2) = \"cd\"", """{"t":"abc"}""", true)]
    [InlineData("starts(t, \"ab\")", """{"t":"abc"}""", true)]
    [InlineData("size(t) = 2", """{"t":"案件"}""", true)]
    [InlineData("count(list) = 2", """{"list":[[1,2],{"a":[]}]}""", true)]
    [InlineData("contains(list, \"3\")", """{"list":["1",["3"]]}""", false)]
    [InlineData("sum(list, \"n\") = 3", """{"list":[{"n":1,"m":{"n":9}},{"n":2}]}""", true)]
    [InlineData("aligned(from, 3600)", """{"from":"2026-03-31T09:00:01+08:00"}""", false)]
    [InlineData("aligned(from, 86400)", """{"from":"2026-03-31T00:00:00+08:00"}""", true)]
    [InlineData("region(t)", """{"t":"340100"}""", true)]
    [InlineData("region(t)", """{"t":"990100"}""", false)]
    [InlineData("masked(t)", """{"t":"张*"}""", true)]
    public void A_rule_says_what_it_means(string must, string record, bool holds) => Assert.Equal(holds, Judge(must, record).Count == 0);

    [Theory]
    [InlineData("a = t", "cannot be compared")]
    [InlineData("c = 1", "no member c")]
    [InlineData("a + t = 1", "makes no sense")]
    [InlineData("a", "a rule is true or false")]
    [InlineData("a = 1 b", "expected the end")]
    [InlineData("t = \"x", "has no end")]
    [InlineData("part(t, 1) = \"x\"", "part takes")]
    [InlineData("eval(t)", "there is no function eval")]
    [InlineData("a = 1y", "no unit")]
    [InlineData("a in (1, \"2\")", "a list holds")]
    [InlineData("a ; 1", "belongs to no rule")]
    [InlineData("has(a + 1)", "has takes a member")]
    [InlineData("", "not expected here")]
    public void A_rule_that_makes_no_sense_is_refused_when_it_is_read(string must, string because)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Read(must == "" ? " " : must));

        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_show_the_values_of_the_record_and_hide_those_of_people()
    {
        var problem = Assert.Single(Judge("t = u", """{"t":"张三","u":"李四丰"}""", "{t} 与 {u} 不同"));

        Assert.Equal("张三 与 李*** 不同", problem.Message);
    }

    [Fact]
    public void A_kept_rule_costs_no_memory()
    {
        var rules = Read("t = \"x\" and a + b = 5 and from <= to => state in (\"1\", \"2\")");
        var record = Encoding.UTF8.GetBytes("""{"t":"x","a":3,"b":2,"from":"2026-03-31T09:00:00+08:00","to":"2026-03-31T10:00:00+08:00","state":"1"}""");
        var before = 0L;
        for (var i = 0; i < 200; i++)
        {
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            List<RecordProblem>? errors = null, warnings = null;
            rules.Check(record, ref errors, ref warnings);
            Assert.True(errors is null && warnings is null);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static List<RecordProblem> Judge(string must, string record, string message = "不符")
    {
        List<RecordProblem>? errors = null, warnings = null;
        Read(must, message).Check(Encoding.UTF8.GetBytes(record), ref errors, ref warnings);
        Assert.Null(warnings);
        return errors ?? [];
    }

    private static RuleSet Read(string must, string message = "不符")
    {
        var rule = JsonSerializer.Serialize(new { id = "R-X", level = "E", code = "E4001", at = "a", must, message, messageEn = "broken" });
        using var schema = JsonDocument.Parse($$"""{"properties":{{{Properties}}},"x-rules":[{{rule}}]}""");
        return RuleSet.Read(schema.RootElement);
    }
}
