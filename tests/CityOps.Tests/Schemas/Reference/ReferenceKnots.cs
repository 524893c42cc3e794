using System.Text.Json.Nodes;

namespace CityOps.Tests.Schemas.Reference;

/// <summary>
/// Gives the thrown references of a document their targets: any schema of it, by pointer or anchor, across its resources.
/// One that would lead back to its own schema without going into the value is cut, as such a circle is no schema.
/// </summary>
internal sealed class ReferenceKnots(Random dice)
{
    /// <summary>Stands where a target is still to be found.</summary>
    public const string Open = "?";

    private const string DynamicName = "node";

    private static readonly string[] Keywords = ["$ref", "$dynamicRef"];
    private static readonly string[] InPlace = ["not", "if", "then", "else"];
    private static readonly string[] Single = [.. InPlace, "items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"];
    private static readonly string[] InPlaceLists = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] Lists = [.. InPlaceLists, "prefixItems"];
    private static readonly string[] Maps = ["dependentSchemas", "properties", "patternProperties", "$defs"];

    private readonly Dictionary<JsonObject, Spot> spots = [];
    private readonly Dictionary<JsonObject, List<JsonObject>> links = [];

    /// <summary>Where a schema stands: the name of its resource, and the pointer within.</summary>
    private sealed record Spot(JsonObject Schema, string Resource, string Pointer);

    public void Tie(JsonObject document)
    {
        Note(document, "", "");
        foreach (var spot in spots.Values)
        {
            foreach (var keyword in Keywords.Where(spot.Schema.ContainsKey))
            {
                Tie(spot, keyword);
            }
        }
    }

    private void Tie(Spot from, string keyword)
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var (reference, targets) = keyword == "$dynamicRef" && dice.Next(4) > 0 ? ThrowDynamic(from) : Throw(from);
            var before = links.GetValueOrDefault(from.Schema, []);
            links[from.Schema] = [.. before, .. targets];
            if (!Reaches(from.Schema, from.Schema, []))
            {
                from.Schema[keyword] = reference;
                return;
            }

            links[from.Schema] = before;
        }

        from.Schema.Remove(keyword);
    }

    private (string, JsonObject[]) Throw(Spot from)
    {
        var to = Pick(spots.Values);
        var anchor = to.Schema["$anchor"]?.GetValue<string>();
        var fragment = anchor is not null && dice.Next(2) == 0 ? anchor : to.Pointer;
        return (Address(from, to, fragment), [to.Schema]);
    }

    private (string, JsonObject[]) ThrowDynamic(Spot from)
    {
        var anchored = spots.Values.Where(spot => spot.Schema.ContainsKey("$dynamicAnchor")).ToList();
        return anchored.Count == 0 ? Throw(from) : (Address(from, Pick(anchored), DynamicName), [.. anchored.Select(spot => spot.Schema)]);
    }

    private static string Address(Spot from, Spot to, string fragment) => (from.Resource == to.Resource ? "" : to.Resource) + "#" + fragment;

    private Spot Pick(IReadOnlyCollection<Spot> among) => among.ElementAt(dice.Next(among.Count));

    private bool Reaches(JsonObject from, JsonObject wanted, HashSet<JsonObject> passed) =>
        InPlaceOf(from).Any(next => next == wanted || (passed.Add(next) && Reaches(next, wanted, passed)));

    private IEnumerable<JsonObject> InPlaceOf(JsonObject schema) =>
        InPlace.Select(keyword => schema[keyword])
            .Concat(InPlaceLists.SelectMany(keyword => schema[keyword] as JsonArray ?? []))
            .Concat((schema["dependentSchemas"] as JsonObject ?? []).Select(member => member.Value))
            .OfType<JsonObject>()
            .Concat(links.GetValueOrDefault(schema, []));

    private void Note(JsonNode? node, string resource, string pointer)
    {
        if (node is not JsonObject schema)
        {
            return;
        }

        if (schema["$id"] is { } id)
        {
            (resource, pointer) = (id.GetValue<string>(), "");
        }

        spots[schema] = new Spot(schema, resource, pointer);
        foreach (var keyword in Single)
        {
            Note(schema[keyword], resource, $"{pointer}/{keyword}");
        }

        foreach (var keyword in Lists)
        {
            foreach (var (i, inner) in (schema[keyword] as JsonArray ?? []).Index())
            {
                Note(inner, resource, $"{pointer}/{keyword}/{i}");
            }
        }

        foreach (var keyword in Maps)
        {
            foreach (var (name, inner) in schema[keyword] as JsonObject ?? [])
            {
                Note(inner, resource, $"{pointer}/{keyword}/{Segment(name)}");
            }
        }
    }

    private static string Segment(string name) =>
        Uri.EscapeDataString(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}
