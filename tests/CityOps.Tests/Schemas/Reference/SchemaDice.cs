using System.Text.Json.Nodes;

namespace CityOps.Tests.Schemas.Reference;

/// <summary>Throws schemas, and values that are near to fitting them; the same seed throws the same.</summary>
internal sealed class SchemaDice(int seed)
{
    private static readonly string[] Names = ["a", "b", "c", "ab", "x1"];
    private static readonly string[] Patterns = ["^a", "b$", "^[a-c]+$", "1", "^(a|b)*$", "^[a-z1]{2,3}$", "\\d", "[^a]", "\\bab\\b", "^a?b+$"];
    private static readonly string[] Numbers = ["0", "1", "2", "1.0", "1.5", "-1", "3e0", "10", "0.1", "-0.0", "9007199254740993", "12345678901234567890123", "1e2"];
    private static readonly string[] Texts = ["", "a", "b", "ab", "abc", "a1", "1", "🐲", "城市"];
    private static readonly string[] Types = ["null", "boolean", "integer", "number", "string", "array", "object"];

    /// <summary>What the engine has; a keyword it learns is one entry more.</summary>
    private static readonly (string Keyword, Func<SchemaDice, int, JsonNode?> Throw)[] Keywords =
    [
        ("type", (d, _) => d.Flip() ? d.Pick(Types) : new JsonArray(d.Pick(Types), d.Pick(Types))),
        ("const", (d, depth) => d.Value(depth)),
        ("enum", (d, depth) => new JsonArray(d.Value(depth), d.Value(0), d.Value(0))),
        ("minimum", (d, _) => d.Number()),
        ("maximum", (d, _) => d.Number()),
        ("exclusiveMinimum", (d, _) => d.Number()),
        ("exclusiveMaximum", (d, _) => d.Number()),
        ("multipleOf", (d, _) => JsonNode.Parse(d.Pick(["1", "2", "0.1", "0.5", "3", "1e1", "12345678901234567890123"]))),
        ("minLength", (d, _) => d.Upto(3)),
        ("maxLength", (d, _) => d.Upto(3)),
        ("pattern", (d, _) => d.Pick(Patterns)),
        ("minItems", (d, _) => d.Upto(3)),
        ("maxItems", (d, _) => d.Upto(3)),
        ("uniqueItems", (d, _) => d.Flip()),
        ("prefixItems", (d, depth) => d.Schemas(depth)),
        ("items", (d, depth) => d.Inner(depth)),
        ("contains", (d, depth) => d.Inner(depth)),
        ("minContains", (d, _) => d.Upto(2)),
        ("maxContains", (d, _) => d.Upto(2)),
        ("minProperties", (d, _) => d.Upto(3)),
        ("maxProperties", (d, _) => d.Upto(3)),
        ("required", (d, _) => new JsonArray(d.Pick(Names))),
        ("dependentRequired", (d, _) => new JsonObject { [d.Pick(Names)] = new JsonArray(d.Pick(Names)) }),
        ("dependentSchemas", (d, depth) => new JsonObject { [d.Pick(Names)] = d.Inner(depth) }),
        ("properties", (d, depth) => d.Map(depth, Names)),
        ("patternProperties", (d, depth) => d.Map(depth, Patterns)),
        ("additionalProperties", (d, depth) => d.Inner(depth)),
        ("propertyNames", (d, depth) => d.Inner(depth)),
        ("allOf", (d, depth) => d.Schemas(depth)),
        ("anyOf", (d, depth) => d.Schemas(depth)),
        ("oneOf", (d, depth) => d.Schemas(depth)),
        ("not", (d, depth) => d.Inner(depth)),
        ("if", (d, depth) => d.Inner(depth)),
        ("then", (d, depth) => d.Inner(depth)),
        ("else", (d, depth) => d.Inner(depth)),
        ("$ref", (d, _) => d.Pick(["#/$defs/a", "#/$defs/b", "#here"])),
    ];

    private readonly Random dice = new(seed);
    private readonly List<JsonNode?> seen = [];

    /// <summary>A document with definitions that never refer to themselves.</summary>
    public JsonObject Document()
    {
        seen.Clear();
        var definitions = new JsonObject { ["a"] = Definition("a"), ["b"] = Definition("b"), ["c"] = Definition("c") };
        var root = Schema(3, mayRefer: true);
        definitions["c"]!["$anchor"] = "here";
        root["$defs"] = definitions;
        return root;
    }

    /// <summary>A value; often one the last document speaks of, or one changed a little.</summary>
    public JsonNode? Value(int depth) => dice.Next(depth > 0 ? 7 : 4) switch
    {
        0 => dice.Next(3) switch { 0 => null, 1 => JsonValue.Create(false), _ => JsonValue.Create(true) },
        1 => Number(),
        2 => Pick(Texts),
        3 => seen.Count > 0 ? seen[dice.Next(seen.Count)]?.DeepClone() : Number(),
        4 => new JsonArray([.. Enumerable.Range(0, Upto(4)).Select(_ => Value(depth - 1))]),
        _ => new JsonObject(Names.Where(_ => Flip()).Select(name => KeyValuePair.Create(name, Value(depth - 1)))),
    };

    private JsonObject Definition(string name) => name == "c" ? Schema(1, mayRefer: false) : Schema(2, mayRefer: false);

    private JsonObject Schema(int depth, bool mayRefer)
    {
        var schema = new JsonObject();
        for (var left = 1 + dice.Next(4); left > 0; left--)
        {
            var (keyword, make) = Keywords[dice.Next(Keywords.Length - (mayRefer ? 0 : 1))];
            if (!schema.ContainsKey(keyword))
            {
                referring = mayRefer;
                schema[keyword] = make(this, depth - 1);
            }
        }

        foreach (var keyword in (string[])["const", "minimum", "maximum"])
        {
            if (schema.TryGetPropertyValue(keyword, out var spoken))
            {
                seen.Add(spoken?.DeepClone());
            }
        }

        return schema;
    }

    private bool referring;

    private JsonNode Inner(int depth) => depth <= 0 || dice.Next(8) == 0 ? JsonValue.Create(dice.Next(4) > 0) : Schema(depth, referring);

    private JsonArray Schemas(int depth) => new([.. Enumerable.Range(0, 1 + Upto(2)).Select(_ => Inner(depth))]);

    private JsonObject Map(int depth, string[] names)
    {
        var map = new JsonObject();
        for (var left = 1 + Upto(2); left > 0; left--)
        {
            map[Pick(names)] = Inner(depth);
        }

        return map;
    }

    private JsonNode Number() => JsonNode.Parse(Pick(Numbers))!;

    private string Pick(string[] from) => from[dice.Next(from.Length)];

    private int Upto(int most) => dice.Next(most + 1);

    private bool Flip() => dice.Next(2) == 0;
}
