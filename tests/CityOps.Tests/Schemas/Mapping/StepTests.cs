using Xunit;

namespace CityOps.Tests.Schemas.Mapping;

public sealed class StepTests
{
    [Theory]
    [InlineData("  a b ", """{ "trim": true }""", "a b")]
    [InlineData(" a \n\t b ", """{ "squeeze": true }""", "a b")]
    [InlineData("7", """{ "padLeft": { "width": 3 } }""", "007")]
    [InlineData("7", """{ "prefix": "x" }, { "suffix": "y" }""", "x7y")]
    [InlineData("a/b/c", """{ "split": { "by": "/", "take": 1 } }""", "b")]
    [InlineData("a/b/c", """{ "split": { "by": "/", "take": -1 } }""", "c")]
    [InlineData("a/b/c", """{ "split": { "by": "/", "take": 9 } }""", null)]
    [InlineData("abcdef", """{ "substring": { "start": 1, "length": 2 } }""", "bc")]
    [InlineData("abcdef", """{ "substring": { "start": -2 } }""", "ef")]
    [InlineData("a-b-c", """{ "replace": { "from": "-", "to": "" } }""", "abc")]
    [InlineData("", """{ "default": "none" }""", "none")]
    [InlineData("given", """{ "default": "none" }""", "given")]
    [InlineData("no", """{ "map": { "yes": "1" }, "else": "0" }""", "0")]
    [InlineData("no", """{ "map": { "yes": "1" }, "else": null }""", null)]
    [InlineData("Main Street 5", """{ "lookup": [{ "match": "^[0-9]+$", "to": "number" }, { "match": "(?i)street", "to": "street" }] }""", "street")]
    [InlineData("1.234,50", """{ "number": { "decimal": ",", "group": ".", "digits": 1 } }""", "1234.5")]
    [InlineData("2.5", """{ "number": { "scale": 1000 } }""", "2500")]
    [InlineData("-71.0589", """{ "rebase": { "fromOrigin": -71.0589, "toOrigin": 117.2272, "why": "test" } }""", "117.2272")]
    public void A_step_makes_of_a_text_what_it_says(string text, string steps, string? expected) => Assert.Equal(expected, AMapping.Through(text, steps));

    [Theory]
    [InlineData("2026-03-31 09:12:05", """{ "date": ["yyyy-MM-dd HH:mm:ss"] }""", "2026-03-31T09:12:05+08:00")]
    [InlineData("3/31/2026 9:05 PM", """{ "date": ["yyyy-MM-dd", "M/d/yyyy h:mm tt"] }""", "2026-03-31T21:05:00+08:00")]
    [InlineData("2022-01-21 13:47:00", """{ "date": ["yyyy-MM-dd HH:mm:ss"], "zone": "America/New_York" }""", "2022-01-22T02:47:00+08:00")]
    [InlineData("2022-07-21 13:47:00", """{ "date": ["yyyy-MM-dd HH:mm:ss"], "zone": "America/New_York" }""", "2022-07-22T01:47:00+08:00")]
    [InlineData("2022-11-06 01:30:00", """{ "date": ["yyyy-MM-dd HH:mm:ss"], "zone": "America/New_York", "overlap": "earlier" }""", "2022-11-06T13:30:00+08:00")]
    [InlineData("2022-11-06 01:30:00", """{ "date": ["yyyy-MM-dd HH:mm:ss"], "zone": "America/New_York", "overlap": "later" }""", "2022-11-06T14:30:00+08:00")]
    [InlineData("2026-03-31T01:00:00Z", """{ "date": ["yyyy-MM-dd'T'HH:mm:ssK"] }""", "2026-03-31T09:00:00+08:00")]
    [InlineData("1774918800", """{ "date": ["unix"] }""", "2026-03-31T09:00:00+08:00")]
    [InlineData("1774918800250", """{ "date": ["unix-ms"] }""", "2026-03-31T09:00:00.250+08:00")]
    [InlineData("31.3.2026", """{ "date": ["d.M.yyyy"], "as": "date", "zone": "America/New_York" }""", "2026-03-31")]
    [InlineData("2026-03-31 20:00", """{ "date": ["yyyy-MM-dd HH:mm"], "as": "date", "zone": "+00:00" }""", "2026-04-01")]
    public void A_time_of_any_zone_becomes_the_same_instant_in_China(string text, string steps, string expected) => Assert.Equal(expected, AMapping.Through(text, steps));

    [Theory]
    [InlineData("x", """{ "map": { "yes": "1" } }""", "map", "E3004")]
    [InlineData("x", """{ "lookup": [{ "match": "^y", "to": "1" }] }""", "lookup", "E3004")]
    [InlineData("31/02/2026", """{ "date": ["dd/MM/yyyy"] }""", "date", "E3002")]
    [InlineData("2022-03-13 02:30:00", """{ "date": ["yyyy-MM-dd HH:mm:ss"], "zone": "America/New_York" }""", "date", "E3002")]
    [InlineData("2022-11-06 01:30:00", """{ "date": ["yyyy-MM-dd HH:mm:ss"], "zone": "America/New_York", "overlap": "reject" }""", "date", "E3002")]
    [InlineData("12a", """{ "number": {} }""", "number", "E3002")]
    [InlineData("ab", """{ "substring": { "start": 0, "length": 3 } }""", "substring", "E3003")]
    [InlineData("", """{ "need": "wanted" }""", "need", "E3001")]
    public void A_step_that_cannot_go_on_names_column_rule_and_code(string text, string steps, string rule, string code)
    {
        var problem = AMapping.Refused(text, steps);

        Assert.Equal((rule, code, "/remark"), (problem.Rule, problem.Code, problem.Pointer));
        Assert.Equal(["note"], problem.Columns);
        Assert.Contains(problem.Message, c => c >= '\u4e00');
    }
}
