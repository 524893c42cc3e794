using System.Text.Json.Nodes;

namespace CityOps.Tests.Schemas.Reference;

/// <summary>Throws schemas, and values that are near to fitting them; the same seed throws the same.</summary>
internal sealed class SchemaDice(int seed)
{
    private static readonly string[] Names = ["a", "b", "c", "ab", "x1", "城/~"];
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
        ("unevaluatedProperties", (d, depth) => d.Inner(depth)),
        ("unevaluatedItems", (d, depth) => d.Inner(depth)),
        ("contentEncoding", (d, _) => d.Pick(["base64", "none"])),
        ("contentMediaType", (d, _) => d.Pick(["application/json", "a"])),
        ("contentSchema", (d, depth) => d.Inner(depth)),
        ("format", (d, _) => d.Pick(["date", "none"])),
        ("x-level", (d, _) => d.Upto(4)),
        ("$anchor", (d, _) => $"s{d.anchors++}"),
        ("$ref", (_, _) => ReferenceKnots.Open),
        ("$ref", (_, _) => ReferenceKnots.Open),
        ("$ref", (_, _) => ReferenceKnots.Open),
        ("$dynamicRef", (_, _) => ReferenceKnots.Open),
        ("$dynamicRef", (_, _) => ReferenceKnots.Open),
    ];

    /// <summary>Keywords that ask other schemas; every other document has these only, so that few values fail for simpler reasons.</summary>
    private static readonly (string Keyword, Func<SchemaDice, int, JsonNode?> Throw)[] Asking =
    [
        .. Keywords.Where(keyword => keyword.Keyword is "prefixItems" or "items" or "contains" or "minContains" or "required" or "dependentSchemas" or "properties"
            or "patternProperties" or "additionalProperties" or "allOf" or "anyOf" or "oneOf" or "not" or "if" or "then" or "else" or "$ref" or "$dynamicRef"
            or "unevaluatedProperties" or "unevaluatedItems"),
    ];

    private readonly (string Keyword, Func<SchemaDice, int, JsonNode?> Throw)[] keywords = seed % 2 == 0 ? Keywords : Asking;
    private readonly Random dice = new(seed);
    private readonly List<JsonNode?> seen = [];
    private int anchors;

    /// <summary>A document of two or three resources whose schemas refer to one another, also in circles that go into the value.</summary>
    public JsonObject Document()
    {
        seen.Clear();
        anchors = 0;
        var root = Schema(3);
        root["$id"] = "https://fuzz.example/root";
        root["$defs"] = new JsonObject { ["a"] = Schema(2), ["b"] = Schema(2), ["c"] = Resource("leaf") };
        if (Flip())
        {
            root["$defs"]!["d/~"] = Resource("https://fuzz.example/other");
        }

        if (Flip())
        {
            root["$dynamicAnchor"] = "node";
            root["$ref"] = ReferenceKnots.Open;
        }

        new ReferenceKnots(dice).Tie(root);
        return root;
    }

    /// <summary>A value; often one the last document speaks of, or one changed a little.</summary>
    public JsonNode? Value() => keywords == Asking ? Flip() ? Object(3) : Array(3) : Value(3);

    private JsonNode? Value(int depth) => dice.Next(depth > 0 ? 7 : 4) switch
    {
        0 => dice.Next(3) switch { 0 => null, 1 => JsonValue.Create(false), _ => JsonValue.Create(true) },
        1 => Number(),
        2 => Pick(Texts),
        3 => seen.Count > 0 ? seen[dice.Next(seen.Count)]?.DeepClone() : Number(),
        4 => Array(depth),
        _ => Object(depth),
    };

    private JsonArray Array(int depth) => new([.. Enumerable.Range(0, Upto(4)).Select(_ => Value(depth - 1))]);

    private JsonObject Object(int depth) => new(Names.Where(_ => Flip()).Select(name => KeyValuePair.Create(name, Value(depth - 1))));

    private JsonObject Resource(string name)
    {
        var schema = Schema(2);
        schema["$id"] = name;
        schema["$defs"] = new JsonObject { ["e"] = Schema(1) };
        if (Flip())
        {
            schema[Flip() ? "additionalProperties" : "items"] = new JsonObject { ["$dynamicRef"] = ReferenceKnots.Open };
        }

        (Flip() ? schema : (JsonObject)schema["$defs"]!["e"]!)["$dynamicAnchor"] = "node";
        return schema;
    }

    private JsonObject Schema(int depth)
    {
        var schema = new JsonObject();
        for (var left = 1 + dice.Next(4); left > 0; left--)
        {
            var (keyword, make) = keywords[dice.Next(keywords.Length)];
            if (!schema.ContainsKey(keyword))
            {
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

    private JsonNode Inner(int depth) => depth <= 0 || dice.Next(8) == 0 ? JsonValue.Create(dice.Next(4) > 0) : Schema(depth);

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
