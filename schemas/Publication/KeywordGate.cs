using System.Text.Json;
using CityOps.Schemas.Validation.Formats;

namespace CityOps.Schemas.Publication;

/// <summary>Keywords that a published schema may not hold, or not so.</summary>
internal static class KeywordGate
{
    private static readonly string[] Dynamic = ["$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"];

    public static IEnumerable<GateFinding> Examine(Subschema place, Predicate<string> belongsToAnother)
    {
        var keywords = place.Keywords;
        if (keywords.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var keyword in Dynamic.Where(name => keywords.TryGetProperty(name, out _)))
        {
            yield return GateFindings.DynamicReference(place.At(keyword));
        }

        if (keywords.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True && !keywords.TryGetProperty("maxItems", out _))
        {
            yield return GateFindings.UnboundedUnique(place.At("uniqueItems"));
        }

        if (Text(keywords, "format") is { } format && TextFormat.Find(format) is null)
        {
            yield return GateFindings.UnknownFormat(place.At("format"), format);
        }

        if (Text(keywords, "$id") is not null && place.Base is { } id && belongsToAnother(id.AbsoluteUri.TrimEnd('#')))
        {
            yield return GateFindings.IdTaken(place.At("$id"), id.AbsoluteUri);
        }
    }

    private static string? Text(JsonElement keywords, string name) =>
        keywords.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
