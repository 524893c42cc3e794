using System.Runtime.CompilerServices;
using System.Text.Json;
using CityOps.Schemas.Catalogue;

namespace CityOps.Hub.Catalog;

/// <summary>信息项: one member of a dataset's records, as its schema describes it.</summary>
/// <param name="Level">数据级别 1–4 (domain.md 4.9); 2 where the schema says nothing.</param>
/// <param name="Header">Whether it is part of the common header of every record (domain.md 2.2).</param>
public sealed record FieldCard(string Name, string Title, string Type, bool Required, bool Key, bool Header, int Level)
{
    public string? CodeList { get; init; }

    public string? Unit { get; init; }

    public string? Rule { get; init; }
}

/// <summary>The fields of one version of a dataset, read once from its schema.</summary>
public sealed class FieldSheet
{
    /// <summary>From this level on a field is delivered only to whoever asked for it by name and was granted it.</summary>
    public const int Sensitive = 3;

    private const int UsualLevel = 2;

    private static readonly ConditionalWeakTable<DatasetVersion, FieldSheet> Known = [];

    private static readonly string[] HeaderNames =
        ["dataset", "schemaVersion", "recordId", "sourcePlatform", "regionCode", "dataTime", "updateTime", "op", "rev", "dataLevel", "remark"];

    private readonly Dictionary<string, FieldCard> byName;

    private FieldSheet(DatasetVersion version)
    {
        using var schema = JsonDocument.Parse(version.SchemaBytes);
        var root = schema.RootElement;
        var required = root.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        Fields = [.. root.GetProperty("properties").EnumerateObject().Select(member => Read(member, required, version))];
        byName = Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<FieldCard> Fields { get; }

    /// <summary>Members that every subscriber gets: the header without the free remark, and the key.</summary>
    public IEnumerable<string> Always => Fields.Where(one => (one.Header && one.Name != "remark") || one.Key).Select(one => one.Name);

    /// <summary>What is meant by asking for no field in particular: everything that is not sensitive.</summary>
    public IEnumerable<string> Usual => Fields.Where(one => one.Level < Sensitive).Select(one => one.Name);

    public static FieldSheet Of(DatasetVersion version) => Known.GetValue(version, static one => new FieldSheet(one));

    public FieldCard? Find(string name) => byName.GetValueOrDefault(name);

    private static FieldCard Read(JsonProperty member, HashSet<string> required, DatasetVersion version)
    {
        var schema = member.Value;
        string? Text(string name) => schema.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;
        return new FieldCard(
            member.Name,
            Text("title") ?? member.Name,
            Text("type")?.Trim('"') ?? (schema.TryGetProperty("enum", out _) ? "enum" : "any"),
            required.Contains(member.Name),
            version.Key.Contains(member.Name),
            HeaderNames.Contains(member.Name),
            schema.TryGetProperty("x-level", out var level) ? level.GetInt32() : UsualLevel)
        {
            CodeList = Text("x-codelist"),
            Unit = Text("x-unit"),
            Rule = RuleOf(schema),
        };
    }

    private static string? RuleOf(JsonElement schema)
    {
        string[] told = ["format", "minLength", "maxLength", "minimum", "maximum", "pattern", "minItems", "maxItems"];
        var parts = told.Where(name => schema.TryGetProperty(name, out _)).Select(name => $"{name} {schema.GetProperty(name)}").ToList();
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }
}
