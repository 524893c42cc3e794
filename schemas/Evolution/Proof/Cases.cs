using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Taking a conjunction apart: every value of the whole is a value of one of its cases.</summary>
internal static class Cases
{
    private const int MostSpent = 6;

    private static readonly Dictionary<ValueSorts, SchemaPlace> Sorts = new()
    {
        [ValueSorts.Null] = OfType("null"),
        [ValueSorts.Boolean] = OfType("boolean"),
        [ValueSorts.Number] = OfType("number"),
        [ValueSorts.Text] = OfType("string"),
        [ValueSorts.Array] = OfType("array"),
        [ValueSorts.Object] = OfType("object"),
    };

    /// <summary>The values of one sort.</summary>
    public static Conjunction OfSort(Conjunction all, ValueSorts sort) => all.With(Sorts[sort]);

    /// <summary>The cases of the first keyword that makes cases; null where there is none left, or too many have been taken.</summary>
    public static IReadOnlyList<Conjunction>? Of(Conjunction all) =>
        all.Spent.Count >= MostSpent ? null : all.Places.Select(place => OfPlace(all, place)).FirstOrDefault(cases => cases is not null);

    private static IReadOnlyList<Conjunction>? OfPlace(Conjunction all, SchemaPlace place)
    {
        foreach (var keyword in new[] { "anyOf", "oneOf" })
        {
            if (Open(all, place, keyword) && place.List(keyword) is { Count: > 0 } choices)
            {
                return [.. choices.Select(choice => all.With(choice, Conjunction.SpentKey(place, keyword)))];
            }
        }

        if (Open(all, place, "if") && (place.Has("then") || place.Has("else")))
        {
            var spent = Conjunction.SpentKey(place, "if");
            var yes = all.With(place.Child("if")!, spent);
            return [place.Child("then") is { } then ? yes.With(then) : yes, place.Child("else") is { } other ? all.With(other, spent) : all.With(place, spent)];
        }

        return OfDependents(all, place);
    }

    private static IReadOnlyList<Conjunction>? OfDependents(Conjunction all, SchemaPlace place)
    {
        foreach (var keyword in new[] { "dependentSchemas", "dependentRequired" })
        {
            foreach (var (name, dependent) in place.Map(keyword))
            {
                if (!Open(all, place, keyword + "/" + name, keyword))
                {
                    continue;
                }

                var spent = Conjunction.SpentKey(place, keyword + "/" + name);
                var there = all.With(Requiring([name]), spent);
                return
                [
                    there.With(keyword == "dependentSchemas" ? dependent : Requiring([.. dependent.Schema.EnumerateArray().Select(other => other.GetString()!)])),
                    all.With(SchemaSource.Of(new JsonObject { ["properties"] = new JsonObject { [name] = false } }), spent),
                ];
            }
        }

        return null;
    }

    public static SchemaPlace Requiring(IReadOnlyList<string> names) =>
        SchemaSource.Of(new JsonObject { ["required"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) });

    private static bool Open(Conjunction all, SchemaPlace place, string mark, string? keyword = null) =>
        place.TryGet(keyword ?? mark, out var value) && value.ValueKind != JsonValueKind.Undefined && !all.IsSpent(place, mark);

    private static SchemaPlace OfType(string type) => SchemaSource.Of(new JsonObject { ["type"] = type });
}
