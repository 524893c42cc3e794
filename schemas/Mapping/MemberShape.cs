using System.Text.Json;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Mapping;

/// <summary>How a member's text is written into JSON.</summary>
public enum MemberKind
{
    Text,
    Number,
    Truth,
    Json,
}

/// <summary>One top-level member of a schema, as far as tables need to know it.</summary>
/// <param name="Codes">The values of an <c>enum</c>; empty without one.</param>
/// <param name="IsTime">An instant in <c>+08:00</c>.</param>
public sealed record MemberShape(
    string Name, string Title, MemberKind Kind, bool Required, bool IsTime, bool IsDay, IReadOnlyList<string> Codes, string? CodeList, decimal? Minimum, decimal? Maximum)
{
    /// <summary>The rule texts of this member keep; null without one.</summary>
    internal JsonSchema? Form { get; private init; }

    /// <summary>All members of a schema in its order, <c>ext</c> among them.</summary>
    public static IReadOnlyList<MemberShape> Read(ReadOnlyMemory<byte> schemaUtf8)
    {
        using var document = JsonDocument.Parse(schemaUtf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var required = root.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. properties.EnumerateObject().Select(property => One(property.Name, property.Value, required.Contains(property.Name)))];
    }

    private static MemberShape One(string name, JsonElement rule, bool required)
    {
        if (rule.ValueKind != JsonValueKind.Object)
        {
            return new MemberShape(name, name, MemberKind.Text, required, false, false, [], null, null, null);
        }

        var codes = rule.TryGetProperty("enum", out var listed) && listed.ValueKind == JsonValueKind.Array ? listed.EnumerateArray().ToArray() : [];
        var format = Text(rule, "format");
        return new MemberShape(
            name, Text(rule, "title") ?? name, KindOf(rule, codes), required, format == "date-time", format == "date",
            [.. codes.Where(code => code.ValueKind == JsonValueKind.String).Select(code => code.GetString()!)], Text(rule, "x-codelist"), Bound(rule, "minimum"), Bound(rule, "maximum"))
        {
            Form = Text(rule, "pattern") is { } pattern ? JsonSchema.Compile(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["pattern"] = pattern })) : null,
        };
    }

    private static MemberKind KindOf(JsonElement rule, JsonElement[] codes)
    {
        var type = "";
        if (rule.TryGetProperty("type", out var named))
        {
            var first = named.ValueKind == JsonValueKind.Array
                ? named.EnumerateArray().FirstOrDefault(one => one.ValueKind == JsonValueKind.String && one.GetString() != "null")
                : named;
            type = first.ValueKind == JsonValueKind.String ? first.GetString()! : "";
        }
        else if (codes.Length > 0 && codes.All(code => code.ValueKind == JsonValueKind.Number))
        {
            type = "number";
        }

        return type switch
        {
            "integer" or "number" => MemberKind.Number,
            "boolean" => MemberKind.Truth,
            "object" or "array" => MemberKind.Json,
            _ => MemberKind.Text,
        };
    }

    private static string? Text(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Bound(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var bound) ? bound : null;
}
