using System.Text.Json;
using CityOps.Schemas.Evolution.Witnesses;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>
/// Decides whether every value of one conjunction is a value of another, keyword by keyword. The first is only ever made
/// larger than it is, so what is proved is true; and every witness has been before the validator, so what is disproved is
/// true as well. A pair met again while it is being decided is taken for granted: a value is finite, and each round looks
/// one level deeper into it.
/// </summary>
internal sealed class Inclusion
{
    private const int MostPairs = 20_000;
    private const int MostTold = 10;

    private static readonly string[] Lists = ["const", "enum"];
    private static readonly string[] NotRead = ["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "dependencies"];

    private readonly HashSet<(string, string)> assumed = [];
    private readonly TextRules texts;
    private readonly ObjectRules objects;
    private readonly ArrayRules arrays;
    private readonly InPlaceRules inPlace;
    private int pairs;

    public Inclusion()
    {
        texts = new TextRules(this);
        objects = new ObjectRules(this);
        arrays = new ArrayRules(this);
        inPlace = new InPlaceRules(this);
    }

    public Specimens Specimens { get; } = new();

    /// <summary>Nothing, or where the second asks for more; a finding without a witness is a place left open.</summary>
    public IReadOnlyList<Finding> Check(Conjunction first, Conjunction second)
    {
        if (second.Places.Count == 0 || Covers(first, second) || !assumed.Add((first.Key, second.Key)))
        {
            return [];
        }

        var found = ++pairs > MostPairs ? [new Finding("", "", null, Reason.TooLarge)] : Decide(first, second);
        assumed.Remove((first.Key, second.Key));
        return found;
    }

    /// <summary>The first of the texts that the first schema takes and the second does not; left open where there is none.</summary>
    public Finding Seek(Conjunction first, SchemaPlace second, string keyword, IEnumerable<string> candidates)
    {
        var judge = Conjunction.Of(second);
        var witness = candidates.Concat(Specimens.Of(first)).FirstOrDefault(text => first.Takes(text) && !judge.Takes(text));
        return new Finding("", keyword, witness, witness is null ? Reason.NotProved : Reason.None) { Value = Short(witness), Rule = Rule(second, keyword) };
    }

    public static string Rule(SchemaPlace place, string keyword) => place.TryGet(keyword, out var value) ? Short(value.GetRawText()) ?? "" : "";

    private IReadOnlyList<Finding> Decide(Conjunction first, Conjunction second)
    {
        var sorts = Facts.Sorts.Where(sort => Facts.SortsOf(first).HasFlag(sort)).ToList();
        if (Emptiness.Proved(first))
        {
            return [];
        }

        if (Finite(first) is { } values)
        {
            return Lost(values, second);
        }

        if (sorts.Count > 1)
        {
            return Merged(sorts.SelectMany(sort => Check(Cases.OfSort(first, sort), second)));
        }

        var found = Merged(second.Places.SelectMany(place => Rules(first, place, sorts[0])).Concat(Unread(second)));
        if (found.All(finding => finding.Witness is not null) || Cases.Of(first) is not { } cases)
        {
            return found;
        }

        return Merged([.. found.Where(finding => finding.Witness is not null), .. cases.SelectMany(one => Check(one, second))]);
    }

    private IEnumerable<Finding> Rules(Conjunction first, SchemaPlace second, ValueSorts sort)
    {
        if (!Facts.SortsOf(second).HasFlag(sort))
        {
            return [Seek(first, second, second.Has("type") ? "type" : "", [])];
        }

        var own = sort switch
        {
            ValueSorts.Number => NumberRules.Check(this, first, second),
            ValueSorts.Text => texts.Check(first, second),
            ValueSorts.Array => arrays.Check(first, second),
            ValueSorts.Object => objects.Check(first, second),
            _ => [],
        };
        var listed = sort is ValueSorts.Array or ValueSorts.Object ? Listed(first, second) : [];
        return [.. own, .. listed, .. inPlace.Check(first, second)];
    }

    private IEnumerable<Finding> Listed(Conjunction first, SchemaPlace second) =>
        Lists.Where(second.Has).Take(1).Select(keyword => Seek(first, second, keyword, []));

    // Every value can be tried: the validator alone decides.
    private static List<string>? Finite(Conjunction first)
    {
        if (Facts.Listed(first) is { } listed)
        {
            return [.. listed];
        }

        var sorts = Facts.SortsOf(first);
        string[] all = ["null", "false", "true"];
        if ((sorts & ~(ValueSorts.Null | ValueSorts.Boolean)) == 0)
        {
            return [.. all.Where(first.Takes)];
        }

        const int few = 32;
        var points = sorts == ValueSorts.Number ? Facts.Numbers(first)?.Points(few) : null;
        return points?.Count < few && Facts.Numbers(first)!.Step is not null ? [.. points.Select(point => point.ToString()).Where(first.Takes)] : null;
    }

    private static IReadOnlyList<Finding> Lost(IReadOnlyList<string> values, Conjunction second)
    {
        var lost = values.Where(value => !second.Takes(value)).ToList();
        if (lost.Count == 0)
        {
            return [];
        }

        var place = second.Places.FirstOrDefault(place => !Conjunction.Of(place).Takes(lost[0]));
        string[] likely = ["const", "enum", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "not", "anyOf", "oneOf", "type"];
        var keyword = place is null ? "" : !Facts.SortsOf(place).HasFlag(SortOf(lost[0])) ? "type" : likely.FirstOrDefault(place.Has) ?? "";
        var told = string.Join(", ", lost.Take(MostTold)) + (lost.Count > MostTold ? " …" : "");
        return [new Finding("", keyword, lost[0], Reason.None) { Value = told, Rule = place is null ? "" : Rule(place, keyword) }];
    }

    private static ValueSorts SortOf(string json) => json[0] switch
    {
        'n' => ValueSorts.Null,
        't' or 'f' => ValueSorts.Boolean,
        '"' => ValueSorts.Text,
        '[' => ValueSorts.Array,
        '{' => ValueSorts.Object,
        _ => ValueSorts.Number,
    };

    // What is not understood in the second schema may ask for anything.
    private static IEnumerable<Finding> Unread(Conjunction second)
    {
        if (!second.Whole)
        {
            yield return new Finding("", "$ref", null, Reason.Reference);
        }

        foreach (var place in second.Places)
        {
            foreach (var keyword in NotRead.Where(place.Has))
            {
                yield return new Finding("", keyword, null, Reason.NotRead);
            }
        }
    }

    // Of several findings at one place by one keyword the one with the shortest witness is kept.
    private static List<Finding> Merged(IEnumerable<Finding> found) =>
        [.. found.GroupBy(finding => (finding.Pointer, finding.Keyword)).Select(same => same.OrderBy(finding => finding.Witness?.Length ?? int.MaxValue).First())];

    private static bool Covers(Conjunction first, Conjunction second) => second.Whole && second.Places.All(place =>
        first.Places.Any(own => own.Key == place.Key || (JsonElement.DeepEquals(own.Schema, place.Schema) && MeanTheSame(own, place))));

    // Equal text means equal rules where nothing refers to anything, or only to definitions that are equal as well.
    private static bool MeanTheSame(SchemaPlace one, SchemaPlace other) =>
        Refers(one.Schema, _ => false) || (one.Source.Plain && other.Source.Plain && Refers(one.Schema, IsDefinition)
            && one.Source.Root.Schema.TryGetProperty("$defs", out var defs) && other.Source.Root.Schema.TryGetProperty("$defs", out var others)
            && JsonElement.DeepEquals(defs, others) && Refers(defs, IsDefinition));

    private static bool IsDefinition(string reference) => reference.StartsWith("#/$defs/", StringComparison.Ordinal);

    // Whether every reference in it is one of those allowed.
    private static bool Refers(JsonElement schema, Predicate<string> allowed) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().All(member => member.Name switch
        {
            "$dynamicRef" => false,
            "$ref" when member.Value.ValueKind == JsonValueKind.String => allowed(member.Value.GetString()!),
            _ => Refers(member.Value, allowed),
        }),
        JsonValueKind.Array => schema.EnumerateArray().All(inner => Refers(inner, allowed)),
        _ => true,
    };

    private static string? Short(string? text) => text?.Length > 80 ? null : text;
}
