using CityOps.Schemas.Validation.Patterns;

namespace CityOps.Schemas.Evolution.Strings;

/// <summary>The states of one pattern. A pattern may match anywhere, so the start and the final state take any character.</summary>
internal sealed class AutomatonStates
{
    public const int Start = 0;
    public const int Final = 1;
    private const int MostStates = 4_000;

    private static readonly CharSet Any = CharSet.Of((0, 0x10FFFF));

    private readonly List<List<(CharSet On, int To)>> moves = [];
    private readonly List<List<(When When, int To)>> jumps = [];
    private readonly HashSet<CharSet> alphabet = [];

    private AutomatonStates()
    {
    }

    private enum When
    {
        Always,
        AtStart,
        AtEnd,
    }

    public IReadOnlyCollection<CharSet> Alphabet => alphabet;

    /// <summary>Null where the pattern has too many states or parts that no such machine can have.</summary>
    public static AutomatonStates? Build(ChoicePart pattern)
    {
        var states = new AutomatonStates();
        states.Add();
        states.Add();
        states.moves[Start].Add((Any, Start));
        states.moves[Final].Add((Any, Final));
        var from = states.Add();
        states.jumps[Start].Add((When.Always, from));
        var to = states.Append(pattern, from);
        if (to < 0)
        {
            return null;
        }

        states.jumps[to].Add((When.Always, Final));
        return states;
    }

    public int[] Move(int[] from, int character) =>
        [.. from.SelectMany(state => moves[state]).Where(move => move.On.Contains(character)).Select(move => move.To).Distinct()];

    public int[] Closure(int[] from, bool atStart, bool atEnd)
    {
        var reached = new SortedSet<int>(from);
        var open = new Stack<int>(from);
        while (open.TryPop(out var state))
        {
            foreach (var (when, to) in jumps[state])
            {
                if (when == When.Always || (when == When.AtStart && atStart) || (when == When.AtEnd && atEnd))
                {
                    if (reached.Add(to))
                    {
                        open.Push(to);
                    }
                }
            }
        }

        return [.. reached];
    }

    private int Add()
    {
        moves.Add([]);
        jumps.Add([]);
        return moves.Count - 1;
    }

    // The state after the part, or -1 where there is none.
    private int Append(PatternPart part, int from)
    {
        if (moves.Count > MostStates)
        {
            return -1;
        }

        switch (part)
        {
            case SetPart set:
                var after = Add();
                moves[from].Add((set.Set, after));
                alphabet.Add(set.Set);
                return after;
            case StartPart:
                return Jump(from, When.AtStart);
            case EndPart:
                return Jump(from, When.AtEnd);
            case ChoicePart choice:
                return AppendChoice(choice, from);
            case GroupPart group: // what it remembers matters to back-references only, and those end here
                return AppendChoice(group.Inner, from);
            case RepeatPart repeat:
                return AppendRepeat(repeat, from);
            default:
                return -1;
        }
    }

    private int Jump(int from, When when)
    {
        var to = Add();
        jumps[from].Add((when, to));
        return to;
    }

    private int AppendChoice(ChoicePart choice, int from)
    {
        var end = Add();
        foreach (var sequence in choice.Choices)
        {
            var at = Jump(from, When.Always);
            foreach (var part in sequence)
            {
                at = at < 0 ? at : Append(part, at);
            }

            if (at < 0)
            {
                return -1;
            }

            jumps[at].Add((When.Always, end));
        }

        return end;
    }

    private int AppendRepeat(RepeatPart repeat, int from)
    {
        var at = from;
        for (var i = 0; i < repeat.Least && at >= 0; i++)
        {
            at = Append(repeat.Part, at);
        }

        if (at < 0)
        {
            return -1;
        }

        if (repeat.Most is not { } most)
        {
            var loop = Jump(at, When.Always);
            var back = Append(repeat.Part, loop);
            if (back >= 0)
            {
                jumps[back].Add((When.Always, loop));
            }

            return back < 0 ? -1 : Jump(loop, When.Always);
        }

        var end = Add();
        for (var i = repeat.Least; i < most && at >= 0; i++)
        {
            jumps[at].Add((When.Always, end));
            at = Append(repeat.Part, at);
        }

        if (at >= 0)
        {
            jumps[at].Add((When.Always, end));
        }

        return at < 0 ? -1 : end;
    }
}
