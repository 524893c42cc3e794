using System.Text.Json.Nodes;
using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Tables;

/// <summary>One field as a JSON Schema; every text, list and number has an end.</summary>
internal static class FieldSchema
{
    private const string InstantPattern = @"^[0-9T:.-]{19,29}\+08:00$";
    private const int MostItems = 1000;
    private const int MostMedia = 50;
    private const int MostMembers = 100;

    // What a double holds exactly: the largest whole number that every reader of JSON agrees on.
    private const long MostWhole = 9_007_199_254_740_991;

    public static JsonObject Make(Field field, CodeLists codes)
    {
        var schema = new JsonObject { ["title"] = field.Title };
        var rule = field.Rule;
        if (rule.Notes.Count > 0)
        {
            schema["description"] = string.Join('；', rule.Notes);
        }

        AddValue(schema, field.Type, rule, codes);
        AddMarks(schema, rule);
        return schema;
    }

    private static void AddMarks(JsonObject schema, FieldRule rule)
    {
        Add(schema, "x-codelist", rule.CodeList);
        Add(schema, "x-unit", rule.Unit);
        Add(schema, "x-ref", rule.Reference);
        Add(schema, "x-check", rule.Credit ? "credit" : null);
        if (rule.Level is { } level)
        {
            schema["x-level"] = level;
        }

        if (rule.Sample is { } sample)
        {
            schema["examples"] = new JsonArray(sample);
        }
    }

    private static void Add(JsonObject schema, string name, string? value)
    {
        if (value is not null)
        {
            schema[name] = value;
        }
    }

    private static void AddValue(JsonObject schema, FieldType type, FieldRule rule, CodeLists codes)
    {
        switch (type.Kind)
        {
            case FieldKind.Fixed or FieldKind.Text or FieldKind.LongText:
                AddText(schema, type, rule);
                break;
            case FieldKind.Whole or FieldKind.Number:
                AddNumber(schema, type, rule);
                break;
            case FieldKind.Code:
                var list = codes.Find(type.CodeList!)!;
                schema["enum"] = new JsonArray([.. (rule.Codes.Count > 0 ? rule.Codes : list.Admitted).Select(code => JsonValue.Create(code))]);
                schema["x-codelist"] = list.Name;
                break;
            case FieldKind.List:
                AddList(schema, type, rule, codes);
                break;
            case FieldKind.Media:
                AddArray(schema, rule, MostMedia, MediaShape(codes));
                break;
            case FieldKind.Shape:
                AddShape(schema, rule, codes);
                break;
            default:
                AddSimple(schema, type, rule);
                break;
        }
    }

    private static void AddSimple(JsonObject schema, FieldType type, FieldRule rule)
    {
        switch (type.Kind)
        {
            case FieldKind.Flag:
                schema["type"] = "boolean";
                break;
            case FieldKind.NumberOrText:
                schema["type"] = new JsonArray("number", "string");
                schema["maxLength"] = type.Length;
                break;
            case FieldKind.Day:
                (schema["type"], schema["format"], schema["maxLength"]) = ("string", "date", 10);
                break;
            case FieldKind.Instant:
                (schema["type"], schema["format"], schema["pattern"]) = ("string", "date-time", InstantPattern);
                break;
            case FieldKind.Month:
                (schema["type"], schema["pattern"]) = ("string", "^[0-9]{4}-(0[1-9]|1[0-2])$");
                break;
            case FieldKind.Year:
                (schema["type"], schema["pattern"]) = ("string", "^(19|20|21)[0-9]{2}$");
                break;
            case FieldKind.Longitude:
                (schema["type"], schema["minimum"], schema["maximum"], schema["multipleOf"]) = ("number", 73, 136, 0.0000001m);
                break;
            case FieldKind.Latitude:
                (schema["type"], schema["minimum"], schema["maximum"], schema["multipleOf"]) = ("number", 3, 54, 0.0000001m);
                break;
            default:
                GeometrySchema.AddUse(schema, rule.Geometries);
                break;
        }
    }

    private static void AddText(JsonObject schema, FieldType type, FieldRule rule)
    {
        schema["type"] = "string";
        if (rule.Pattern is { } pattern)
        {
            schema["pattern"] = pattern;
            if (!pattern.StartsWith('^') || !pattern.EndsWith('$') || pattern.ContainsAny('*', '+') || pattern.Contains(",}", StringComparison.Ordinal))
            {
                schema["maxLength"] = type.Length; // the pattern alone may not end
            }
        }
        else
        {
            schema["minLength"] = type.Kind == FieldKind.Fixed ? type.Length : 1;
            schema["maxLength"] = type.Length;
        }
    }

    private static void AddNumber(JsonObject schema, FieldType type, FieldRule rule)
    {
        schema["type"] = type.Kind == FieldKind.Whole ? "integer" : "number";
        if (rule.Numbers.Count > 0)
        {
            schema["enum"] = new JsonArray([.. rule.Numbers.Select(number => JsonValue.Create(number))]);
            return;
        }

        var step = Power(-type.Scale);
        var most = type.Kind == FieldKind.Whole ? MostWhole : Power(type.Length - type.Scale) - step;
        schema[rule.MoreThan is null ? "minimum" : "exclusiveMinimum"] = rule.MoreThan ?? rule.Least ?? -most;
        schema[rule.LessThan is null ? "maximum" : "exclusiveMaximum"] = rule.LessThan ?? rule.Most ?? most;
        if (type.Kind == FieldKind.Number)
        {
            schema["multipleOf"] = step;
        }
    }

    private static decimal Power(int exponent)
    {
        var value = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            value = exponent < 0 ? value / 10 : value * 10;
        }

        return value;
    }

    // A list of codes holds each at most once: that bounds it too.
    private static void AddList(JsonObject schema, FieldType type, FieldRule rule, CodeLists codes)
    {
        var isCodes = type.Item!.Kind == FieldKind.Code;
        var item = new JsonObject();
        AddValue(item, type.Item, rule, codes);
        AddArray(schema, isCodes ? rule with { Unique = true } : rule, isCodes ? item["enum"]!.AsArray().Count : MostItems, item);
    }

    private static void AddArray(JsonObject schema, FieldRule rule, int most, JsonObject item)
    {
        schema["type"] = "array";
        if (rule.FewestItems is { } fewest and > 0)
        {
            schema["minItems"] = fewest;
        }

        schema["maxItems"] = rule.MostItems is { } stated ? Math.Min(stated, rule.Unique && item.ContainsKey("enum") ? most : stated) : most;
        if (rule.Unique)
        {
            schema["uniqueItems"] = true;
        }

        schema["items"] = item;
    }

    private static void AddShape(JsonObject schema, FieldRule rule, CodeLists codes)
    {
        schema["type"] = "object";
        if (rule.MapOf is { } value)
        {
            var entry = new JsonObject();
            AddValue(entry, value, FieldRule.None, codes);
            schema["maxProperties"] = MostMembers;
            schema["propertyNames"] = new JsonObject { ["minLength"] = 1, ["maxLength"] = 64 };
            schema["additionalProperties"] = entry;
        }
        else if (rule.Members is { Count: > 0 } members)
        {
            schema["additionalProperties"] = false;
            schema["required"] = new JsonArray([.. members.Where(member => member.Required).Select(member => JsonValue.Create(member.Name))]);
            schema["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Name, Make(member, codes))));
        }
        else
        {
            schema["maxProperties"] = MostMembers;
        }
    }

    private static JsonObject MediaShape(CodeLists codes)
    {
        var item = new JsonObject();
        AddShape(item, MediaRows.Rule, codes);
        return item;
    }
}
