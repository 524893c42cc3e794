using System.Globalization;
using System.Text;
using System.Text.Json;
using CityOps.Schemas.Validation.Patterns;
using CityOps.Schemas.Validation.Plans;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>Reads keyword values and refuses those of the wrong shape.</summary>
internal static class Keywords
{
    /// <summary>False also where the keyword means nothing in the schema's dialect.</summary>
    public static bool TryGet(this SchemaPlace place, string keyword, out JsonElement value)
    {
        value = default;
        return place.Dialect.Knows(keyword) && place.Schema.TryGetProperty(keyword, out value);
    }

    /// <summary>A whole number of zero or more; larger than any record can hold is as good as the largest.</summary>
    public static int Count(this SchemaPlace place, string keyword, int otherwise)
    {
        if (!place.TryGet(keyword, out var value))
        {
            return otherwise;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var count) && count >= 0 && decimal.Truncate(count) == count
            ? (int)Math.Min(count, int.MaxValue)
            : throw place.BadKeyword(keyword, "a whole number of zero or more");
    }

    public static NumberLimit? Limit(this SchemaPlace place, string keyword)
    {
        if (!place.TryGet(keyword, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number
            ? new NumberLimit(Encoding.UTF8.GetBytes(value.GetRawText()))
            : throw place.BadKeyword(keyword, "a number");
    }

    public static string? Text(this SchemaPlace place, string keyword)
    {
        if (!place.TryGet(keyword, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw place.BadKeyword(keyword, "a string");
    }

    public static SchemaPlace? Schema(this SchemaPlace place, string keyword) =>
        place.TryGet(keyword, out var value) ? place.At(value, keyword) : null;

    public static IReadOnlyList<SchemaPlace> SchemaList(this SchemaPlace place, string keyword)
    {
        if (!place.TryGet(keyword, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray().Select((schema, i) => place.At(schema, keyword, i.ToString(CultureInfo.InvariantCulture)))]
            : throw place.BadKeyword(keyword, "a list of schemas");
    }

    public static IReadOnlyList<(string Name, SchemaPlace Schema)> SchemaMap(this SchemaPlace place, string keyword)
    {
        if (!place.TryGet(keyword, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Object
            ? [.. value.EnumerateObject().Select(member => (member.Name, place.At(member.Value, keyword, member.Name)))]
            : throw place.BadKeyword(keyword, "an object of schemas");
    }

    /// <summary>A list of distinct names, as UTF-8.</summary>
    public static byte[][] Names(this SchemaPlace place, string keyword, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
        {
            throw place.BadKeyword(keyword, "a list of names");
        }

        return [.. value.EnumerateArray().Select(name => name.GetString()!).Distinct().Select(Encoding.UTF8.GetBytes)];
    }

    public static TextPattern Pattern(this SchemaPlace place, string keyword, string source)
    {
        try
        {
            return TextPattern.Compile(source);
        }
        catch (PatternException fault)
        {
            throw place.Fault("unsafe-pattern", $"{keyword} '{source}': {fault.Message}");
        }
    }
}
