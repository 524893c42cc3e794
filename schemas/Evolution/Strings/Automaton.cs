using CityOps.Schemas.Validation.Patterns;

namespace CityOps.Schemas.Evolution.Strings;

/// <summary>
/// A pattern as a machine that can be walked beside others: from a set of states by one character to the next set. Sets
/// are numbered as they are met; number 0 is where a text begins.
/// </summary>
internal sealed class Automaton
{
    private readonly AutomatonStates states;
    private readonly List<(int[] States, bool Accepts)> sets = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Set, int Character), int> steps = [];

    private Automaton(AutomatonStates states)
    {
        this.states = states;
        var start = states.Closure([AutomatonStates.Start], atStart: true, atEnd: false);
        Keep(start, states.Closure(start, atStart: true, atEnd: true));
    }

    /// <summary>The character sets whose borders matter to this machine.</summary>
    public IReadOnlyCollection<CharSet> Alphabet => states.Alphabet;

    /// <summary>Null where the pattern is not regular (look-around, back-references), not understood or too large.</summary>
    public static Automaton? OfPattern(string pattern)
    {
        try
        {
            return AutomatonStates.Build(new PatternParser(pattern).Parse()) is { } states ? new Automaton(states) : null;
        }
        catch (PatternException)
        {
            return null; // the caller then proves nothing by this pattern
        }
    }

    /// <summary>Accepts exactly these texts; null where they are too many to walk.</summary>
    public static Automaton? OfTexts(IEnumerable<string> texts)
    {
        var choices = texts.Select(text => (IReadOnlyList<PatternPart>)
            [new StartPart(), .. text.EnumerateRunes().Select(rune => new SetPart(CharSet.Of((rune.Value, rune.Value)))), new EndPart()]).ToList();
        return choices.Count > 0 && AutomatonStates.Build(new ChoicePart(choices)) is { } states ? new Automaton(states) : null;
    }

    public bool Accepts(int set) => sets[set].Accepts;

    public int Step(int set, int character)
    {
        if (steps.TryGetValue((set, character), out var known))
        {
            return known;
        }

        var moved = states.Move(sets[set].States, character);
        var next = states.Closure(moved, atStart: false, atEnd: false);
        return steps[(set, character)] = Keep(next, states.Closure(next, atStart: false, atEnd: true));
    }

    private int Keep(int[] set, int[] atEnd)
    {
        var key = string.Join(',', set) + (sets.Count == 0 ? "^" : "");
        if (!numbers.TryGetValue(key, out var number))
        {
            number = numbers[key] = sets.Count;
            sets.Add((set, atEnd.Contains(AutomatonStates.Final)));
        }

        return number;
    }
}
