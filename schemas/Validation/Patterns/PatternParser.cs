using System.Globalization;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>
/// Reads ECMA-262 patterns (Unicode mode). Lazy repeats are repeats, for only "matches or not" is asked. Look-around and
/// back-references are noted by <see cref="IsRegular"/>: they cannot run in linear time.
/// </summary>
internal sealed class PatternParser(string source)
{
    private const int MostDepth = 200;

    private readonly PatternEscapes escapes = new(source);
    private readonly GroupNames groups = new();
    private int at;
    private int depth;

    /// <summary>Nothing was read that needs a memory of the text.</summary>
    public bool IsRegular { get; private set; } = true;

    /// <summary>Whether the text is a pattern at all.</summary>
    public static bool IsPattern(string text)
    {
        try
        {
            new PatternParser(text).Parse();
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }

    public ChoicePart Parse()
    {
        groups.Read(source);
        var whole = ParseChoices();
        return at == source.Length ? whole : throw new PatternException("a parenthesis is closed that was never opened");
    }

    private ChoicePart ParseChoices()
    {
        if (++depth > MostDepth)
        {
            throw new PatternException("too many groups inside one another");
        }

        var choices = new List<IReadOnlyList<PatternPart>> { ParseSequence() };
        while (Take('|'))
        {
            choices.Add(ParseSequence());
        }

        depth--;
        return new ChoicePart(choices);
    }

    private List<PatternPart> ParseSequence()
    {
        var parts = new List<PatternPart>();
        while (at < source.Length && source[at] is not ('|' or ')'))
        {
            parts.Add(ParseRepeat(ParseAtom()));
        }

        return parts;
    }

    private PatternPart ParseAtom()
    {
        var next = source[at++];
        switch (next)
        {
            case '^':
                return new StartPart();
            case '$':
                return new EndPart();
            case '.':
                return new SetPart(CharSet.Dot);
            case '(':
                return ParseGroup();
            case '[':
                return new SetPart(ParseSet());
            case '\\':
                return ParseEscape();
            case '*' or '+' or '?' or '{' or '}' or ']':
                throw new PatternException($"'{next}' at {at - 1} stands alone; escape it");
            default:
                at--;
                var literal = escapes.ReadLiteral(ref at);
                return new SetPart(CharSet.One(literal));
        }
    }

    private PatternPart ParseEscape()
    {
        var next = at < source.Length ? source[at] : '\0';
        switch (next)
        {
            case 'b' or 'B':
                at++;
                return new BoundaryPart(next == 'B');
            case 'k':
                at++;
                IsRegular = false;
                return new BackReferencePart(groups.Numbered(ReadGroupName()));
            case >= '1' and <= '9':
                IsRegular = false;
                var number = ParseCount() ?? 0;
                return number <= groups.Count ? new BackReferencePart(number) : throw new PatternException($"there is no group {number}");
            default:
                return new SetPart(escapes.Read(ref at, inSet: false));
        }
    }

    private PatternPart ParseGroup()
    {
        if (!Take('?'))
        {
            return new GroupPart(ParseInner(), groups.Next());
        }

        if (Take(':'))
        {
            return ParseInner();
        }

        foreach (var mark in (ReadOnlySpan<string>)["=", "!", "<=", "<!"])
        {
            if (source.AsSpan(at).StartsWith(mark))
            {
                at += mark.Length;
                IsRegular = false;
                return new LookPart(ParseInner(), mark);
            }
        }

        ReadGroupName();
        return new GroupPart(ParseInner(), groups.Next());
    }

    private ChoicePart ParseInner()
    {
        var group = ParseChoices();
        return Take(')') ? group : throw new PatternException("a parenthesis is not closed");
    }

    private string ReadGroupName()
    {
        var end = Take('<') ? source.IndexOf('>', at) : -1;
        if (end < 0)
        {
            throw new PatternException("a group name in angle brackets is missing, or a modifier is not known");
        }

        var name = source[at..end];
        at = end + 1;
        return name;
    }

    private PatternPart ParseRepeat(PatternPart part)
    {
        if (at >= source.Length || source[at] is not ('*' or '+' or '?' or '{'))
        {
            return part;
        }

        if (part is StartPart or EndPart or BoundaryPart or LookPart)
        {
            throw new PatternException("what matches a place and no character cannot be repeated");
        }

        var (least, most) = source[at++] switch
        {
            '*' => (0, (int?)null),
            '+' => (1, null),
            '?' => (0, 1),
            _ => ParseCounts(),
        };
        Take('?');
        return new RepeatPart(part, least, most);
    }

    private (int Least, int? Most) ParseCounts()
    {
        var least = ParseCount() ?? throw new PatternException("a repeat count is missing");
        var most = Take(',') ? ParseCount() : least;
        return Take('}') && (most is null || most >= least)
            ? (least, most)
            : throw new PatternException("a repeat count is not closed or upside down");
    }

    private int? ParseCount()
    {
        var start = at;
        while (at < source.Length && char.IsAsciiDigit(source[at]))
        {
            at++;
        }

        if (at == start)
        {
            return null;
        }

        // More than a text can hold is as good as the largest number.
        return int.TryParse(source.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : int.MaxValue;
    }

    private CharSet ParseSet()
    {
        var inverted = Take('^');
        var ranges = new List<(int, int)>();
        while (!Take(']'))
        {
            var from = ParseSetAtom();
            if (at + 1 < source.Length && source[at] == '-' && source[at + 1] != ']')
            {
                at++;
                ranges.Add((Single(from), Single(ParseSetAtom())));
                if (ranges[^1].Item1 > ranges[^1].Item2)
                {
                    throw new PatternException("a range is upside down");
                }
            }
            else
            {
                ranges.AddRange(from.Ranges);
            }
        }

        var set = CharSet.Of(ranges);
        return inverted ? set.Inverse() : set;
    }

    private CharSet ParseSetAtom()
    {
        if (at >= source.Length)
        {
            throw new PatternException("a set is not closed");
        }

        if (Take('\\'))
        {
            return escapes.Read(ref at, inSet: true);
        }

        var literal = escapes.ReadLiteral(ref at);
        return CharSet.One(literal);
    }

    private static int Single(CharSet set) => set.Ranges is [var (from, to)] && from == to
        ? from
        : throw new PatternException("a range needs one character at each end");

    private bool Take(char expected)
    {
        if (at >= source.Length || source[at] != expected)
        {
            return false;
        }

        at++;
        return true;
    }
}
