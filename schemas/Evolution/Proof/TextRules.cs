using System.Text.Json;
using CityOps.Schemas.Evolution.Strings;
using CityOps.Schemas.Evolution.Witnesses;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Lengths, patterns, formats and lists of texts: the first schema's texts are walked beside the second's rule.</summary>
internal sealed class TextRules(Inclusion inclusion)
{
    private const int Tries = 12;

    public IEnumerable<Finding> Check(Conjunction first, SchemaPlace second)
    {
        var wanted = Facts.Texts(first);
        Finding?[] found =
        [
            second.Count("minLength") is { } least && least > wanted.Least
                ? Seek(first, second, "minLength", wanted with { Most = Math.Min(wanted.Most ?? int.MaxValue, least - 1) })
                : null,
            second.Count("maxLength") is { } most && !(wanted.Most <= most)
                ? Seek(first, second, "maxLength", wanted with { Least = Math.Max(wanted.Least, most + 1) })
                : null,
            second.Text("pattern") is { } pattern && !first.Places.Any(place => place.Text("pattern") == pattern)
                ? Outside(first, second, ("pattern", Automaton.OfPattern(pattern)), wanted)
                : null,
            second.Text("format") is { } format && !first.Places.Any(place => place.Text("format") == format)
                ? Outside(first, second, ("format", FormatText.IsExact(format) ? Automaton.OfPattern(FormatText.PatternOf(format)!) : null), wanted)
                : null,
            Listed(first, second, wanted),
        ];
        return found.OfType<Finding>();
    }

    private Finding? Listed(Conjunction first, SchemaPlace second, TextWanted wanted)
    {
        var values = second.TryGet("enum", out var list) ? [.. list.EnumerateArray()] : second.TryGet("const", out var only) ? new[] { only } : null;
        if (values is null)
        {
            return null;
        }

        var texts = values.Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!).ToList();
        var keyword = second.Has("const") ? "const" : "enum";
        return texts.Count == 0 ? inclusion.Seek(first, second, keyword, []) : Outside(first, second, (keyword, Automaton.OfTexts(texts)), wanted);
    }

    private Finding? Outside(Conjunction first, SchemaPlace second, (string Keyword, Automaton? Machine) rule, TextWanted wanted) => rule.Machine is null
        ? inclusion.Seek(first, second, rule.Keyword, [.. Samples(first), .. TextSearch.Find(wanted, Tries).Texts.Select(ObjectText.Quote)])
        : Seek(first, second, rule.Keyword, wanted with { Refused = [rule.Machine] });

    // Null where no text of the first schema breaks the rule.
    private Finding? Seek(Conjunction first, SchemaPlace second, string keyword, TextWanted wanted)
    {
        var found = TextSearch.Find(wanted, Tries);
        return found is { All: true, Texts.Count: 0 } ? null : inclusion.Seek(first, second, keyword, [.. found.Texts.Select(ObjectText.Quote), .. Samples(first)]);
    }

    private static IEnumerable<string> Samples(Conjunction first) =>
        first.Places.Select(place => place.Text("format")).OfType<string>().SelectMany(FormatText.Samples).Select(ObjectText.Quote);
}
