using System.Text.Json;

namespace CityOps.Schemas.Publication;

/// <summary>
/// Every object that may be a schema. What stands under an unknown keyword counts too, for a reference may lead there;
/// what is only data (<c>const</c>, <c>enum</c>, examples) does not.
/// </summary>
internal static class SubschemaWalk
{
    private static readonly string[] Data = ["const", "enum", "default", "examples", "required", "type", "dependentRequired", "$vocabulary"];

    private static readonly string[] Maps = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];

    public static IEnumerable<Subschema> Of(JsonElement root)
    {
        var open = new Stack<Subschema>([new Subschema("", null, root)]);
        while (open.TryPop(out var place))
        {
            place = place with { Base = BaseOf(place) };
            yield return place;
            foreach (var keyword in place.Keywords.ValueKind == JsonValueKind.Object ? place.Keywords.EnumerateObject().Reverse() : [])
            {
                if (Array.IndexOf(Data, keyword.Name) < 0 && !keyword.Name.StartsWith("x-", StringComparison.Ordinal))
                {
                    Push(open, place, keyword);
                }
            }
        }
    }

    private static void Push(Stack<Subschema> open, Subschema place, JsonProperty keyword)
    {
        var at = place.At(keyword.Name);
        if (keyword.Value.ValueKind == JsonValueKind.Array)
        {
            // Enumerated, not indexed: an index counts from the start each time.
            foreach (var (i, item) in keyword.Value.EnumerateArray().Index().Reverse())
            {
                PushSchema(open, place, $"{at}/{i}", item);
            }
        }
        else if (Array.IndexOf(Maps, keyword.Name) >= 0 && keyword.Value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in keyword.Value.EnumerateObject().Reverse())
            {
                PushSchema(open, place, $"{at}/{Subschema.Escape(member.Name)}", member.Value);
            }
        }
        else
        {
            PushSchema(open, place, at, keyword.Value);
        }
    }

    private static void PushSchema(Stack<Subschema> open, Subschema place, string pointer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            open.Push(new Subschema(pointer, place.Base, value));
        }
    }

    private static Uri? BaseOf(Subschema place)
    {
        if (place.Keywords.ValueKind != JsonValueKind.Object || !place.Keywords.TryGetProperty("$id", out var id) || id.ValueKind != JsonValueKind.String)
        {
            return place.Base;
        }

        return place.Base is null
            ? Uri.TryCreate(id.GetString(), UriKind.Absolute, out var absolute) ? absolute : null
            : Uri.TryCreate(place.Base, id.GetString(), out var resolved) ? resolved : place.Base;
    }
}
