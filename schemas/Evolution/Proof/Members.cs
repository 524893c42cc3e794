using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Evolution.Strings;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Which schemas the members of an object meet, by their names.</summary>
internal static class Members
{
    private static readonly SchemaPlace Never = SchemaSource.Of(JsonValue.Create(false));

    /// <summary>What holds for the member of this name; never, where it may not stand.</summary>
    public static Conjunction Of(Conjunction all, string name)
    {
        var met = new List<SchemaPlace>();
        foreach (var place in all.Places)
        {
            met.AddRange(Met(place, place.Child("properties")?.Child(name), pattern => Fits(pattern, name)));
            if (place.Child("propertyNames") is { } names && !Conjunction.Of(names).Takes(JsonSerializer.Serialize(name)))
            {
                met.Add(Never);
            }
        }

        return Conjunction.Of(met);
    }

    /// <summary>What holds for members that no schema names and that match exactly these patterns.</summary>
    public static Conjunction OfClass(Conjunction all, IReadOnlyCollection<string> matched) =>
        Conjunction.Of(all.Places.SelectMany(place => Met(place, null, matched.Contains)));

    /// <summary>What this place's own keywords ask of the member of this name.</summary>
    public static Conjunction Own(SchemaPlace place, string name) =>
        Conjunction.Of(Met(place, place.Child("properties")?.Child(name), pattern => Fits(pattern, name)));

    public static Conjunction OwnClass(SchemaPlace place, IReadOnlyCollection<string> matched) => Conjunction.Of(Met(place, null, matched.Contains));

    public static IReadOnlyList<string> Patterns(IEnumerable<SchemaPlace> places) =>
        [.. places.SelectMany(place => place.Map("patternProperties")).Select(pattern => pattern.Name).Distinct()];

    /// <summary>
    /// Names outside <paramref name="named"/> that match exactly these of the patterns and that <paramref name="all"/> lets
    /// stand; with <c>All</c> set, an empty answer means that there are none.
    /// </summary>
    public static TextsFound Unnamed(Conjunction all, IReadOnlyCollection<string> named, IReadOnlyCollection<string> matched, IReadOnlyList<string> patterns)
    {
        var rule = Facts.Texts(Conjunction.Of(all.Places.Select(place => place.Child("propertyNames")).OfType<SchemaPlace>()));
        var accepted = matched.Select(Automaton.OfPattern).ToList();
        var refused = patterns.Except(matched).Select(Automaton.OfPattern).Append(named.Count == 0 ? null : Automaton.OfTexts(named)).ToList();
        var unread = accepted.Contains(null) || refused.Take(refused.Count - 1).Contains(null) || (named.Count > 0 && refused[^1] is null);
        var wanted = new TextWanted([.. rule.Accepted, .. accepted.OfType<Automaton>()], [.. refused.OfType<Automaton>()], rule.Least, rule.Most);
        string[] liked = ["extra", "extra1", "新增"];
        var plain = liked.Where(name => !named.Contains(name) && patterns.All(pattern => Fits(pattern, name) == matched.Contains(pattern)));
        var found = TextSearch.Find(wanted, 3);
        return new TextsFound([.. plain, .. found.Texts], found.All && !unread);
    }

    private static IEnumerable<SchemaPlace> Met(SchemaPlace place, SchemaPlace? own, Func<string, bool> fits)
    {
        var met = place.Map("patternProperties").Where(pattern => fits(pattern.Name)).Select(pattern => pattern.Schema).ToList();
        if (own is not null)
        {
            met.Add(own);
        }

        return met.Count == 0 && place.Child("additionalProperties") is { } other ? [other] : met;
    }

    private static bool Fits(string pattern, string name) =>
        JsonSchema.Compile(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["pattern"] = pattern })).IsValid(JsonSerializer.SerializeToUtf8Bytes(name));
}
