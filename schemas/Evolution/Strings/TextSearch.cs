using System.Text;
using CityOps.Schemas.Validation.Patterns;

namespace CityOps.Schemas.Evolution.Strings;

/// <summary>What is sought: texts that every machine of one list accepts, none of the other, of a length in code points.</summary>
internal sealed record TextWanted(IReadOnlyList<Automaton> Accepted, IReadOnlyList<Automaton> Refused, int Least, int? Most);

/// <summary>The texts found, shortest first; with <paramref name="All"/> set, no list of texts means that there is none.</summary>
internal sealed record TextsFound(IReadOnlyList<string> Texts, bool All);

/// <summary>
/// Walks several machines side by side, breadth first: the first text found is a shortest one, and coming to the end
/// without any proves that there is none.
/// </summary>
internal sealed class TextSearch
{
    private const int MostStates = 40_000;
    private const int Longest = 100_000;

    private readonly TextWanted wanted;
    private readonly Automaton[] machines;
    private readonly int[] letters;
    private readonly List<(int Parent, int Letter, int[] Sets, int Length)> walked = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private TextSearch(TextWanted wanted)
    {
        this.wanted = wanted;
        machines = [.. wanted.Accepted, .. wanted.Refused];
        letters = Letters([.. machines.SelectMany(machine => machine.Alphabet).Distinct()]);
    }

    public static TextsFound Find(TextWanted wanted, int most)
    {
        if (wanted.Most < wanted.Least)
        {
            return new TextsFound([], true);
        }

        if (wanted.Accepted.Count + wanted.Refused.Count > 0)
        {
            return new TextSearch(wanted).Run(most);
        }

        return wanted.Least > Longest
            ? new TextsFound([], false)
            : new TextsFound([.. Enumerable.Range(wanted.Least, most).Where(length => wanted.Most is not { } limit || length <= limit).Select(length => new string('a', length))], true);
    }

    private TextsFound Run(int most)
    {
        var found = new List<string>();
        Visit(-1, 0, new int[machines.Length], 0);
        for (var at = 0; at < walked.Count; at++)
        {
            var (_, _, sets, length) = walked[at];
            if (length >= wanted.Least && Fits(sets))
            {
                found.Add(Text(at));
            }

            if (found.Count >= most || walked.Count > MostStates)
            {
                return new TextsFound(found, false);
            }

            if (wanted.Most is null || length < wanted.Most)
            {
                foreach (var letter in letters)
                {
                    Visit(at, letter, [.. sets.Select((set, i) => machines[i].Step(set, letter))], length + 1);
                }
            }
        }

        return new TextsFound(found, true);
    }

    // Beyond the least length only the machines' states matter; a shorter way to them has been walked already.
    private void Visit(int parent, int letter, int[] sets, int length)
    {
        if (seen.Add($"{Math.Min(length, wanted.Least)}:{string.Join(',', sets)}"))
        {
            walked.Add((parent, letter, sets, length));
        }
    }

    private bool Fits(int[] sets)
    {
        for (var i = 0; i < sets.Length; i++)
        {
            if (machines[i].Accepts(sets[i]) != (i < wanted.Accepted.Count))
            {
                return false;
            }
        }

        return true;
    }

    private string Text(int at)
    {
        var runes = new List<int>();
        for (var here = at; walked[here].Parent >= 0; here = walked[here].Parent)
        {
            runes.Add(walked[here].Letter);
        }

        runes.Reverse();
        var text = new StringBuilder();
        foreach (var rune in runes)
        {
            text.Append(new Rune(rune).ToString());
        }

        return text.ToString();
    }

    // One character for each way of lying in or out of the sets; characters that read well are taken first.
    private static int[] Letters(List<CharSet> sets)
    {
        var borders = new SortedSet<int> { 0, 0x20, 0x7F, 0xE000, 'a', 'b', '0', '1', 'A', 'B', '中', '中' + 1 };
        foreach (var (from, to) in sets.SelectMany(set => set.Ranges))
        {
            borders.Add(from);
            borders.Add(to + 1);
        }

        int[] liked = ['a', '0', 'A', '中'];
        return
        [
            .. liked.Concat(borders).Concat([0xD7FF, 0x10FFFF]).Where(Rune.IsValid)
                .DistinctBy(letter => string.Concat(sets.Select(set => set.Contains(letter) ? '1' : '0')))
                .Order(Comparer<int>.Create((x, y) => Rank(x).CompareTo(Rank(y)))),
        ];
    }

    private static int Rank(int letter) => letter switch
    {
        >= '0' and <= '9' => letter,
        > ' ' and < 0x7F => 0x100 + letter,
        >= 0x4E00 and < 0x9FFF => 0x200,
        _ => 0x10000 + letter,
    };
}
