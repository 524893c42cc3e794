using System.Diagnostics;
using System.Text;
using CityOps.Schemas.Publication;
using CityOps.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Schemas.Publication;

public sealed class SchemaGateTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(50);

    public static TheoryData<string, string, string> Refused => new()
    {
        { """{ "pattern": "(?=a)b" }""", "unsafe-pattern", "/pattern" },
        { """{ "properties": { "a/b": { "pattern": "(a)\\1" } } }""", "unsafe-pattern", "/properties/a~1b/pattern" },
        { """{ "patternProperties": { "(a{1000}){1000}": true } }""", "unsafe-pattern", "/patternProperties/(a{1000}){1000}" },
        { """{ "pattern": "((a{1000}){1000})*" }""", "unsafe-pattern", "/pattern" },
        { """{ "pattern": "^a{1001}$" }""", "unsafe-pattern", "/pattern" },
        { """{ "pattern": "((((a{900}){900}){900}){900}){900}" }""", "unsafe-pattern", "/pattern" },
        { """{ "pattern": "(((){900000}){900000}){900000}" }""", "unsafe-pattern", "/pattern" },
        { """{ "pattern": "(a" }""", "unsafe-pattern", "/pattern" },
        { """{ "items": { "uniqueItems": true } }""", "unbounded-unique-items", "/items/uniqueItems" },
        { """{ "format": "colour" }""", "unknown-format", "/format" },
        { """{ "$dynamicRef": "#a" }""", "dynamic-reference", "/$dynamicRef" },
        { """{ "$id": "https://taken.example/case" }""", "id-taken", "/$id" },
        { """{ "$id": "https://free.example/case", "$defs": { "a": { "$id": "//taken.example/case" } } }""", "id-taken", "/$defs/a/$id" },
        { """{ "$ref": "https://elsewhere.example/x" }""", "unresolved-reference", "" },
        { """{ "allOf": [{ "$ref": "#" }] }""", "endless-reference", "" },
        { """{ "somewhere": { "pattern": "(?!a)" }, "$ref": "#/somewhere" }""", "unsafe-pattern", "/somewhere/pattern" },
        { "{ \"type\": \"object\"", "bad-schema", "" },
        { "[1]", "bad-schema", "" },
        { """{ "a": 1, "a": 2 }""", "bad-schema", "" },
        { $$"""{ "description": "{{new string('x', SchemaGate.MostBytes)}}" }""", "too-large", "" },
        { $$"""{ "anyOf": [{{string.Join(',', Enumerable.Repeat("{}", 2000))}}] }""", "too-large", "" },
        { $$"""{ "anyOf": [{{string.Join(',', Enumerable.Repeat("""{"pattern":"\\p{L}{1,1000}"}""", 100))}}] }""", "too-large", "" },
        { string.Concat(Enumerable.Repeat("""{"not":""", 200)) + "true" + new string('}', 200), "bad-schema", "" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_may_not_be_published_is_named_with_its_place_in_time(string schema, string name, string pointer)
    {
        var bytes = Encoding.UTF8.GetBytes(schema);

        var findings = Examine(bytes);

        Assert.Contains(findings, f => f.Name == name && f.Pointer.StartsWith(pointer, StringComparison.Ordinal));
        Assert.All(findings, f => Assert.True(f.Text.Any(c => c >= '\u4e00') && f.TextEn.Length > 0));
        Assert.InRange(Fastest(() => Examine(bytes)), TimeSpan.Zero, Budget);
    }

    [Theory]
    [InlineData("""{ "uniqueItems": true, "maxItems": 100, "items": { "pattern": "^\\p{Script=Han}{1,1000}$" } }""")]
    [InlineData("""{ "$ref": "https://known.example/codes", "format": "idn-email", "const": { "pattern": "(?=a)" } }""")]
    [InlineData("true")]
    public void What_keeps_to_the_rules_is_published(string schema) => Assert.Empty(Examine(Encoding.UTF8.GetBytes(schema)));

    [Theory]
    [InlineData("""{ "pattern": "(a+)+$" }""", 60_000)]
    [InlineData("""{ "pattern": "[ab]*a[ab]{400}c" }""", 60_000)]
    [InlineData("""{ "pattern": "(?=(a+)+b)(a+)+$" }""", 60)]
    [InlineData("""{ "pattern": "^(\\p{L}|a|aa|aaa){1,1000}$" }""", 60_000)]
    [InlineData("""{ "format": "idn-hostname" }""", 60_000)]
    [InlineData("""{ "format": "email" }""", 60_000)]
    [InlineData("""{ "format": "uri-template" }""", 60_000)]
    [InlineData("""{ "format": "regex" }""", 60_000)]
    public void A_long_text_is_judged_in_time(string schema, int length)
    {
        var compiled = JsonSchema.Compile(Encoding.UTF8.GetBytes(schema));
        var text = Encoding.UTF8.GetBytes('"' + new string('a', length) + "b!\"");

        Assert.InRange(Fastest(() => compiled.IsValid(text)), TimeSpan.Zero, Budget);
    }

    [Theory]
    [InlineData("""{ "multipleOf": 0.0000000000000000000000000000000000000003 }""", "1e308")]
    [InlineData("""{ "multipleOf": 1234567890123456789012345678901234567890123456789012345678901234 }""", "1e999999999999")]
    [InlineData("""{ "maximum": 9007199254740993, "multipleOf": 7 }""", null)]
    public void A_huge_number_is_judged_in_time(string schema, string? number)
    {
        var compiled = JsonSchema.Compile(Encoding.UTF8.GetBytes(schema));
        var text = Encoding.UTF8.GetBytes(number ?? new string('7', 1_000_000));

        Assert.InRange(Fastest(() => compiled.IsValid(text)), TimeSpan.Zero, Budget);
    }

    private static IReadOnlyList<GateFinding> Examine(byte[] schema)
    {
        var registry = new SchemaRegistry();
        registry.Add(new Uri("https://known.example/codes"), "true"u8.ToArray());
        return SchemaGate.Examine(schema, registry, id => id == "https://taken.example/case");
    }

    /// <summary>The best of several runs: other tests take the processor meanwhile.</summary>
    private static TimeSpan Fastest<T>(Func<T> work)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var watch = Stopwatch.StartNew();
            work();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        return best;
    }
}
