using System.Text;
using System.Text.Json;
using CityOps.Schemas.Validation.Formats;
using CityOps.Schemas.Validation.Plans;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>Keywords of any value, of strings and of numbers.</summary>
internal static class ValueKeywords
{
    public static void Read(SchemaCompiler compiler, SchemaPlace place, Node node)
    {
        node.Types = ReadTypes(place);
        node.Among = ReadAmong(place, node);
        node.Strings = ReadStrings(compiler, place);
        node.Numbers = ReadNumbers(place);
    }

    private static Kinds ReadTypes(SchemaPlace place)
    {
        if (!place.TryGet("type", out var type))
        {
            return Kinds.All;
        }

        var names = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : new[] { type };
        return names.Length == 0
            ? throw place.BadKeyword("type", "at least one type")
            : names.Aggregate(Kinds.None, (kinds, name) => kinds | ReadType(place, name));
    }

    private static Kinds ReadType(SchemaPlace place, JsonElement name) => (name.ValueKind == JsonValueKind.String ? name.GetString() : null) switch
    {
        "null" => Kinds.Null,
        "boolean" => Kinds.Boolean,
        "integer" => Kinds.Whole,
        "number" => Kinds.Number,
        "string" => Kinds.String,
        "array" => Kinds.Array,
        "object" => Kinds.Object,
        _ => throw place.BadKeyword("type", "one of null, boolean, integer, number, string, array, object"),
    };

    /// <summary>Beside <c>enum</c>, a <c>const</c> leaves only itself; it must then be one of them.</summary>
    private static ValueSet? ReadAmong(SchemaPlace place, Node node)
    {
        var listed = place.TryGet("enum", out var list);
        if (listed && list.ValueKind != JsonValueKind.Array)
        {
            throw place.BadKeyword("enum", "a list of values");
        }

        var all = listed ? ToSet("enum", list.EnumerateArray()) : null;
        if (!place.TryGet("const", out var only))
        {
            return all;
        }

        long budget = long.MaxValue;
        if (all is not null && !all.Contains(RawText(only), ref budget))
        {
            (node.Types, node.IsNever) = (Kinds.None, true);
        }

        return ToSet("const", [only]);
    }

    private static ValueSet ToSet(string keyword, IEnumerable<JsonElement> values)
    {
        var strings = new List<byte[]>();
        var others = new List<byte[]>();
        foreach (var value in values)
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                strings.Add(Encoding.UTF8.GetBytes(value.GetString()!));
            }
            else
            {
                others.Add(RawText(value));
            }
        }

        return new ValueSet(keyword, [.. strings.DistinctBy(Convert.ToHexString)], others);
    }

    private static byte[] RawText(JsonElement value) => Encoding.UTF8.GetBytes(value.GetRawText());

    private static StringRules? ReadStrings(SchemaCompiler compiler, SchemaPlace place)
    {
        var rules = new StringRules
        {
            MinLength = place.Count("minLength", 0),
            MaxLength = place.Count("maxLength", int.MaxValue),
            Pattern = place.Text("pattern") is { } pattern ? place.Pattern("pattern", pattern) : null,
            Format = ReadFormat(compiler, place),
        };
        return rules is { MinLength: 0, MaxLength: int.MaxValue, Pattern: null, Format: null } ? null : rules;
    }

    private static TextFormat? ReadFormat(SchemaCompiler compiler, SchemaPlace place)
    {
        var name = place.Text("format");
        return name is null || (compiler.Formats == FormatUse.Annotate && !place.Dialect.AssertsFormats)
            ? null
            : TextFormat.Find(name); // an unknown one is a remark
    }

    private static NumberRules? ReadNumbers(SchemaPlace place)
    {
        var multipleOf = place.Limit("multipleOf");
        if (multipleOf is not null && ExactNumber.Compare(multipleOf.Number, new ExactNumber("0"u8)) <= 0)
        {
            throw place.BadKeyword("multipleOf", "a number above zero");
        }

        if (multipleOf is { HasModestSize: false })
        {
            throw place.BadKeyword("multipleOf", "a number of at most 64 digits and a power of ten between -308 and 308");
        }

        NumberLimit? minimum = place.Limit("minimum"), exclusiveMinimum = place.Limit("exclusiveMinimum");
        NumberLimit? maximum = place.Limit("maximum"), exclusiveMaximum = place.Limit("exclusiveMaximum");
        return (minimum ?? exclusiveMinimum ?? maximum ?? exclusiveMaximum ?? multipleOf) is null
            ? null
            : new NumberRules(minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf);
    }
}
