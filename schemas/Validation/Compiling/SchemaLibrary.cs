using System.Text.Json;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>All schemas of one compilation by the names they give themselves; other documents come from the registry when first asked for.</summary>
internal sealed class SchemaLibrary(SchemaRegistry? registry)
{
    private static readonly string[] Single =
        ["additionalProperties", "propertyNames", "items", "contains", "not", "if", "then", "else", "unevaluatedItems", "unevaluatedProperties", "contentSchema"];

    private static readonly string[] Lists = ["prefixItems", "allOf", "anyOf", "oneOf"];

    private static readonly string[] Maps = ["properties", "patternProperties", "$defs", "dependentSchemas", "dependencies"];

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    private readonly Dictionary<string, SchemaPlace> resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaPlace> anchors = new(StringComparer.Ordinal);

    // By the URI of their resource.
    private readonly Dictionary<string, List<(string Name, SchemaPlace Place)>> dynamicAnchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> dialectNames = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Dialect> dialects = new(StringComparer.Ordinal) { [Dialect.StandardName] = Dialect.Standard };

    /// <summary>Reads a document and notes every schema in it that has a name.</summary>
    public SchemaPlace Add(ReadOnlyMemory<byte> utf8, Uri? retrieved)
    {
        var document = retrieved is null ? "" : retrieved.AbsoluteUri + "#";
        JsonElement root;
        try
        {
            root = JsonElement.Parse(utf8.Span, Strict);
        }
        catch (JsonException fault)
        {
            throw new SchemaException("bad-schema", document, $"no JSON: {fault.Message}");
        }

        var around = retrieved ?? SchemaUri.Unnamed;
        var place = new SchemaPlace(document, "", root, SchemaUri.BaseOf(root, around));
        resources.TryAdd(SchemaUri.Whole(around), place);
        Index(place, Dialect.StandardName);
        return place;
    }

    /// <summary>The schema a reference means, seen from where it stands.</summary>
    public SchemaPlace Find(SchemaPlace from, string keyword, string reference)
    {
        var uri = SchemaUri.Resolve(from.Base, reference) ?? throw from.BadKeyword(keyword, "a URI reference");
        var resource = FindResource(SchemaUri.Whole(uri))
            ?? throw from.Fault("unresolved-reference", $"'{reference}' is neither in this document nor registered");
        resource = resource with { Scope = from.Scope };
        var fragment = SchemaUri.Fragment(uri);
        if (fragment.Length == 0)
        {
            return resource;
        }

        if (fragment[0] == '/')
        {
            return Walk(resource, fragment) ?? throw from.Fault("unresolved-reference", $"'{reference}' points nowhere");
        }

        return anchors.TryGetValue(SchemaUri.Whole(resource.Base) + "#" + fragment, out var anchored)
            ? anchored with { Scope = from.Scope }
            : throw from.Fault("unresolved-reference", $"'{reference}' is no anchor of that schema");
    }

    /// <summary>The same for a dynamic reference: where it means a dynamic anchor, the outermost of that name on the way here counts.</summary>
    public SchemaPlace FindDynamic(SchemaPlace from, string reference)
    {
        var nearest = Find(from, "$dynamicRef", reference);
        var name = SchemaUri.Fragment(SchemaUri.Resolve(from.Base, reference)!);
        var isDynamic = dynamicAnchors.TryGetValue(SchemaUri.Whole(nearest.Base), out var inside) && inside.Exists(anchor => anchor.Name == name);
        return isDynamic && from.Scope.TryGet(name, out var outermost) ? outermost with { Scope = from.Scope } : nearest;
    }

    /// <summary>The place as seen from inside its resource: with its dialect and its dynamic anchors.</summary>
    public SchemaPlace Enter(SchemaPlace place)
    {
        var resource = SchemaUri.Whole(place.Base);
        return place with
        {
            Dialect = FindDialect(place, dialectNames.GetValueOrDefault(resource, Dialect.StandardName)),
            Scope = dynamicAnchors.TryGetValue(resource, out var inside) ? place.Scope.Enter(inside) : place.Scope,
        };
    }

