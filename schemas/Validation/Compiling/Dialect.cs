using System.Collections.Frozen;
using System.Text.Json;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>
/// Which keywords a schema's <c>$schema</c> gives a meaning: those of the vocabularies its meta-schema lists. A keyword
/// of a vocabulary that is not among them is a remark.
/// </summary>
internal sealed class Dialect
{
    public const string StandardName = "https://json-schema.org/draft/2020-12/schema";

    private const string Prefix = "https://json-schema.org/draft/2020-12/vocab/";
    private const string Assertion = "format-assertion";

    private static readonly FrozenDictionary<string, string[]> Keywords = new Dictionary<string, string[]>
    {
        ["core"] = [],
        ["applicator"] =
        [
            "prefixItems", "items", "contains", "additionalProperties", "properties", "patternProperties", "dependentSchemas",
            "propertyNames", "if", "then", "else", "allOf", "anyOf", "oneOf", "not", "dependencies",
        ],
        ["unevaluated"] = ["unevaluatedItems", "unevaluatedProperties"],
        ["validation"] =
        [
            "type", "const", "enum", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength",
            "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains", "maxProperties",
            "minProperties", "required", "dependentRequired",
        ],
        ["meta-data"] = ["title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples"],
        ["format-annotation"] = ["format"],
        [Assertion] = ["format"],
        ["content"] = ["contentEncoding", "contentMediaType", "contentSchema"],
    }.ToFrozenDictionary();

    private readonly FrozenSet<string> remarks;

    private Dialect(IReadOnlyCollection<string> vocabularies)
    {
        var active = vocabularies.SelectMany(name => Keywords[name]).ToHashSet();
        remarks = Keywords.Values.SelectMany(keywords => keywords).Where(keyword => !active.Contains(keyword)).ToFrozenSet();
        AssertsFormats = vocabularies.Contains(Assertion);
    }

    /// <summary>2020-12 as it is: formats are annotations unless the caller asserts them.</summary>
    public static Dialect Standard { get; } = new([.. Keywords.Keys.Where(name => name != Assertion)]);

    /// <summary>A format that is not known refuses to compile, and one that is known judges, whatever the caller says.</summary>
    public bool AssertsFormats { get; }

    public bool Knows(string keyword) => !remarks.Contains(keyword);

    /// <summary>The dialect a meta-schema describes; null with the name of a vocabulary that is needed and not known here.</summary>
    public static Dialect? Of(JsonElement metaSchema, out string? unknown)
    {
        unknown = null;
        if (metaSchema.ValueKind != JsonValueKind.Object || !metaSchema.TryGetProperty("$vocabulary", out var listed)
            || listed.ValueKind != JsonValueKind.Object)
        {
            return Standard;
        }

        var active = new List<string>();
        foreach (var vocabulary in listed.EnumerateObject())
        {
            var name = vocabulary.Name.StartsWith(Prefix, StringComparison.Ordinal) ? vocabulary.Name[Prefix.Length..] : "";
            if (Keywords.ContainsKey(name))
            {
                active.Add(name);
            }
            else if (vocabulary.Value.ValueKind == JsonValueKind.True)
            {
                unknown = vocabulary.Name;
                return null;
            }
        }

        return new Dialect(active);
    }
}
