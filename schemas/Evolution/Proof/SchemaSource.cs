using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>One schema document under a name of our own, so that any place in it can be compiled alone.</summary>
internal sealed class SchemaSource
{
    private static long made;

    private SchemaSource(byte[] utf8, bool plain)
    {
        Name = "urn:cityops:evolution:" + Interlocked.Increment(ref made).ToString(CultureInfo.InvariantCulture);
        Utf8 = utf8;
        Plain = plain;
        Root = new SchemaPlace(this, JsonElement.Parse(utf8), "");
    }

    public string Name { get; }

    public byte[] Utf8 { get; }

    public SchemaPlace Root { get; }

    /// <summary>False where parts of the document have names of their own: references then prove nothing here.</summary>
    public bool Plain { get; }

    /// <exception cref="SchemaException">Not a schema, or one that cannot be run.</exception>
    public static SchemaSource Read(ReadOnlyMemory<byte> schemaUtf8)
    {
        JsonSchema.Compile(schemaUtf8);
        var root = JsonNode.Parse(schemaUtf8.Span)!;
        // Both versions may carry one $id; without it the two can stand in one compilation.
        if (root is JsonObject document && document["$id"] is not null && References(document).All(reference => reference.StartsWith('#')))
        {
            document.Remove("$id");
        }

        return new SchemaSource(JsonSerializer.SerializeToUtf8Bytes(root), !HasName(root));
    }

    /// <summary>A schema of our own making, without references.</summary>
    public static SchemaPlace Of(JsonNode schema) => new SchemaSource(JsonSerializer.SerializeToUtf8Bytes(schema), true).Root;

    /// <summary>The place a reference means; null where that is not known here.</summary>
    public SchemaPlace? Find(string reference)
    {
        if (!Plain || !reference.StartsWith('#'))
        {
            return null;
        }

        var pointer = Uri.UnescapeDataString(reference[1..]);
        if (pointer.Length > 0 && pointer[0] != '/')
        {
            return FindAnchor(Root, pointer);
        }

        SchemaPlace? place = Root;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            place = place?.Child(token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return place;
    }

    private static SchemaPlace? FindAnchor(SchemaPlace place, string name)
    {
        if (place.Text("$anchor") == name)
        {
            return place;
        }

        return place.Children().Select(child => FindAnchor(child, name)).FirstOrDefault(found => found is not null);
    }

    private static bool HasName(JsonNode? node) => node switch
    {
        JsonObject members => members["$id"] is JsonValue || members.Any(member => HasName(member.Value)),
        JsonArray items => items.Any(HasName),
        _ => false,
    };

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            member.Key is "$ref" or "$dynamicRef" && member.Value is JsonValue value && value.TryGetValue<string>(out var text) ? [text] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
