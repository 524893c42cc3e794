using System.Text;
using CityOps.Schemas.Records;
using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class JsonSchemaTests
{
    [Fact]
    public void A_fitting_record_costs_no_allocation() => Assert.Equal(0, Schema.Of(CityCase.Schema).Garbage(CityCase.Fitting));

    [Theory]
    [InlineData("\"title\":\"长江中路路灯不亮\",", "", "/title", "required", "E3001")]
    [InlineData("\"severity\":2", "\"severity\":\"2\"", "/severity", "type", "E3002")]
    [InlineData("\"severity\":2", "\"severity\":2.5", "/severity", "type", "E3002")]
    [InlineData("\"severity\":2", "\"severity\":5", "/severity", "maximum", "E3003")]
    [InlineData("2026-03-01T08", "2026-02-29T08", "/reportedAt", "format", "E3002")]
    [InlineData("09:30:00.5Z", "09:30", "/closedAt", "format", "E3002")]
    [InlineData("d7d41454", "d7d4145z", "/traceId", "format", "E3002")]
    [InlineData("https://files", "files", "/photo", "format", "E3002")]
    [InlineData("340100-", "34010-", "/caseId", "pattern", "E3003")]
    [InlineData("长江中路路灯不亮", "长", "/title", "minLength", "E3003")]
    [InlineData("路灯不亮", "路灯不亮长江中路路灯不亮长江中路路灯不亮", "/title", "maxLength", "E3003")]
    [InlineData("117.2272", "180.00000000000000000001", "/location/longitude", "maximum", "E3003")]
    [InlineData("\"longitude\":117.2272,", "", "/location/longitude", "required", "E3001")]
    [InlineData("CGCS2000", "WGS84", "/location/crs", "const", "E3004")]
    [InlineData("\"closed\"", "\"archived\"", "/status", "enum", "E3004")]
    [InlineData("\"夜间\",\"督办\"", "\"夜间\",\"\\u591c间\"", "/tags", "uniqueItems", "E3003")]
    [InlineData("\"夜间\"", "\"夜间\",7", "/tags/1", "type", "E3002")]
    [InlineData("\"夜间\"", "\"1\",\"2\",\"3\"", "/tags", "maxItems", "E3003")]
    [InlineData("\"ext\":{\"a\":1}", "\"ext\":{\"a\":1},\"x/y~z\":1", "/x~1y~0z", "additionalProperties", "E3005")]
    [InlineData("\"ext\":{\"a\":1}", "\"ext\":{\"A\":1}", "/ext/A", "propertyNames", "E3005")]
    [InlineData("\"ext\":{\"a\":1}", "\"ext\":{\"a\":1,\"b\":1,\"c\":1}", "/ext", "maxProperties", "E3003")]
    [InlineData("\"closedAt\":\"2026-03-01T09:30:00.5Z\"", "\"closedAt\":null", "/closedAt", "type", "E3002")]
    [InlineData("\"closedAt\":\"2026-03-01T09:30:00.5Z\",", "", "/closedAt", "required", "E3001")]
    public void A_fault_is_named_by_place_keyword_and_code(string from, string to, string pointer, string keyword, string code)
    {
        var schema = Schema.Of(CityCase.Schema);
        var damaged = CityCase.Fitting.Replace(from, to, StringComparison.Ordinal);

        Assert.NotEqual(CityCase.Fitting, damaged);
        Assert.False(schema.Takes(damaged));
        var problem = Assert.Single(schema.Problems(damaged));
        Assert.Equal((pointer, keyword, code), (problem.Pointer, problem.Keyword, problem.Code));
    }

    [Fact]
    public void Messages_say_the_rule_and_the_value_shortened_in_both_languages()
    {
        var schema = Schema.Of("""{ "type": "string", "maxLength": 3 }""");

        var problem = Assert.Single(schema.Problems($"\"{new string('长', 100)}\""));

        Assert.Contains("至多 3 个字符", problem.Message, StringComparison.Ordinal);
        Assert.Contains("at most 3 characters", problem.MessageEn, StringComparison.Ordinal);
        Assert.Contains("长…", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Message.Length < 100, problem.Message);
    }

    [Fact]
    public void All_faults_are_found_but_no_more_than_asked_for()
    {
        var schema = Schema.Of("""{ "items": { "type": "integer" } }""");
        var text = $"[{string.Join(',', Enumerable.Repeat("null", 50))}]";

        Assert.Equal(50, schema.Problems(text).Count);
        Assert.Equal(7, schema.Problems(text, 7).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("-")]
    [InlineData("1e")]
    [InlineData("tru")]
    [InlineData("nullx")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    [InlineData("\"\t\"")]
    [InlineData("\"open")]
    [InlineData("1 2")]
    public void Malformed_text_fits_no_schema(string text)
    {
        var schema = Schema.Of("true");

        Assert.False(schema.Takes(text));
        Assert.Equal("json", Assert.Single(schema.Problems(text)).Keyword);
    }

    [Fact]
    public void Broken_utf8_fits_no_schema()
    {
        Assert.False(Schema.Of("true").IsValid([(byte)'"', 0xC3, (byte)'"']));
        Assert.False(Schema.Of("true").IsValid([(byte)'"', 0xED, 0xA0, 0x80, (byte)'"']));
    }

    [Fact]
    public void Deep_texts_end_in_a_no()
    {
        var schema = Schema.Of("""{ "$defs": { "t": { "items": { "$ref": "#/$defs/t" } } }, "$ref": "#/$defs/t" }""");

        Assert.True(schema.Takes(new string('[', 100) + new string(']', 100)));
        Assert.False(schema.Takes(new string('[', 1_000_000)));
        Assert.False(schema.Takes(new string('[', 200) + new string(']', 200)));
    }

    [Fact]
    public void A_schema_that_multiplies_with_itself_runs_out_of_budget_and_says_so()
    {
        var schema = Schema.Of("""{ "anyOf": [{ "items": { "$ref": "#" }, "minItems": 1 }, { "items": { "$ref": "#" }, "maxItems": 0 }] }""");
        var text = new string('[', 60) + "{}" + new string(']', 60);
        var heavy = Schema.Of("""{ "allOf": [{ "items": { "$ref": "#" } }, { "items": { "$ref": "#" } }] }""");

        Assert.Equal(schema.Takes(text), schema.Problems(text).Count == 0);
        Assert.False(heavy.Takes(text));
        Assert.Equal("budget", Assert.Single(heavy.Problems(text)).Keyword);
    }

    [Fact]
    public void Both_answers_agree_where_a_member_stands_twice()
    {
        var schema = Schema.Of(CityCase.Schema);
        string[] twice = ["\"status\":\"registered\",\"status\":\"closed\"", "\"status\":\"closed\",\"status\":\"registered\""];

        foreach (var text in twice.Select(status => CityCase.Fitting.Replace("\"status\":\"closed\"", status, StringComparison.Ordinal)
            .Replace("\"2026-03-01T09:30:00.5Z\"", "null", StringComparison.Ordinal)))
        {
            Assert.Equal(schema.Takes(text), schema.Problems(text).Count == 0);
        }
    }

    [Fact]
    public void Escaped_names_and_white_space_change_nothing()
    {
        var schema = Schema.Of(CityCase.Schema);
        var spaced = CityCase.Fitting.Replace("\":", "\" : ", StringComparison.Ordinal).Replace(",\"", " ,\n\"", StringComparison.Ordinal);

        Assert.True(schema.Takes(spaced));
        Assert.True(schema.Takes(CityCase.Fitting.Replace("\"title\"", "\"\\u0074itle\"", StringComparison.Ordinal)));
        Assert.False(schema.Takes(CityCase.Fitting.Replace("\"title\"", "\"\\u0075itle\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Damaged_bytes_never_throw_and_both_answers_agree()
    {
        var schema = Schema.Of(CityCase.Schema);
        var random = new Random(20260307);
        var fitting = Encoding.UTF8.GetBytes(CityCase.Fitting);

        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Damage(fitting, random);
            var problems = new List<RecordProblem>();
            schema.Explain(bytes, problems);
            Assert.True(schema.IsValid(bytes) == (problems.Count == 0), Encoding.UTF8.GetString(bytes));
        }
    }

    private static byte[] Damage(byte[] text, Random random)
    {
        var bytes = text.ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, random.Next(Math.Min(20, bytes.Count - at)));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), 12));
                    break;
                default:
                    bytes[at] = (byte)"\"\\{}[],:0-.eE tfn"[random.Next(17)];
                    break;
            }
        }

        return [.. bytes];
    }
}
