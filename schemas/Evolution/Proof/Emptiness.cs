using CityOps.Schemas.Evolution.Strings;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Whether a conjunction certainly has no value at all.</summary>
internal static class Emptiness
{
    private const int Deepest = 3;

    public static bool Proved(Conjunction all, int depth = 0)
    {
        var sorts = Facts.SortsOf(all);
        if (sorts == ValueSorts.None || Facts.Listed(all) is { Count: 0 })
        {
            return true;
        }

        return sorts switch
        {
            ValueSorts.Number => Facts.Numbers(all) is { } range && range.Points(1).Count == 0,
            ValueSorts.Text => TextSearch.Find(Facts.Texts(all), 1) is { All: true, Texts.Count: 0 },
            ValueSorts.Object => depth < Deepest && (CountsCross(all, "minProperties", "maxProperties")
                || Facts.Required(all).Any(name => Proved(Members.Of(all, name), depth + 1))),
            ValueSorts.Array => CountsCross(all, "minItems", "maxItems") || (depth < Deepest && ItemsCross(all, depth + 1)),
            _ => false,
        };
    }

    // An item that must stand cannot, or what must be among the items can be none of them.
    private static bool ItemsCross(Conjunction all, int depth)
    {
        var kinds = Enumerable.Range(0, Items.Fronts(all) + 1).Select(i => Items.At(all, i)).ToList();
        var least = all.Places.Max(place => place.Count("minItems")) ?? 0;
        return kinds.Where((kind, i) => i < least && Proved(kind, depth)).Any()
            || all.Places.Where(place => (place.Count("minContains") ?? 1) > 0).Select(place => place.Child("contains")).OfType<SchemaPlace>()
                .Any(sought => kinds.All(kind => Proved(kind.With(sought), depth)));
    }

    private static bool CountsCross(Conjunction all, string least, string most) =>
        all.Places.Max(place => place.Count(least)) > all.Places.Min(place => place.Count(most));
}
