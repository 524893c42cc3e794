using System.Globalization;
using System.Text.Json;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Items: how many, which, and whether each only once.</summary>
internal sealed class ArrayRules(Inclusion inclusion)
{
    private const int Longest = 500;

    public IEnumerable<Finding> Check(Conjunction first, SchemaPlace second) =>
        [.. Counts(first, second), .. Once(first, second), .. Contained(first, second), .. Each(first, second)];

    private IEnumerable<Finding> Counts(Conjunction first, SchemaPlace second)
    {
        var (least, most) = Bounds(first);
        if (second.Count("minItems") is { } low && low > least)
        {
            yield return Seek(first, second, "minItems", [Filled(first, least), Filled(first, Math.Min(most, low - 1))]);
        }

        if (second.Count("maxItems") is { } high && high < most)
        {
            yield return Seek(first, second, "maxItems", [Filled(first, Math.Max(least, high + 1)), Filled(first, Math.Max(least, high + 1), varied: true)]);
        }
    }

    private IEnumerable<Finding> Once(Conjunction first, SchemaPlace second)
    {
        var (least, most) = Bounds(first);
        if (!IsTrue(second, "uniqueItems") || first.Places.Any(place => IsTrue(place, "uniqueItems")) || most < 2)
        {
            yield break;
        }

        var lengths = new[] { Math.Max(2, least), Math.Max(2, least) + 1, Items.Fronts(first) + 2 };
        yield return Seek(first, second, "uniqueItems", lengths.Where(length => length <= most).Select(length => Filled(first, length)));
    }

    private IEnumerable<Finding> Contained(Conjunction first, SchemaPlace second)
    {
        if (second.Child("contains") is not { } sought || first.Places.Any(place => SameContains(place, second)))
        {
            yield break;
        }

        var (least, most) = Bounds(first);
        var needed = second.Count("minContains") ?? 1;
        var allowed = second.Count("maxContains") ?? int.MaxValue;
        var all = Conjunction.Of(sought);
        var every = Enumerable.Range(0, Items.Fronts(first) + 1).All(i => inclusion.Check(Items.At(first, i), all).Count == 0);
        if ((needed == 0 || (every && least >= needed)) && most <= allowed)
        {
            yield break;
        }

        var lengths = new[] { least, least + 1, needed, allowed >= Longest ? 1 : allowed + 1 };
        var keyword = needed == 0 ? "maxContains" : "contains";
        yield return Seek(first, second, keyword, lengths.Where(length => length >= least && length <= most)
            .SelectMany(length => new[] { Filled(first, length), Filled(first, length, varied: true), Filled(first, length, sought) }));
    }

    private IEnumerable<Finding> Each(Conjunction first, SchemaPlace second)
    {
        if (!second.Has("items") && !second.Has("prefixItems"))
        {
            yield break;
        }

        var (least, most) = Bounds(first);
        var fronts = Math.Max(Items.Fronts(first), second.List("prefixItems").Count);
        for (var i = 0; i <= fronts && i < most; i++)
        {
            foreach (var found in inclusion.Check(Items.At(first, i), Items.Own(second, i)))
            {
                yield return Held(first, second, i, found, least);
            }
        }
    }

    private Finding Held(Conjunction first, SchemaPlace second, int index, Finding found, int least)
    {
        var judge = Conjunction.Of(second);
        var whole = found.Witness is null ? null : new[] { Math.Max(index + 1, least), Math.Max(index + 1, least) + 1 }
            .SelectMany(length => new[] { Filled(first, length, false, (index, found.Witness)), Filled(first, length, true, (index, found.Witness)) })
            .FirstOrDefault(text => first.Takes(text) && !judge.Takes(text));
        // Before this item there may have to be items that cannot be: then this one is never reached.
        var why = whole is null && found.Why == Reason.None ? Reason.NotProved : found.Why;
        return found with { Pointer = $"/{index.ToString(CultureInfo.InvariantCulture)}{found.Pointer}", Witness = whole, Why = why };
    }

    private string Filled(Conjunction first, int length, bool varied = false, (int Index, string Text)? given = null)
    {
        var items = Enumerable.Range(0, Math.Min(length, Longest)).Select(i =>
        {
            if (given is { } item && item.Index == i)
            {
                return item.Text;
            }

            var texts = inclusion.Specimens.Of(Items.At(first, i)).Where(text => !varied || given?.Text != text).ToList();
            return texts.Count == 0 ? varied ? (i + 1000).ToString(CultureInfo.InvariantCulture) : "null" : texts[varied ? i % texts.Count : 0];
        });
        return $"[{string.Join(',', items)}]";
    }

    private string Filled(Conjunction first, int length, SchemaPlace sought)
    {
        var items = Enumerable.Range(0, Math.Min(length, Longest)).Select(i => inclusion.Specimens.Of(Items.At(first, i).With(sought)) is [var text, ..] ? text : "null");
        return $"[{string.Join(',', items)}]";
    }

    private Finding Seek(Conjunction first, SchemaPlace second, string keyword, IEnumerable<string> candidates) => inclusion.Seek(first, second, keyword, candidates);

    private static (int Least, int Most) Bounds(Conjunction all)
    {
        var most = all.Places.Min(place => place.Count("maxItems")) ?? int.MaxValue;
        for (var i = 0; i <= Items.Fronts(all) && i < most; i++)
        {
            most = Items.At(all, i).IsNever ? Math.Min(most, i) : most;
        }

        return (all.Places.Max(place => place.Count("minItems")) ?? 0, most);
    }

    private static bool IsTrue(SchemaPlace place, string keyword) => place.TryGet(keyword, out var value) && value.ValueKind == JsonValueKind.True;

    private static bool SameContains(SchemaPlace one, SchemaPlace other) => one.TryGet("contains", out var a) && other.TryGet("contains", out var b)
        && JsonElement.DeepEquals(a, b) && !a.GetRawText().Contains("$ref", StringComparison.Ordinal)
        && (one.Count("minContains") ?? 1) >= (other.Count("minContains") ?? 1)
        && (one.Count("maxContains") ?? int.MaxValue) <= (other.Count("maxContains") ?? int.MaxValue);
}
