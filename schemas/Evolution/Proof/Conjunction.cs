using System.Text;
using System.Text.Json;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>
/// Schemas that all hold for one value, with references and <c>allOf</c> unfolded. A keyword that is <see cref="Spent"/>
/// has been replaced by one of its cases; it still counts when a value is judged.
/// </summary>
internal sealed class Conjunction
{
    private static readonly JsonSchema Anything = JsonSchema.Compile("true"u8.ToArray());
    private JsonSchema? judge;

    private Conjunction(IReadOnlyList<SchemaPlace> places, IReadOnlySet<string> spent, bool whole)
    {
        (Places, Spent, Whole) = (places, spent, whole);
        Key = string.Join(' ', places.Select(place => place.Key).Concat(spent).Order(StringComparer.Ordinal));
        IsNever = places.Any(place => place.Schema.ValueKind == JsonValueKind.False);
    }

    public IReadOnlyList<SchemaPlace> Places { get; }

    /// <summary>Place and keyword, as <see cref="SpentKey"/> writes it.</summary>
    public IReadOnlySet<string> Spent { get; }

    /// <summary>False where a reference could not be followed here.</summary>
    public bool Whole { get; }

    public string Key { get; }

    public bool IsNever { get; }

    public static Conjunction Of(params IEnumerable<SchemaPlace> places) => Unfold(places, new HashSet<string>());

    public Conjunction With(SchemaPlace place) => Unfold([.. Places, place], Spent);

    public Conjunction With(SchemaPlace place, string spent) => Unfold([.. Places, place], Spent.Append(spent).ToHashSet());

    public static string SpentKey(SchemaPlace place, string keyword) => $"{place.Key}!{keyword}";

    public bool IsSpent(SchemaPlace place, string keyword) => Spent.Contains(SpentKey(place, keyword));

    /// <summary>Whether the validator takes this JSON text.</summary>
    public bool Takes(string json) => (judge ??= Compile()).IsValid(Encoding.UTF8.GetBytes(json));

    private static Conjunction Unfold(IEnumerable<SchemaPlace> places, IReadOnlySet<string> spent)
    {
        var all = new List<SchemaPlace>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var whole = true;
        var open = new Stack<SchemaPlace>(places.Reverse());
        while (open.TryPop(out var place))
        {
            if (place.Schema.ValueKind == JsonValueKind.True || !seen.Add(place.Key))
            {
                continue;
            }

            var target = place.Text("$ref") is { } reference ? place.Source.Find(reference) : null;
            whole &= target is not null || !place.Has("$ref");
            if (target is not null)
            {
                open.Push(target);
            }

            if (target is null || place.Schema.GetPropertyCount() > 1)
            {
                all.Add(place);
            }

            foreach (var inner in place.List("allOf").Reverse())
            {
                open.Push(inner);
            }
        }

        return new Conjunction(all, spent, whole);
    }

    private JsonSchema Compile()
    {
        if (Places.Count == 0)
        {
            return Anything;
        }

        var registry = new SchemaRegistry();
        foreach (var source in Places.Select(place => place.Source).Distinct())
        {
            registry.Add(new Uri(source.Name), source.Utf8);
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("allOf");
            foreach (var place in Places)
            {
                writer.WriteStartObject();
                writer.WriteString("$ref", place.Key);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return JsonSchema.Compile(buffer.ToArray(), registry);
    }
}
