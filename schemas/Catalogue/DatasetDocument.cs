using System.Text.Json;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using CityOps.Schemas.Rules;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Catalogue;

/// <summary>Reads a dataset's schema document: the x- members say what the catalogue must know about it.</summary>
internal static class DatasetDocument
{
    // remark belongs to the header too, but is not required.
    private const string Remark = "remark";

    public static DatasetVersion Read(ReadOnlyMemory<byte> schemaUtf8, CodeLists codes)
    {
        using var document = JsonDocument.Parse(schemaUtf8);
        var root = document.RootElement;
        var (dataset, version) = (Text(root, "x-dataset"), Text(root, "x-version"));
        var key = root.GetProperty("x-key").EnumerateArray().Select(name => name.GetString()!).ToArray();
        var addressee = root.TryGetProperty("x-addressee", out var pointer) ? pointer.GetString() : null;
        Check(dataset, root, key, addressee);
        return new DatasetVersion(new MemberSet(key, addressee, Times(root)), new FieldUses(root, codes))
        {
            Dataset = dataset,
            Version = version,
            Major = Version.Parse(version).Major,
            Title = Text(root, "title"),
            Key = key,
            Addressee = addressee,
            Directions = DirectionsOf(Text(root, "x-direction")),
            IsRecord = IsRecord(root),
            Reach = Text(root, "x-reach") is ['N' or 'P' or 'C'] letter && TierLetter.TryRead(letter[0], out var reach) ? reach : throw Bad(dataset, "x-reach is none of N, P and C"),
            Schema = JsonSchema.Compile(schemaUtf8),
            Rules = RuleSet.Read(root),
            KeySchema = JsonSchema.Compile(KeyOnly(root, key)),
            SchemaBytes = schemaUtf8,
        };
    }

    private static void Check(string dataset, JsonElement root, string[] key, string? addressee)
    {
        var properties = root.GetProperty("properties");
        if (!InterfaceCode.IsDataset(dataset) || DirectionsOf(Text(root, "x-direction")).Length == 0)
        {
            throw Bad(dataset, "x-dataset or x-direction");
        }

        if (key.Length is 0 or > MemberSet.MostKeys || !key.All(name => properties.TryGetProperty(name, out _)))
        {
            throw Bad(dataset, $"x-key must name 1 to {MemberSet.MostKeys} of its properties");
        }

        if (IsRecord(root) && !HeaderSlots.Names.All(name => properties.TryGetProperty(name, out _)))
        {
            throw Bad(dataset, "a header member is missing");
        }

        if (addressee is not null && !(addressee.StartsWith('/') && properties.TryGetProperty(addressee[1..], out _)))
        {
            throw Bad(dataset, "x-addressee must point to a top-level property");
        }
    }

    /// <summary>The schema for deletions: the same members' rules, but header and key only.</summary>
    private static byte[] KeyOnly(JsonElement root, string[] key)
    {
        string[] names = IsRecord(root) ? [.. HeaderSlots.Names, Remark, .. key] : key;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("$id", Text(root, "$id") + ":key");
            writer.WriteString("type", "object");
            writer.WriteStartObject("properties");
            foreach (var property in root.GetProperty("properties").EnumerateObject().Where(property => names.Contains(property.Name)))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteStartArray("required");
            foreach (var name in names.Where(name => name != Remark).Distinct(StringComparer.Ordinal))
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            writer.WriteBoolean("additionalProperties", false);
            if (root.TryGetProperty("$defs", out var definitions))
            {
                writer.WritePropertyName("$defs");
                definitions.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static Direction[] DirectionsOf(string text) => text switch
    {
        "up" => [Direction.Up],
        "down" => [Direction.Down],
        "both" => [Direction.Up, Direction.Down],
        _ => [],
    };

    private static bool IsRecord(JsonElement root) => !(root.TryGetProperty("x-header", out var header) && header.ValueKind == JsonValueKind.False);

    private static HashSet<string> Times(JsonElement root) =>
        root.GetProperty("properties").EnumerateObject()
            .Where(property => property.Value.TryGetProperty("format", out var format) && format.GetString() == "date-time")
            .Select(property => "/" + property.Name)
            .ToHashSet(StringComparer.Ordinal);

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : throw Bad("?", name + " is missing");

    private static InvalidDataException Bad(string dataset, string reason) => new($"schema of {dataset}: {reason}");
}
