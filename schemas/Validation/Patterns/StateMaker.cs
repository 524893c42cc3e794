namespace CityOps.Schemas.Validation.Patterns;

/// <summary>A state of the automaton: where in the program it stands, and what came before.</summary>
internal sealed class PatternState(int[] places, Neighbour before, int arrows)
{
    public int[] Places { get; } = places;

    public Neighbour Before { get; } = before;

    /// <summary>The state after each class of code points, and last after the end; null where not made yet.</summary>
    public PatternState?[] Next { get; } = new PatternState?[arrows];

    /// <summary>The verdict is known, whatever follows.</summary>
    public bool IsFinal { get; init; }

    public bool Matches { get; init; }
}

/// <summary>What stands beside a place of the text.</summary>
internal enum Neighbour
{
    Nothing,
    Word,
    Other,
}

/// <summary>Makes the states of one pattern, one thread at a time.</summary>
internal sealed class StateMaker
{
    /// <summary>Arrows and places kept at most: about two megabytes.</summary>
    private const long MostCells = 250_000;

    private static readonly PatternState Yes = new([], Neighbour.Nothing, 0) { IsFinal = true, Matches = true };
    private static readonly PatternState No = new([], Neighbour.Nothing, 0) { IsFinal = true };

    private readonly Lock making = new();
    private readonly PatternStep[] steps;
    private readonly bool[][] members;
    private readonly bool[] words;
    private readonly int arrows;
    private readonly bool isAnchored;
    private readonly Dictionary<string, PatternState> known = new(StringComparer.Ordinal);
    private readonly int[] seen;
    private readonly Stack<int> open = new();
    private volatile PatternState first;
    private int round;
    private long cells;

    public StateMaker(PatternProgram program, CodePointClasses classes)
    {
        (steps, arrows, isAnchored) = (program.ToSteps(), classes.Count + 1, program.IsAnchored);
        var ofSet = new Dictionary<CharSet, bool[]>();
        members = [.. program.Sets.Select(set => ofSet.TryGetValue(set, out var same) ? same : ofSet[set] = classes.Members(set))];
        words = program.AsksForWords ? classes.Members(CharSet.Words) : new bool[classes.Count];
        seen = new int[steps.Length];
        first = new PatternState([0], Neighbour.Nothing, arrows);
    }

    public PatternState First => first;

    /// <summary>What making one state may cost.</summary>
    public int Size => steps.Length;

    public PatternState Make(PatternState from, int arrow)
    {
        lock (making)
        {
            var next = from.Next[arrow] ?? Step(from, arrow);
            Volatile.Write(ref from.Next[arrow], next);
            return next;
        }
    }

    private PatternState Step(PatternState from, int arrow)
    {
        var atEnd = arrow == arrows - 1;
        var after = atEnd ? Neighbour.Nothing : words[arrow] ? Neighbour.Word : Neighbour.Other;
        var places = new SortedSet<int>();
        if (Closes(from, arrow, after, places))
        {
            return Yes;
        }

        if (!isAnchored)
        {
            places.Add(0);
        }

        return atEnd || places.Count == 0 ? No : Keep([.. places], after);
    }

    /// <summary>Follows all steps that take nothing; true where one of them is the match, else the places after this arrow are added.</summary>
    private bool Closes(PatternState from, int arrow, Neighbour after, SortedSet<int> places)
    {
        round++;
        foreach (var place in from.Places)
        {
            open.Push(place);
        }

        var matches = false;
        while (open.TryPop(out var at))
        {
            if (matches || seen[at] == round)
            {
                continue;
            }

            seen[at] = round;
            var step = steps[at];
            matches = step.Op == PatternOp.Match;
            if (step.Op == PatternOp.Set && after != Neighbour.Nothing && members[step.To][arrow])
            {
                places.Add(at + 1);
            }
            else if (step.Op is PatternOp.Fork or PatternOp.Jump)
            {
                open.Push(step.To);
            }

            if (step.Op == PatternOp.Fork || Holds(step.Op, from.Before, after))
            {
                open.Push(at + 1);
            }
        }

        return matches;
    }

    private static bool Holds(PatternOp op, Neighbour before, Neighbour after) => op switch
    {
        PatternOp.Start => before == Neighbour.Nothing,
        PatternOp.End => after == Neighbour.Nothing,
        PatternOp.Boundary => before == Neighbour.Word != (after == Neighbour.Word),
        PatternOp.Inside => before == Neighbour.Word == (after == Neighbour.Word),
        _ => false,
    };

    private PatternState Keep(int[] places, Neighbour before)
    {
        var key = string.Create(places.Length + 1, (places, before), (text, of) =>
        {
            text[0] = (char)of.before;
            for (var i = 0; i < of.places.Length; i++)
            {
                text[i + 1] = (char)of.places[i];
            }
        });
        if (known.TryGetValue(key, out var same))
        {
            return same;
        }

        cells += arrows + (2 * places.Length);
        if (cells > MostCells)
        {
            known.Clear();
            cells = 0;
            first = new PatternState([0], Neighbour.Nothing, arrows);
        }

        return known[key] = new PatternState(places, before, arrows);
    }
}
