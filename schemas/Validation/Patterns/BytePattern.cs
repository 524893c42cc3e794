namespace CityOps.Schemas.Validation.Patterns;

/// <summary>
/// A pattern anchored at its start that is a plain sequence of ASCII sets with counts, such as <c>^[A-Z]{2}[0-9]{10}$</c>:
/// run over the bytes, taking as many as fit at each step. That is exact because a step whose count varies shares no
/// byte with what may follow it.
/// </summary>
internal sealed class BytePattern : TextPattern
{
    private readonly Step[] steps;
    private readonly bool toEnd;
    private readonly int least;

    private BytePattern(string source, Step[] steps, bool toEnd)
        : base(source)
    {
        (this.steps, this.toEnd) = (steps, toEnd);
        least = steps.Sum(step => step.Least);
    }

    /// <summary>Null where the pattern is of another sort.</summary>
    public static TextPattern? TryCompile(string source, ChoicePart syntax)
    {
        if (syntax.Choices is not [[StartPart, ..] parts])
        {
            return null;
        }

        var toEnd = parts[^1] is EndPart;
        var steps = new List<Step>();
        foreach (var part in parts.Skip(1).SkipLast(toEnd ? 1 : 0))
        {
            if (ToStep(part) is not { } step)
            {
                return null;
            }

            steps.Add(step);
        }

        return IsUnambiguous(steps) ? new BytePattern(source, [.. steps], toEnd) : null;
    }

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < least)
        {
            return false;
        }

        var at = 0;
        foreach (var step in steps)
        {
            var taken = step.Take(utf8[at..]);
            if (taken < step.Least)
            {
                return false;
            }

            at += taken;
        }

        return !toEnd || at == utf8.Length;
    }

    private static Step? ToStep(PatternPart part) => part switch
    {
        SetPart { Set.IsAscii: true } one => new Step(one.Set, 1, 1),
        RepeatPart { Part: SetPart { Set.IsAscii: true } one } many => new Step(one.Set, many.Least, many.Most ?? int.MaxValue),
        _ => null,
    };

    private static bool IsUnambiguous(List<Step> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            for (var next = i + 1; steps[i].Least != steps[i].Most && next < steps.Count; next++)
            {
                if (steps[i].Set.Overlaps(steps[next].Set))
                {
                    return false;
                }

                if (steps[next].Least > 0)
                {
                    break;
                }
            }
        }

        return true;
    }

    private sealed class Step
    {
        private readonly bool[] members = new bool[256];

        public Step(CharSet set, int least, int most)
        {
            (Set, Least, Most) = (set, least, most);
            for (var b = 0; b < 0x80; b++)
            {
                members[b] = set.Contains(b);
            }
        }

        public CharSet Set { get; }

        public int Least { get; }

        public int Most { get; }

        public int Take(ReadOnlySpan<byte> bytes)
        {
            var limit = Math.Min(Most, bytes.Length);
            var table = members;
            var at = 0;
            while (at < limit && table[bytes[at]])
            {
                at++;
            }

            return at;
        }
    }
}
