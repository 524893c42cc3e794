using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Schemas.Tables;

/// <summary>A dataset's schema as text for people: one line a member, one line a field.</summary>
internal static class SchemaText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DatasetTable table)
    {
        var text = new StringBuilder("{\n");
        foreach (var (name, value) in Head(table.Meta))
        {
            text.Append("  ").Append(Inline(JsonValue.Create(name))).Append(": ").Append(Inline(value)).Append(",\n");
        }

        text.Append("  \"type\": \"object\",\n  \"additionalProperties\": false,\n");
        AppendRequired(text, table);
        var hasExtension = table.Fields.Any(field => field.Name == "ext");
        var fields = table.All.Select(field => (field.Name, FieldSchema.Make(field, table.Codes))).ToList();
        if (table.Meta.Header && !hasExtension)
        {
            fields.Add(("ext", new JsonObject { ["title"] = "扩展", ["type"] = "object" }));
        }

        AppendMembers(text, "properties", fields);
        if (table.Fields.Any(field => field.Type.Kind == FieldKind.Geometry))
        {
            text.Append(",\n");
            AppendMembers(text, "$defs", [.. GeometrySchema.Definitions().Select(member => (member.Key, member.Value!.AsObject()))]);
        }

        if (table.Meta.Rules.Count > 0)
        {
            text.Append(",\n  \"x-rules\": [\n    ").AppendJoin(",\n    ", table.Meta.Rules.Select(rule => Inline(WithoutExamples(rule)))).Append("\n  ]");
        }

        return text.Append("\n}\n").ToString();
    }

    private static JsonObject WithoutExamples(JsonObject rule) =>
        new(rule.Where(member => member.Key is not ("keeps" or "breaks")).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private static IEnumerable<(string Name, JsonNode Value)> Head(DatasetMeta meta)
    {
        yield return ("$schema", "https://json-schema.org/draft/2020-12/schema");
        yield return ("$id", $"urn:cityops:schema:{meta.Code}:{meta.Version}");
        yield return ("title", meta.Title);
        yield return ("x-dataset", meta.Code);
        yield return ("x-version", meta.Version);
        foreach (var (name, value) in new[] { ("x-name", meta.Name), ("x-category", meta.Category) }.Where(member => member.Item2.Length > 0))
        {
            yield return (name, value);
        }

        if (!meta.Header)
        {
            yield return ("x-header", false);
        }

        yield return ("x-key", List(meta.Key));
        yield return ("x-direction", meta.Direction);
        yield return ("x-reach", meta.Reach);
        if (meta.Addressee is { } addressee)
        {
            yield return ("x-addressee", addressee);
        }

        yield return ("x-owner", meta.Owner);
        yield return ("x-frequency", List(meta.Frequency));
        yield return ("x-modes", List(meta.Modes));
        yield return ("x-share", meta.Share);
        yield return ("x-priority", meta.Priority);
        yield return ("x-basis", List(meta.Basis));
    }

    private static void AppendRequired(StringBuilder text, DatasetTable table)
    {
        var lines = new[] { table.Header, table.Fields }
            .Select(fields => string.Join(", ", fields.Where(field => field.Required).Select(field => $"\"{field.Name}\"")))
            .Where(line => line.Length > 0);
        text.Append("  \"required\": [\n    ").AppendJoin(",\n    ", lines).Append("\n  ],\n");
    }

    private static void AppendMembers(StringBuilder text, string name, List<(string Name, JsonObject Schema)> members) =>
        text.Append("  \"").Append(name).Append("\": {\n")
            .AppendJoin(",\n", members.Select(member => $"    \"{member.Name}\": {Inline(member.Schema)}"))
            .Append("\n  }");

    private static JsonArray List(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static string Inline(JsonNode? node) => node switch
    {
        JsonObject { Count: 0 } => "{}",
        JsonObject members => $"{{ {string.Join(", ", members.Select(member => $"{Inline(JsonValue.Create(member.Key))}: {Inline(member.Value)}"))} }}",
        JsonArray items => $"[{string.Join(", ", items.Select(Inline))}]",
        null => "null",
        _ => node.ToJsonString(Plain),
    };
}
