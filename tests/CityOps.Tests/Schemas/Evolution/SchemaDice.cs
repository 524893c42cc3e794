using System.Text.Json.Nodes;

namespace CityOps.Tests.Schemas.Evolution;

/// <summary>Schemas at random, small and full of keywords that meet; and edits of them such as people make.</summary>
internal sealed class SchemaDice(int seed)
{
    private static readonly string[] Names = ["a", "b", "c", "ab"];
    private static readonly string[] Patterns = ["^[a-c]{1,3}$", "^[0-9]{2}$", "b", "^a", "^(?:a|bb)*$", "^[^a]+$", "c$", "^[a-b]{2,}$"];
    private static readonly string[] Formats = ["date", "date-time", "uuid", "ipv4"];

    private readonly Random random = new(seed);
    private bool recursive;

    public JsonObject Document()
    {
        recursive = random.Next(4) == 0;
        var root = Plain(3);
        if (recursive)
        {
            root["$defs"] = new JsonObject { ["one"] = Plain(2) };
        }

        return root;
    }

    /// <summary>One to three changes somewhere in a copy.</summary>
    public JsonObject Edited(JsonObject document)
    {
        var copy = document.DeepClone().AsObject();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var places = Schemas(copy).ToList();
            Change(places[random.Next(places.Count)]);
        }

