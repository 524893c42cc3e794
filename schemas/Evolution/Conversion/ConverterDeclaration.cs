using System.Text.Json;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Evolution.Witnesses;

namespace CityOps.Schemas.Evolution.Conversion;

/// <summary>
/// One entry of <c>x-converters</c>: from one major version to another, in steps. The newer version's file declares both
/// ways, so that the older one need not be touched.
/// </summary>
internal sealed record ConverterDeclaration(int From, int To, IReadOnlyList<ConversionStep> Steps)
{
    /// <exception cref="InvalidDataException">Not a declaration, or not one of this version's.</exception>
    public static IReadOnlyList<ConverterDeclaration> Read(DatasetVersion dataset)
    {
        var root = JsonElement.Parse(dataset.SchemaBytes.Span);
        if (!root.TryGetProperty("x-converters", out var list))
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Bad(dataset, "x-converters is a list");
        }

        return [.. list.EnumerateArray().Select(entry => ReadOne(dataset, entry))];
    }

    private static ConverterDeclaration ReadOne(DatasetVersion dataset, JsonElement entry)
    {
        Only(dataset, entry, "from", "to", "steps");
        if (!Whole(entry, "from", out var from) || !Whole(entry, "to", out var to) || from == to || Math.Max(from, to) != dataset.Major)
        {
            throw Bad(dataset, "from and to are two major versions, the later one this file's own");
        }

        return entry.TryGetProperty("steps", out var steps) && steps.ValueKind == JsonValueKind.Array
            ? new ConverterDeclaration(from, to, [.. steps.EnumerateArray().Select(step => ReadStep(dataset, step))])
            : throw Bad(dataset, "steps is a list");
    }

    private static ConversionStep ReadStep(DatasetVersion dataset, JsonElement step)
    {
        if (step.ValueKind != JsonValueKind.Object || step.GetPropertyCount() != 1 || step.EnumerateObject().First() is not { Value.ValueKind: JsonValueKind.Object } only)
        {
            throw Bad(dataset, "a step is an object with one member: rename, default, drop or map");
        }

        switch (only.Name)
        {
            case "rename":
                Only(dataset, only.Value, "from", "to");
                return new RenameStep(Text(dataset, only.Value, "from"), Text(dataset, only.Value, "to"));
            case "default":
                Only(dataset, only.Value, "member", "value");
                return only.Value.TryGetProperty("value", out var value)
                    ? new DefaultStep(Text(dataset, only.Value, "member"), Compact(value))
                    : throw Bad(dataset, "default has a value");
            case "drop":
                Only(dataset, only.Value, "member", "notice");
                return new DropStep(Text(dataset, only.Value, "member"), Text(dataset, only.Value, "notice"));
            case "map":
                Only(dataset, only.Value, "member", "codes");
                return new MapStep(Text(dataset, only.Value, "member"), ReadCodes(dataset, only.Value));
            default:
                throw Bad(dataset, $"'{only.Name}' is no step: rename, default, drop or map");
        }
    }

    private static Dictionary<string, string> ReadCodes(DatasetVersion dataset, JsonElement map) =>
        map.TryGetProperty("codes", out var codes) && codes.ValueKind == JsonValueKind.Object
            ? codes.EnumerateObject().ToDictionary(code => code.Name, code => Compact(code.Value), StringComparer.Ordinal)
            : throw Bad(dataset, "map has an object of codes");

    private static void Only(DatasetVersion dataset, JsonElement value, params string[] known)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().FirstOrDefault(member => !known.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined })
        {
            throw Bad(dataset, $"a converter's part has only {string.Join(", ", known)}");
        }
    }

    private static bool Whole(JsonElement value, string name, out int number)
    {
        number = 0;
        return value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out number) && number > 0;
    }

    private static string Text(DatasetVersion dataset, JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.GetString() is { Length: > 0 } text
            ? text
            : throw Bad(dataset, $"{name} is a text");

    // What is put into records is written as records are: without white space and needless escapes.
    private static string Compact(JsonElement value) => ObjectText.Plain(value);

    private static InvalidDataException Bad(DatasetVersion dataset, string reason) => new($"x-converters of {dataset.Dataset} {dataset.Version}: {reason}");
}
