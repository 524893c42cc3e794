using System.Globalization;
using System.Text.Json;

namespace CityOps.Tests.Schemas.Reference;

/// <summary>The documents of the reference by the names their schemas give themselves; looked through whole for every question.</summary>
internal sealed class ReferenceLibrary
{
    private const string Validation = "https://json-schema.org/draft/2020-12/vocab/validation";

    private static readonly Uri Unnamed = new("https://reference.invalid/");

    private static readonly string[] Single =
        ["additionalProperties", "propertyNames", "items", "contains", "not", "if", "then", "else", "unevaluatedItems", "unevaluatedProperties", "contentSchema"];

    private static readonly string[] Lists = ["prefixItems", "allOf", "anyOf", "oneOf"];

    private static readonly string[] Maps = ["properties", "patternProperties", "$defs", "dependentSchemas"];

    // By their own names, and by the addresses of their documents.
    private readonly Dictionary<Uri, (JsonElement Schema, Uri Name)> resources = [];
    private readonly Dictionary<(Uri, string), JsonElement> anchors = [];
    private readonly Dictionary<(Uri, string), JsonElement> dynamicAnchors = [];

    public ReferenceLibrary(JsonElement root, IEnumerable<(string Uri, JsonElement Document)> others)
    {
        foreach (var (uri, document) in others)
        {
            Add(document, new Uri(uri));
        }

        Add(root, Unnamed);
        Root = ReferencePlace.In(root, NameOf(root, Unnamed), []);
    }

    public ReferencePlace Root { get; }

    public static Uri NameOf(JsonElement schema, Uri around) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$id", out var id) ? new Uri(around, id.GetString()) : around;

    /// <summary>What <c>$ref</c> means here.</summary>
    public ReferencePlace Find(ReferencePlace from, string reference)
    {
        var (resource, fragment) = Split(from.Resource, reference);
        if (fragment.Length > 0 && fragment[0] != '/')
        {
            return ReferencePlace.In(anchors[(resource, fragment)], resource, from.Passed);
        }

        var (schema, own) = resources[resource];
        var place = ReferencePlace.In(schema, own, from.Passed);
        foreach (var raw in fragment.Split('/').Skip(1))
        {
            var name = raw.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = place.Schema.ValueKind == JsonValueKind.Array
                ? place.Schema[int.Parse(name, CultureInfo.InvariantCulture)]
                : place.Schema.GetProperty(name);
            place = ReferencePlace.In(next, NameOf(next, place.Resource), from.Passed);
        }

        return place;
    }

    /// <summary>The same for <c>$dynamicRef</c>: a dynamic anchor gives way to that of the outermost resource passed which has one of its name.</summary>
    public ReferencePlace FindDynamic(ReferencePlace from, string reference)
    {
        var (resource, fragment) = Split(from.Resource, reference);
        if (!dynamicAnchors.ContainsKey((resource, fragment)))
        {
            return Find(from, reference);
        }

        var outermost = from.Passed.Add(resource).First(passed => dynamicAnchors.ContainsKey((passed, fragment)));
        return ReferencePlace.In(dynamicAnchors[(outermost, fragment)], outermost, from.Passed);
    }

    /// <summary>Whether the dialect of this place has keywords that judge; false where its meta-schema leaves that vocabulary out.</summary>
    public bool Asserts(ReferencePlace place) =>
        !resources.TryGetValue(place.Resource, out var resource)
        || resource.Schema.ValueKind != JsonValueKind.Object
        || !resource.Schema.TryGetProperty("$schema", out var dialect)
        || !resources.TryGetValue(new Uri(dialect.GetString()!), out var meta)
        || !meta.Schema.TryGetProperty("$vocabulary", out var vocabularies)
        || vocabularies.TryGetProperty(Validation, out _);

    private static (Uri Resource, string Fragment) Split(Uri from, string reference)
    {
        var parts = reference.Split('#', 2);
        return (parts[0].Length == 0 ? from : new Uri(from, parts[0]), parts.Length == 1 ? "" : Uri.UnescapeDataString(parts[1]));
    }

    private void Add(JsonElement document, Uri retrieved)
    {
        resources[retrieved] = (document, NameOf(document, retrieved));
        Index(document, retrieved);
    }

    private void Index(JsonElement schema, Uri around)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var resource = NameOf(schema, around);
        resources.TryAdd(resource, (schema, resource));
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.Name is "$anchor" or "$dynamicAnchor")
            {
                anchors[(resource, keyword.Value.GetString()!)] = schema;
            }

            if (keyword.Name is "$dynamicAnchor")
            {
                dynamicAnchors[(resource, keyword.Value.GetString()!)] = schema;
            }

            foreach (var inner in Inside(keyword))
            {
                Index(inner, resource);
            }
        }
    }

    private static IEnumerable<JsonElement> Inside(JsonProperty keyword) =>
        Single.Contains(keyword.Name) ? [keyword.Value]
        : Lists.Contains(keyword.Name) ? keyword.Value.EnumerateArray()
        : Maps.Contains(keyword.Name) ? keyword.Value.EnumerateObject().Select(member => member.Value)
        : [];
}
