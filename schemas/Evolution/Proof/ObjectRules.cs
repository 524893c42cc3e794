using CityOps.Schemas.Evolution.Witnesses;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Members: which must stand, which may, and what holds for each.</summary>
internal sealed class ObjectRules(Inclusion inclusion)
{
    private const int MostPatterns = 5;

    public IEnumerable<Finding> Check(Conjunction first, SchemaPlace second) =>
        [.. Missing(first, second), .. Counts(first, second), .. Names(first, second), .. Named(first, second), .. Unnamed(first, second)];

    private IEnumerable<Finding> Missing(Conjunction first, SchemaPlace second)
    {
        var sure = Facts.Required(first);
        foreach (var name in second.Names("required").Except(sure))
        {
            yield return At(name, Seek(first, second, "required", texts => texts.Select(text => text.Without(name))));
        }

        foreach (var (name, others) in second.Map("dependentRequired"))
        {
            var lacking = second.Child("dependentRequired")!.Names(name).Except(sure).Where(other => other != name).ToList();
            if (lacking.Count == 0 || Members.Of(first, name).IsNever || first.Places.Any(place => !lacking.Except(place.Child("dependentRequired")?.Names(name) ?? []).Any()))
            {
                continue;
            }

            var values = inclusion.Specimens.Of(Members.Of(first, name));
            foreach (var other in lacking)
            {
                yield return At(other, Seek(first, second, "dependentRequired", texts => texts.SelectMany(text => values.Select(value => text.With(name, value).Without(other)))));
            }
        }
    }

    private IEnumerable<Finding> Counts(Conjunction first, SchemaPlace second)
    {
        var least = Math.Max(first.Places.Max(place => place.Count("minProperties")) ?? 0, Facts.Required(first).Count);
        if (second.Count("minProperties") > least)
        {
            yield return Seek(first, second, "minProperties", texts => texts);
        }

        var closed = Members.Patterns(first.Places).Count == 0 && Members.OfClass(first, []).IsNever;
        var may = closed ? Facts.Names(first).Count(name => !Members.Of(first, name).IsNever) : int.MaxValue;
        if (second.Count("maxProperties") is { } most && most < Math.Min(may, first.Places.Min(place => place.Count("maxProperties")) ?? int.MaxValue))
        {
            var extra = closed ? [] : inclusion.Specimens.Of(Members.OfClass(first, []));
            yield return Seek(first, second, "maxProperties", texts => texts.Select(text =>
                Enumerable.Range(0, extra.Count == 0 ? 0 : Math.Min(most + 1, 200)).Aggregate(text, (made, i) => made.With("extra" + i, extra[0]))));
        }
    }

    private IEnumerable<Finding> Names(Conjunction first, SchemaPlace second)
    {
        if (second.Child("propertyNames") is not { } rule)
        {
            yield break;
        }

        var judge = Conjunction.Of(rule);
        foreach (var name in Facts.Names(first).Where(name => !judge.Takes(ObjectText.Quote(name)) && !Emptiness.Proved(Members.Of(first, name))))
        {
            var values = inclusion.Specimens.Of(Members.Of(first, name));
            yield return At(name, Seek(first, second, "propertyNames", texts => texts.SelectMany(text => values.Select(value => text.With(name, value)))));
        }

        if (Members.Patterns(first.Places).Count == 0 && Members.OfClass(first, []).IsNever)
        {
            yield break;
        }

        var own = Cases.OfSort(Conjunction.Of(first.Places.Select(place => place.Child("propertyNames")).OfType<SchemaPlace>()), ValueSorts.Text);
        foreach (var found in inclusion.Check(own, judge))
        {
            var bad = (found.Witness is null ? inclusion.Specimens.Of(own).Where(text => !judge.Takes(text)) : [found.Witness]).Select(text => System.Text.Json.JsonElement.Parse(text).GetString()!).ToList();
            yield return Seek(first, second, "propertyNames", texts => texts.SelectMany(text => bad.SelectMany(name =>
                inclusion.Specimens.Of(Members.Of(first, name)).Select(value => text.With(name, value)))));
        }
    }

    private IEnumerable<Finding> Named(Conjunction first, SchemaPlace second)
    {
        var judge = Conjunction.Of(second);
        foreach (var name in Facts.Names(first).Concat(second.Map("properties").Select(member => member.Name)).Distinct())
        {
            var own = Members.Of(first, name);
            foreach (var found in Member(second, name, own))
            {
                yield return Held(first, judge, name, found);
            }
        }
    }

    private IReadOnlyList<Finding> Member(SchemaPlace second, string name, Conjunction own)
    {
        var asked = Members.Own(second, name);
        if (!asked.IsNever)
        {
            return inclusion.Check(own, asked);
        }

        return Emptiness.Proved(own) ? [] : [new Finding("", "additionalProperties", inclusion.Specimens.Of(own) is [var text, ..] ? text : null, Reason.NotProved)];
    }

    private IEnumerable<Finding> Unnamed(Conjunction first, SchemaPlace second)
    {
        var patterns = Members.Patterns([.. first.Places, second]);
        if (patterns.Count > MostPatterns)
        {
            yield return Seek(first, second, "patternProperties", texts => texts);
            yield break;
        }

        var judge = Conjunction.Of(second);
        var named = Facts.Names(first).Concat(second.Map("properties").Select(member => member.Name)).Distinct().ToList();
        for (var chosen = 0; chosen < 1 << patterns.Count; chosen++)
        {
            var matched = patterns.Where((_, i) => (chosen >> i & 1) == 1).ToList();
            var (own, asked) = (Members.OfClass(first, matched), Members.OwnClass(second, matched));
            if (asked.Places.Count == 0 || own.IsNever)
            {
                continue;
            }

            var names = Members.Unnamed(first, named, matched, patterns);
            if (names is { All: true, Texts.Count: 0 })
            {
                continue;
            }

            foreach (var found in inclusion.Check(own, asked))
            {
                var keyword = asked.IsNever ? "additionalProperties" : found.Keyword;
                var held = names.Texts.Select(name => Held(first, judge, name, found with { Keyword = keyword })).ToList();
                yield return held.FirstOrDefault(finding => finding.Witness is not null) ?? held.FirstOrDefault() ?? found with { Witness = null, Why = Reason.NotProved };
            }
        }
    }

    // A witness for a member becomes one for the object around it.
    private Finding Held(Conjunction first, Conjunction judge, string name, Finding found)
    {
        var pointer = Pointer(name) + found.Pointer;
        var values = found.Witness is null ? [] : new[] { found.Witness };
        var whole = Bases(first).SelectMany(text => values.Select(value => text.With(name, value).ToString()))
            .FirstOrDefault(text => first.Takes(text) && !judge.Takes(text));
        return found with { Pointer = pointer, Witness = whole, Why = whole is null && found.Why == Reason.None ? Reason.NotProved : found.Why };
    }

    private Finding Seek(Conjunction first, SchemaPlace second, string keyword, Func<IEnumerable<ObjectText>, IEnumerable<ObjectText>> change) =>
        inclusion.Seek(first, second, keyword, change(Bases(first)).Select(text => text.ToString())) with { Value = null };

    private IEnumerable<ObjectText> Bases(Conjunction first) => inclusion.Specimens.Of(first).Select(ObjectText.Read).OfType<ObjectText>();

    private static Finding At(string name, Finding found) => found with { Pointer = Pointer(name) + found.Pointer };

    private static string Pointer(string name) => $"/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
