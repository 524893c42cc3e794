namespace CityOps.Schemas.Validation.Patterns;

internal enum PatternOp
{
    /// <summary>Takes one code point of the set numbered <c>To</c>.</summary>
    Set,

    /// <summary>Goes on at the next step and at <c>To</c>.</summary>
    Fork,

    /// <summary>Goes on at <c>To</c>.</summary>
    Jump,
    Start,
    End,
    Boundary,
    Inside,
    Match,
}

internal readonly record struct PatternStep(PatternOp Op, int To);

/// <summary>A regular pattern as the steps of a non-deterministic automaton (Thompson), repeats unfolded.</summary>
internal sealed class PatternProgram
{
    private const int MostSteps = 12_000;

    private readonly List<PatternStep> steps = [];
    private readonly List<CharSet> sets = [];
    private bool isTooLarge;

    private PatternProgram()
    {
    }

    public IReadOnlyList<CharSet> Sets => sets;

    /// <summary>How many steps it takes, repeats unfolded.</summary>
    public int Size => steps.Count;

    /// <summary>Matches at the start of the text or nowhere.</summary>
    public bool IsAnchored { get; private init; }

    public bool AsksForWords => steps.Exists(step => step.Op is PatternOp.Boundary or PatternOp.Inside);

    /// <summary>Null where unfolding makes it too large.</summary>
    public static PatternProgram? TryWrite(ChoicePart syntax)
    {
        var program = new PatternProgram { IsAnchored = syntax.Choices.All(choice => choice is [StartPart, ..]) };
        program.Write(syntax);
        program.Add(PatternOp.Match, 0);
        return program.isTooLarge ? null : program;
    }

    public PatternStep[] ToSteps() => [.. steps];

    private int Add(PatternOp op, int to)
    {
        isTooLarge |= steps.Count >= MostSteps;
        steps.Add(new PatternStep(op, to));
        return steps.Count - 1;
    }

    private void Aim(int step) => steps[step] = steps[step] with { To = steps.Count };

    private void Write(PatternPart part)
    {
        switch (part)
        {
            case SetPart one:
                sets.Add(one.Set);
                Add(PatternOp.Set, sets.Count - 1);
                break;
            case ChoicePart choice:
                WriteChoice(choice);
                break;
            case GroupPart group:
                WriteChoice(group.Inner);
                break;
            case RepeatPart repeat:
                WriteRepeat(repeat);
                break;
            case BoundaryPart boundary:
                Add(boundary.IsInside ? PatternOp.Inside : PatternOp.Boundary, 0);
                break;
            default:
                Add(part is StartPart ? PatternOp.Start : PatternOp.End, 0);
                break;
        }
    }

    private void WriteChoice(ChoicePart choice)
    {
        var ends = new List<int>();
        for (var i = 0; i < choice.Choices.Count; i++)
        {
            var isLast = i == choice.Choices.Count - 1;
            var fork = isLast ? -1 : Add(PatternOp.Fork, 0);
            foreach (var part in choice.Choices[i].TakeWhile(_ => !isTooLarge))
            {
                Write(part);
            }

            if (!isLast)
            {
                ends.Add(Add(PatternOp.Jump, 0));
                Aim(fork);
            }
        }

        ends.ForEach(Aim);
    }

    private void WriteRepeat(RepeatPart repeat)
    {
        for (var i = 0; i < repeat.Least && !isTooLarge; i++)
        {
            var before = steps.Count;
            WriteCopy(repeat.Part);
            if (steps.Count == before)
            {
                return; // nothing, however often
            }
        }

        if (repeat.Most is null)
        {
            var fork = Add(PatternOp.Fork, 0);
            WriteCopy(repeat.Part);
            Add(PatternOp.Jump, fork);
            Aim(fork);
            return;
        }

        var ends = new List<int>();
        for (var i = repeat.Least; i < repeat.Most && !isTooLarge; i++)
        {
            ends.Add(Add(PatternOp.Fork, 0));
            WriteCopy(repeat.Part);
        }

        ends.ForEach(Aim);
    }

    /// <summary>A single set is noted once however often it is repeated.</summary>
    private void WriteCopy(PatternPart part)
    {
        if (part is SetPart one && sets.Count > 0 && ReferenceEquals(sets[^1], one.Set))
        {
            Add(PatternOp.Set, sets.Count - 1);
            return;
        }

        Write(part);
    }
}
