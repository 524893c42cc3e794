using System.Text.RegularExpressions;

namespace CityOps.Schemas.Mapping.Steps;

/// <summary>What happens to a value without an entry: it is refused, or it becomes a named value (or nothing).</summary>
internal readonly record struct Otherwise(bool Rejects, string? Value)
{
    public Cell Of(string text, string rule) =>
        Rejects ? Cell.Bad(rule, "E3004", $"{Cell.Show(text)} 没有对应代码", $"there is no code for {Cell.Show(text)}") : new Cell(Value);
}

/// <summary>代码对照: a foreign value and the code that stands for it here; null stands for no value.</summary>
internal sealed class CodeMap(IReadOnlyDictionary<string, string?> codes, Otherwise otherwise) : Step
{
    public override Cell Of(string text) => codes.TryGetValue(text, out var code) ? new Cell(code) : otherwise.Of(text, "map");
}

/// <summary>The first pattern that is met names the value. Patterns run in time linear in the text.</summary>
internal sealed class Lookup(IReadOnlyList<(Regex Match, string? To)> patterns, Otherwise otherwise) : Step
{
    public override Cell Of(string text)
    {
        foreach (var (match, to) in patterns)
        {
            if (match.IsMatch(text))
            {
                return new Cell(to);
            }
        }

        return otherwise.Of(text, "lookup");
    }
}
