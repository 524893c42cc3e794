using System.Text.Json;
using CityOps.Schemas.Evolution.Proof;
using CityOps.Schemas.Evolution.Strings;

namespace CityOps.Schemas.Evolution.Witnesses;

/// <summary>Makes valid JSON texts of a schema, small ones first: no more than a handful, as different as can be.</summary>
internal sealed class Specimens
{
    private const int Most = 16;
    private const int Deepest = 8;

    private readonly Dictionary<string, IReadOnlyList<string>> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);
    private readonly ObjectSpecimens objects;
    private int cut;

    public Specimens() => objects = new ObjectSpecimens(this);

    /// <summary>Each has been taken by the validator. None says nothing: they may only be hard to find.</summary>
    public IReadOnlyList<string> Of(Conjunction all)
    {
        if (known.TryGetValue(all.Key, out var made))
        {
            return made;
        }

        // A schema inside itself is followed twice, so that lists of lists have something in them.
        var times = open.GetValueOrDefault(all.Key);
        if (times > 1 || open.Count > Deepest * 4)
        {
            cut++;
            return [];
        }

        open[all.Key] = times + 1;
        var before = cut;
        var texts = Make(all);
        open[all.Key] = times;
        if (times == 0)
        {
            open.Remove(all.Key);
        }

        if (before == cut || open.Count == 0)
        {
            known[all.Key] = texts;
        }

        return texts;
    }

    private List<string> Make(Conjunction all)
    {
        if (all.IsNever)
        {
            return [];
        }

        var texts = Facts.Listed(all) is { } listed ? listed : Candidates(all);
        return [.. texts.Distinct().Where(all.Takes).Take(Most)];
    }

    private IEnumerable<string> Candidates(Conjunction all)
    {
        var own = all.Places.SelectMany(Given);
        var sorts = Facts.SortsOf(all);
        var bySort = Facts.Sorts.Where(sort => sorts.HasFlag(sort)).Select(sort => OfSort(all, sort)).ToList();
        var cases = Cases.Of(all) is { } some ? some.SelectMany(Of) : [];
        // Some of each sort first, so that no sort crowds out the others.
        return own.Concat(bySort.SelectMany(texts => texts.Take(2))).Concat(cases).Concat(bySort.SelectMany(texts => texts.Skip(2)));
    }

    private static IEnumerable<string> Given(SchemaPlace place)
    {
        if (place.TryGet("default", out var given))
        {
            yield return given.GetRawText();
        }

        if (place.TryGet("examples", out var examples) && examples.ValueKind == JsonValueKind.Array)
        {
            foreach (var example in examples.EnumerateArray())
            {
                yield return example.GetRawText();
            }
        }
    }

    private List<string> OfSort(Conjunction all, ValueSorts sort) => [.. sort switch
    {
        ValueSorts.Null => ["null"],
        ValueSorts.Boolean => ["false", "true"],
        ValueSorts.Number => Numbers(all),
        ValueSorts.Text => Texts(all),
        ValueSorts.Array => Arrays(all),
        _ => objects.Of(all),
    }];

    private static IEnumerable<string> Numbers(Conjunction all)
    {
        var range = Facts.Numbers(all);
        if (range is null)
        {
            return ["0", "1", "-1"];
        }

        var low = range.Points(3);
        var high = range.High is { } end ? (range with { Low = null, High = end }).Points(2) : [];
        return low.Concat(high).Select(number => number.ToString()).Concat(["0", "1", "0.5", "-1", "100"]);
    }

    private static IEnumerable<string> Texts(Conjunction all)
    {
        var wanted = Facts.Texts(all);
        var formats = all.Places.Select(place => place.Text("format")).OfType<string>().SelectMany(FormatText.Samples);
        var found = TextSearch.Find(wanted, 4).Texts;
        var longest = wanted.Most is { } most and < 5_000 ? TextSearch.Find(wanted with { Least = Math.Max(most, wanted.Least) }, 1).Texts : [];
        return formats.Concat(found).Concat(longest).Concat(["", "a"]).Select(ObjectText.Quote);
    }

    private IEnumerable<string> Arrays(Conjunction all)
    {
        var least = all.Places.Max(place => place.Count("minItems")) ?? 0;
        var most = all.Places.Min(place => place.Count("maxItems")) ?? int.MaxValue;
        var sought = all.Places.Select(place => place.Child("contains")).OfType<SchemaPlace>().ToList();
        yield return "[]";
        foreach (var length in new[] { least, least + 1, 1, 2, 3, most }.Where(length => length >= least && length <= most && length is > 0 and < 200).Distinct())
        {
            yield return Arrays(all, length, (texts, i) => texts[0]);
            yield return Arrays(all, length, (texts, i) => texts[i % texts.Count]);
            foreach (var wanted in sought)
            {
                yield return Arrays(all, length, (texts, i) => texts[0], wanted);
            }
        }
    }

    private string Arrays(Conjunction all, int length, Func<IReadOnlyList<string>, int, string> pick, SchemaPlace? contained = null)
    {
        // Behind the items with rules of their own all are alike.
        var kinds = Enumerable.Range(0, Math.Min(length, Items.Fronts(all) + 1)).Select(i => ItemTexts(Items.At(all, i), contained)).ToList();
        return $"[{string.Join(',', Enumerable.Range(0, length).Select(i => pick(kinds[Math.Min(i, kinds.Count - 1)], i)))}]";
    }

    private IReadOnlyList<string> ItemTexts(Conjunction item, SchemaPlace? contained)
    {
        var texts = contained is null ? [] : Of(item.With(contained));
        texts = texts.Count > 0 ? texts : Of(item);
        return texts.Count > 0 ? texts : ["null"];
    }
}