    private Dialect FindDialect(SchemaPlace place, string name)
    {
        if (!dialects.TryGetValue(name, out var dialect))
        {
            var metaSchema = Uri.TryCreate(name, UriKind.Absolute, out var uri) ? FindResource(SchemaUri.Whole(uri)) : null;
            if (metaSchema is null)
            {
                throw place.Fault("unsupported-keyword", $"the dialect '{name}' is neither {Dialect.StandardName} nor registered");
            }

            dialect = Dialect.Of(metaSchema.Value.Schema, out var unknown)
                ?? throw place.Fault("unsupported-keyword", $"the dialect '{name}' needs the vocabulary '{unknown}'");
            dialects[name] = dialect;
        }

        return dialect;
    }

    private SchemaPlace? FindResource(string whole)
    {
        if (resources.TryGetValue(whole, out var resource))
        {
            return resource;
        }

        return SchemaRegistry.TryFind(registry, whole, out var document) ? Add(document, new Uri(whole)) : null;
    }

    private static SchemaPlace? Walk(SchemaPlace place, string pointer)
    {
        foreach (var raw in pointer.Split('/').Skip(1))
        {
            var segment = raw.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (place.Schema.ValueKind == JsonValueKind.Object && place.Schema.TryGetProperty(segment, out var member))
            {
                place = place.At(member, segment);
            }
            else if (place.Schema.ValueKind == JsonValueKind.Array && int.TryParse(segment, out var index) && index >= 0 && index < place.Schema.GetArrayLength())
            {
                place = place.At(place.Schema[index], segment);
            }
            else
            {
                return null;
            }
        }

        return place;
    }

    private void Index(SchemaPlace place, string dialect)
    {
        if (place.Schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (place.Schema.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String && !resources.TryAdd(SchemaUri.Whole(place.Base), place)
            && resources[SchemaUri.Whole(place.Base)].Key != place.Key)
        {
            throw place.BadKeyword("$id", "a name of its own");
        }

        if (place.Pointer.Length == 0 || id.ValueKind == JsonValueKind.String)
        {
            dialect = place.Schema.TryGetProperty("$schema", out var named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()!.TrimEnd('#')
                : dialect;
            dialectNames[SchemaUri.Whole(place.Base)] = dialect;
        }

        IndexAnchors(place);
        foreach (var inner in Inside(place))
        {
            Index(inner, dialect);
        }
    }

    private void IndexAnchors(SchemaPlace place)
    {
        var resource = SchemaUri.Whole(place.Base);
        if (place.Schema.TryGetProperty("$anchor", out var anchor) && anchor.ValueKind == JsonValueKind.String)
        {
            anchors[$"{resource}#{anchor.GetString()}"] = place;
        }

        if (place.Schema.TryGetProperty("$dynamicAnchor", out var dynamic) && dynamic.ValueKind == JsonValueKind.String)
        {
            anchors[$"{resource}#{dynamic.GetString()}"] = place;
            if (!dynamicAnchors.TryGetValue(resource, out var inside))
            {
                dynamicAnchors[resource] = inside = [];
            }

            inside.Add((dynamic.GetString()!, place));
        }
    }

    private static IEnumerable<SchemaPlace> Inside(SchemaPlace place)
    {
        foreach (var keyword in place.Schema.EnumerateObject())
        {
            if (Array.IndexOf(Single, keyword.Name) >= 0)
            {
                yield return place.At(keyword.Value, keyword.Name);
            }
            else if (Array.IndexOf(Lists, keyword.Name) >= 0 && keyword.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var (i, item) in keyword.Value.EnumerateArray().Index())
                {
                    yield return place.At(item, keyword.Name, $"{i}");
                }
            }
            else if (Array.IndexOf(Maps, keyword.Name) >= 0 && keyword.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in keyword.Value.EnumerateObject())
                {
                    yield return place.At(member.Value, keyword.Name, member.Name);
                }
            }
        }
    }
}
