using System.Text.Json;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Keywords that ask for other schemas of the same value: choices, conditions, negations.</summary>
internal sealed class InPlaceRules(Inclusion inclusion)
{
    public IEnumerable<Finding> Check(Conjunction first, SchemaPlace second)
    {
        Finding?[] found =
        [
            second.List("anyOf") is { Count: > 0 } any && !Same(first, second, "anyOf") ? Any(first, second, any) : null,
            second.List("oneOf") is { Count: > 0 } one && !Same(first, second, "oneOf") ? One(first, second, one) : null,
            second.Child("not") is { } not && !Same(first, second, "not") ? Not(first, second, not) : null,
        ];
        return [.. found.OfType<Finding>(), .. Condition(first, second), .. Dependents(first, second)];
    }

    private Finding? Any(Conjunction first, SchemaPlace second, IReadOnlyList<SchemaPlace> choices) =>
        choices.Any(choice => Within(first, choice)) ? null : Tried(first, second, "anyOf");

    private Finding? One(Conjunction first, SchemaPlace second, IReadOnlyList<SchemaPlace> choices) =>
        choices.Any(choice => Within(first, choice) && choices.All(other => ReferenceEquals(other, choice) || Apart(first, other)))
            ? null
            : Tried(first, second, "oneOf");

    private Finding? Not(Conjunction first, SchemaPlace second, SchemaPlace not) => Apart(first, not) ? null : Tried(first, second, "not");

    private IEnumerable<Finding> Condition(Conjunction first, SchemaPlace second)
    {
        if (second.Child("if") is not { } condition || first.Places.Any(place => SameCondition(place, second)))
        {
            return [];
        }

        var yes = second.Child("then") is { } then && !Apart(first, condition) ? inclusion.Check(first.With(condition), Conjunction.Of(then)) : [];
        var no = second.Child("else") is { } other && !Within(first, condition) ? inclusion.Check(first, Conjunction.Of(other)) : [];
        return yes.Concat(no).Select(found => Confirmed(first, second, found));
    }

    private IEnumerable<Finding> Dependents(Conjunction first, SchemaPlace second) =>
        from dependent in second.Map("dependentSchemas")
        where !Members.Of(first, dependent.Name).IsNever
        from found in inclusion.Check(first.With(Cases.Requiring([dependent.Name])), Conjunction.Of(dependent.Schema))
        select Confirmed(first, second, found);

    // A witness against a part need not be one against the whole.
    private Finding Confirmed(Conjunction first, SchemaPlace second, Finding found) =>
        found.Witness is { } text && first.Takes(text) && !Conjunction.Of(second).Takes(text)
            ? found
            : Tried(first, second, found.Keyword) with { Pointer = found.Pointer };

    // Every value the first takes by each of its choices is tried.
    private Finding Tried(Conjunction first, SchemaPlace second, string keyword)
    {
        var choices = second.List("anyOf").Concat(second.List("oneOf")).Append(second.Child("not")).Append(second.Child("if")).OfType<SchemaPlace>();
        var likely = choices.SelectMany(choice => inclusion.Check(first, Conjunction.Of(choice)).Select(found => found.Witness).OfType<string>())
            .Concat(choices.SelectMany(choice => inclusion.Specimens.Of(first.With(choice))));
        return inclusion.Seek(first, second, keyword, likely);
    }

    private bool Within(Conjunction first, SchemaPlace choice) => inclusion.Check(first, Conjunction.Of(choice)).Count == 0;

    /// <summary>Whether no value of the first can be one of the other.</summary>
    private static bool Apart(Conjunction first, SchemaPlace other) => NoneIn(first.With(other), 0);

    private static bool NoneIn(Conjunction both, int depth)
    {
        if (Emptiness.Proved(both))
        {
            return true;
        }

        return depth < 3 && Cases.Of(both) is { } cases && cases.All(one => NoneIn(one, depth + 1));
    }

    private static bool Same(Conjunction first, SchemaPlace second, string keyword) => first.Places.Any(place => Same(place, second, keyword));

    private static bool Same(SchemaPlace first, SchemaPlace second, string keyword) => first.TryGet(keyword, out var own) && second.TryGet(keyword, out var asked)
        && JsonElement.DeepEquals(own, asked) && !own.GetRawText().Contains("Ref\"", StringComparison.Ordinal) && !own.GetRawText().Contains("$ref", StringComparison.Ordinal);

    private static bool SameCondition(SchemaPlace first, SchemaPlace second) =>
        Same(first, second, "if") && (!second.Has("then") || Same(first, second, "then")) && (!second.Has("else") || Same(first, second, "else"));
}