        return copy;
    }

    /// <summary>Any value, by no schema.</summary>
    public JsonNode? Value(int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-3, 12),
        3 => JsonNode.Parse($"{random.Next(-3, 12)}.{random.Next(1, 10)}"),
        4 => Pick(["", "a", "b", "ab", "bb", "abc", "12", "7", "aaaa", "中", "2026-03-31", "10.0.0.1"]),
        5 => Pick(["c", "ca", "bbbb", "123", "xyz", "ba", "2026-03-31T10:15:00Z", "01890a5d-ac96-774b-bcce-b302099a8057"]),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1))]),
        _ => new JsonObject(Pairs(random.Next(5)).Select(name => KeyValuePair.Create(name, Value(depth - 1)))),
    };

    /// <summary>The value with something in it replaced, added or taken away.</summary>
    public JsonNode? Mutated(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject members when random.Next(5) > 0:
                var copy = members.DeepClone().AsObject();
                var name = copy.Count > 0 && random.Next(3) > 0 ? copy.ElementAt(random.Next(copy.Count)).Key : Pick([.. Names, "x", "zz"]);
                if (random.Next(4) == 0)
                {
                    copy.Remove(name);
                }
                else
                {
                    copy[name] = copy.TryGetPropertyValue(name, out var old) && random.Next(3) > 0 ? Mutated(old?.DeepClone()) : Value(2);
                }

                return copy;
            case JsonArray items when random.Next(5) > 0:
                var list = items.DeepClone().AsArray();
                if (list.Count == 0 || random.Next(3) == 0)
                {
                    list.Insert(random.Next(list.Count + 1), list.Count > 0 && random.Next(2) == 0 ? list[random.Next(list.Count)]?.DeepClone() : Value(1));
                }
                else if (random.Next(3) == 0)
                {
                    list.RemoveAt(random.Next(list.Count));
                }
                else
                {
                    var at = random.Next(list.Count);
                    list[at] = Mutated(list[at]?.DeepClone());
                }

                return list;
            default:
                return Value(2);
        }
    }

    private JsonNode Schema(int depth) => random.Next(12) switch
    {
        0 => random.Next(3) > 0,
        1 when recursive => new JsonObject { ["$ref"] = "#/$defs/one" },
        2 when depth > 0 => Composed(depth),
        _ => Plain(depth),
    };

    private JsonObject Plain(int depth) => random.Next(depth > 0 ? 9 : 5) switch
    {
        0 => Text(),
        1 => Number(),
        2 => new JsonObject { ["type"] = Pick(["boolean", "null", "string", "integer", "number"]) },
        3 => new JsonObject { ["enum"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value(0))]) },
        4 => new JsonObject { ["type"] = new JsonArray("string", "integer"), ["maxLength"] = random.Next(4), ["minimum"] = random.Next(4) },
        5 or 6 => Array(depth),
        _ => Object(depth),
    };

    private JsonObject Composed(int depth)
    {
        var schema = Plain(depth - 1);
        switch (random.Next(5))
        {
            case 0:
                schema["anyOf"] = new JsonArray(Schema(depth - 1), Schema(depth - 1));
                return schema;
            case 1:
                return new JsonObject { ["oneOf"] = new JsonArray(Plain(depth - 1), Plain(depth - 1)) };
            case 2:
                schema["allOf"] = new JsonArray(Schema(depth - 1), Schema(depth - 1));
                return schema;
            case 3:
                schema["not"] = Plain(depth - 1);
                return schema;
            default:
                (schema["if"], schema["then"], schema["else"]) = (Plain(depth - 1), Schema(depth - 1), Schema(depth - 1));
                return schema;
        }
    }

    private JsonObject Text()
    {
        var schema = new JsonObject { ["type"] = "string" };
        Maybe(schema, "minLength", () => random.Next(3));
        Maybe(schema, "maxLength", () => random.Next(1, 6));
        Maybe(schema, "pattern", () => Pick(Patterns), 3);
        Maybe(schema, "format", () => Pick(Formats), 6);
        return schema;
    }

    private JsonObject Number()
    {
        var schema = new JsonObject { ["type"] = Pick(["integer", "number"]) };
        Maybe(schema, Pick(["minimum", "exclusiveMinimum"]), () => random.Next(-3, 4));
        Maybe(schema, Pick(["maximum", "exclusiveMaximum"]), () => random.Next(2, 12));
        Maybe(schema, "multipleOf", () => JsonNode.Parse(Pick(["2", "3", "0.5", "0.1", "4"]))!, 4);
        return schema;
    }

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array" };
        Maybe(schema, "items", () => Schema(depth - 1));
        Maybe(schema, "prefixItems", () => new JsonArray(Schema(depth - 1), Schema(depth - 1)), 4);
        Maybe(schema, "minItems", () => random.Next(3));
        Maybe(schema, "maxItems", () => random.Next(1, 5));
        Maybe(schema, "uniqueItems", () => true, 4);
        Maybe(schema, "contains", () => Schema(0), 5);
        return schema;
    }

    private JsonObject Object(int depth)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(Pairs(random.Next(1, 4)).Select(name => KeyValuePair.Create(name, (JsonNode?)Schema(depth - 1)))) };
        Maybe(schema, "required", () => new JsonArray([.. Pairs(random.Next(3)).Select(name => (JsonNode)name)]));
        Maybe(schema, "additionalProperties", () => random.Next(2) == 0 ? false : Schema(depth - 1));
        Maybe(schema, "patternProperties", () => new JsonObject { [Pick(["^a", "b$", "^x"])] = Schema(depth - 1) }, 5);
        Maybe(schema, "propertyNames", () => new JsonObject { ["maxLength"] = random.Next(1, 4) }, 8);
        Maybe(schema, "minProperties", () => random.Next(3), 5);
        Maybe(schema, "maxProperties", () => random.Next(1, 5), 5);
        Maybe(schema, "dependentRequired", () => new JsonObject { [Pick(Names)] = new JsonArray(Pick(Names)) }, 8);
        return schema;
    }

    private void Change(JsonObject schema)
    {
        var keys = schema.Select(member => member.Key).Where(key => key is not ("$defs" or "type")).ToList();
        if (keys.Count == 0 || random.Next(4) == 0)
        {
            foreach (var (key, value) in Plain(1).ToList().Take(2))
            {
                schema[key] = value?.DeepClone();
            }

            return;
        }

        var keyword = keys[random.Next(keys.Count)];
        switch (schema[keyword])
        {
            case JsonValue number when number.TryGetValue<int>(out var count) && keyword != "multipleOf":
                schema[keyword] = keyword.Contains("min", StringComparison.Ordinal) && !keyword.Contains("imum", StringComparison.OrdinalIgnoreCase)
                    ? Math.Max(0, count + random.Next(-1, 2)) : keyword.Contains("imum", StringComparison.OrdinalIgnoreCase) ? count + random.Next(-1, 2) : Math.Max(1, count + random.Next(-1, 2));
                break;
            case JsonArray list when keyword is "enum" or "required":
                if (list.Count > 1 && random.Next(2) == 0)
                {
                    list.RemoveAt(random.Next(list.Count));
                }
                else
                {
                    var added = keyword == "enum" ? Value(0) : (JsonNode)Pick(Names);
                    if (!list.Any(one => JsonNode.DeepEquals(one, added)))
                    {
                        list.Add(added);
                    }
                }

                break;
            case JsonObject members when keyword == "properties":
                members[Pick(Names)] = Schema(1);
                break;
            default:
                schema.Remove(keyword);
                break;
        }
    }

    private static IEnumerable<JsonObject> Schemas(JsonObject schema)
    {
        yield return schema;
        foreach (var (key, value) in schema)
        {
            var inner = key switch
            {
                "properties" or "patternProperties" or "$defs" => value!.AsObject().Select(member => member.Value),
                "anyOf" or "oneOf" or "allOf" or "prefixItems" => value!.AsArray(),
                "items" or "additionalProperties" or "not" or "if" or "then" or "else" or "contains" => [value],
                _ => Enumerable.Empty<JsonNode?>(),
            };
            foreach (var found in inner.OfType<JsonObject>().SelectMany(Schemas))
            {
                yield return found;
            }
        }
    }

    private List<string> Pairs(int count) => [.. Names.OrderBy(_ => random.Next()).Take(count)];

    private string Pick(string[] among) => among[random.Next(among.Length)];

    private void Maybe(JsonObject schema, string keyword, Func<JsonNode> value, int once = 2)
    {
        if (random.Next(once) == 0)
        {
            schema[keyword] = value();
        }
    }
}
