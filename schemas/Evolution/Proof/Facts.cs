using System.Text.Json;
using CityOps.Schemas.Evolution.Numbers;
using CityOps.Schemas.Evolution.Strings;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>The sorts of JSON values that schemas treat differently.</summary>
[Flags]
internal enum ValueSorts
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    Text = 8,
    Array = 16,
    Object = 32,
    All = 63,
}

/// <summary>
/// What a conjunction says for certain of its values, sort by sort. Each fact is an upper bound: keywords that are not
/// understood only make the set of values smaller.
/// </summary>
internal static class Facts
{
    public static readonly ValueSorts[] Sorts = [ValueSorts.Null, ValueSorts.Boolean, ValueSorts.Number, ValueSorts.Text, ValueSorts.Array, ValueSorts.Object];

    public static ValueSorts SortsOf(Conjunction all) => all.Places.Aggregate(all.IsNever ? ValueSorts.None : ValueSorts.All, (sorts, place) => sorts & SortsOf(place));

    public static ValueSorts SortsOf(SchemaPlace place) => Types(place) is { } types ? types.Aggregate(ValueSorts.None, (sorts, type) => sorts | SortOf(type)) : ValueSorts.All;

    /// <summary>The numbers a conjunction allows; null where a bound is out of all proportion.</summary>
    public static NumberRange? Numbers(Conjunction all)
    {
        var range = NumberRange.All;
        foreach (var place in all.Places)
        {
            if (WholeOnly(place))
            {
                range = range.MultiplesOf(Exact.One);
            }

            foreach (var (keyword, bound) in Bounds(place))
            {
                if (bound is not { } exact)
                {
                    return null;
                }

                range = Narrow(range, keyword, exact);
            }
        }

        return range;
    }

    public static bool WholeOnly(SchemaPlace place) => Types(place) is { } types && types.Contains("integer") && !types.Contains("number");

    public static IEnumerable<(string Keyword, Exact? Bound)> Bounds(SchemaPlace place)
    {
        foreach (var keyword in new[] { "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf" })
        {
            if (place.TryGet(keyword, out var value))
            {
                yield return (keyword, Exact.Parse(value.GetRawText()));
            }
        }
    }

    public static NumberRange Narrow(NumberRange range, string keyword, Exact bound) => keyword switch
    {
        "minimum" => range.AtLeast(bound, open: false),
        "exclusiveMinimum" => range.AtLeast(bound, open: true),
        "maximum" => range.AtMost(bound, open: false),
        "exclusiveMaximum" => range.AtMost(bound, open: true),
        _ => range.MultiplesOf(bound),
    };

    /// <summary>The texts a conjunction allows at most; patterns that cannot be walked are left out.</summary>
    public static TextWanted Texts(Conjunction all)
    {
        var machines = all.Places.SelectMany(place => new[] { place.Text("pattern"), place.Text("format") is { } format ? FormatText.PatternOf(format) : null })
            .OfType<string>().Distinct().Select(Automaton.OfPattern).OfType<Automaton>().ToList();
        var least = all.Places.Max(place => place.Count("minLength")) ?? 0;
        return new TextWanted(machines, [], least, all.Places.Min(place => place.Count("maxLength")));
    }

    /// <summary>The values listed by <c>enum</c> or <c>const</c>, less those the conjunction refuses; null where none are listed.</summary>
    public static IReadOnlyList<string>? Listed(Conjunction all)
    {
        foreach (var place in all.Places)
        {
            if (place.TryGet("const", out var only))
            {
                return Kept(all, [only]);
            }

            if (place.TryGet("enum", out var list))
            {
                return Kept(all, list.EnumerateArray());
            }
        }

        return null;
    }

    /// <summary>The names a conjunction speaks of, in the order of first mention.</summary>
    public static IReadOnlyList<string> Names(Conjunction all) =>
        [.. all.Places.SelectMany(place => place.Map("properties").Select(member => member.Name).Concat(place.Names("required"))).Distinct()];

    /// <summary>The names that must stand, and those that <c>dependentRequired</c> asks for because of them.</summary>
    public static IReadOnlyList<string> Required(Conjunction all)
    {
        var names = all.Places.SelectMany(place => place.Names("required")).Distinct().ToList();
        for (var i = 0; i < names.Count; i++)
        {
            names.AddRange(all.Places.SelectMany(place => place.Child("dependentRequired")?.Names(names[i]) ?? []).Except(names));
        }

        return names;
    }

    private static List<string> Kept(Conjunction all, IEnumerable<JsonElement> values) => [.. values.Select(value => value.GetRawText()).Where(all.Takes)];

    private static IReadOnlyList<string>? Types(SchemaPlace place)
    {
        if (place.Schema.ValueKind == JsonValueKind.False)
        {
            return [];
        }

        return place.TryGet("type", out var type) ? type.ValueKind == JsonValueKind.Array ? place.Names("type") : [type.GetString()!] : null;
    }

    private static ValueSorts SortOf(string type) => type switch
    {
        "null" => ValueSorts.Null,
        "boolean" => ValueSorts.Boolean,
        "integer" or "number" => ValueSorts.Number,
        "string" => ValueSorts.Text,
        "array" => ValueSorts.Array,
        _ => ValueSorts.Object,
    };
}
