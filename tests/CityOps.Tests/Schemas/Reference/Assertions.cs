using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CityOps.Tests.Schemas.Reference;

/// <summary>The keywords that judge a value without looking into other schemas.</summary>
internal static class Assertions
{
    public static bool Hold(JsonElement schema, JsonElement value) =>
        schema.EnumerateObject().All(keyword => Holds(keyword.Name, keyword.Value, value));

    public static long Number(JsonElement schema, string keyword, long otherwise) =>
        schema.TryGetProperty(keyword, out var number) ? (long)number.GetDouble() : otherwise;

    /// <summary>By the platform's own reading of ECMA-262, which has no categories; those it has without it, by their short names.</summary>
    public static bool Matches(string pattern, string text) => pattern.Contains("\\p{", StringComparison.Ordinal)
        ? Regex.IsMatch(text, pattern.Replace("\\p{Letter}", "\\p{L}", StringComparison.Ordinal))
        : Regex.IsMatch(text, pattern, RegexOptions.ECMAScript);

    public static bool AreEqual(JsonElement left, JsonElement right)
    {
        if (left.ValueKind != right.ValueKind)
        {
            return false;
        }

        return left.ValueKind switch
        {
            JsonValueKind.Number => Compare(left, right) == 0,
            JsonValueKind.String => left.GetString() == right.GetString(),
            JsonValueKind.Array => left.GetArrayLength() == right.GetArrayLength()
                && left.EnumerateArray().Zip(right.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second)),
            JsonValueKind.Object => left.EnumerateObject().Count() == right.EnumerateObject().Count()
                && left.EnumerateObject().All(member => right.TryGetProperty(member.Name, out var same) && AreEqual(member.Value, same)),
            _ => true,
        };
    }

    private static bool Holds(string keyword, JsonElement limit, JsonElement value) => keyword switch
    {
        "type" => limit.ValueKind == JsonValueKind.Array ? limit.EnumerateArray().Any(one => IsOf(one.GetString()!, value)) : IsOf(limit.GetString()!, value),
        "const" => AreEqual(limit, value),
        "enum" => limit.EnumerateArray().Any(one => AreEqual(one, value)),
        _ => value.ValueKind switch
        {
            JsonValueKind.Number => NumberHolds(keyword, limit, value),
            JsonValueKind.String => StringHolds(keyword, limit, value.GetString()!),
            JsonValueKind.Array => ArrayHolds(keyword, limit, [.. value.EnumerateArray()]),
            JsonValueKind.Object => ObjectHolds(keyword, limit, [.. value.EnumerateObject().Select(member => member.Name)]),
            _ => true,
        },
    };

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && Fraction.Of(value).IsWhole,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private static bool NumberHolds(string keyword, JsonElement limit, JsonElement value) => keyword switch
    {
        "minimum" => Compare(value, limit) >= 0,
        "maximum" => Compare(value, limit) <= 0,
        "exclusiveMinimum" => Compare(value, limit) > 0,
        "exclusiveMaximum" => Compare(value, limit) < 0,
        "multipleOf" => Fraction.Of(value).DividedBy(Fraction.Of(limit)).IsWhole,
        _ => true,
    };

    private static bool StringHolds(string keyword, JsonElement limit, string text) => keyword switch
    {
        "minLength" => text.EnumerateRunes().Count() >= limit.GetDouble(),
        "maxLength" => text.EnumerateRunes().Count() <= limit.GetDouble(),
        "pattern" => Matches(limit.GetString()!, text),
        _ => true,
    };

    private static bool ArrayHolds(string keyword, JsonElement limit, JsonElement[] items) => keyword switch
    {
        "minItems" => items.Length >= limit.GetDouble(),
        "maxItems" => items.Length <= limit.GetDouble(),
        "uniqueItems" => limit.ValueKind == JsonValueKind.False
            || !Enumerable.Range(0, items.Length).Any(i => items.Skip(i + 1).Any(later => AreEqual(items[i], later))),
        _ => true,
    };

    private static bool ObjectHolds(string keyword, JsonElement limit, HashSet<string> names) => keyword switch
    {
        "minProperties" => names.Count >= limit.GetDouble(),
        "maxProperties" => names.Count <= limit.GetDouble(),
        "required" => limit.EnumerateArray().All(name => names.Contains(name.GetString()!)),
        "dependentRequired" => limit.EnumerateObject().All(rule => !names.Contains(rule.Name) || rule.Value.EnumerateArray().All(name => names.Contains(name.GetString()!))),
        _ => true,
    };

    private static int Compare(JsonElement left, JsonElement right) => Fraction.Of(left).CompareTo(Fraction.Of(right));

    /// <summary>A number as a fraction of two whole ones: exact, whatever it costs.</summary>
    private readonly record struct Fraction(BigInteger Over, BigInteger Under)
    {
        public bool IsWhole => Over % Under == 0;

        public static Fraction Of(JsonElement number)
        {
            var parts = number.GetRawText().ToLowerInvariant().Split('e');
            var power = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
            var point = parts[0].IndexOf('.', StringComparison.Ordinal);
            power -= point < 0 ? 0 : parts[0].Length - point - 1;
            var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            return power >= 0 ? new Fraction(digits * BigInteger.Pow(10, power), 1) : new Fraction(digits, BigInteger.Pow(10, -power));
        }

        public Fraction DividedBy(Fraction other) => new(Over * other.Under, Under * other.Over);

        public int CompareTo(Fraction other) => (Over * other.Under).CompareTo(other.Over * Under);
    }
}
