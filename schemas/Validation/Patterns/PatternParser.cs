using System.Globalization;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>
/// Reads the subset of ECMA-262 patterns (Unicode mode) that can run in linear time. Look-around, back-references and
/// word boundaries are refused; groups only group, and lazy repeats are repeats, for only "matches or not" is asked.
/// </summary>
internal sealed class PatternParser(string source)
{
    private const int MostRepeats = 1000;
    private const int MostDepth = 64;

    private readonly PatternEscapes escapes = new(source);
    private int at;
    private int depth;

    public ChoicePart Parse()
    {
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
                return new SetPart(escapes.Read(ref at, inSet: false));
            case '*' or '+' or '?' or '{' or '}' or ']':
                throw new PatternException($"'{next}' at {at - 1} stands alone; escape it");
            default:
                at--;
                var literal = escapes.ReadLiteral(ref at);
                return new SetPart(CharSet.Of((literal, literal)));
        }
    }

    private ChoicePart ParseGroup()
    {
        if (Take('?') && !Take(':'))
        {
            SkipGroupName();
        }

        var group = ParseChoices();
        return Take(')') ? group : throw new PatternException("a parenthesis is not closed");
    }

    private void SkipGroupName()
    {
        if (!Take('<') || at >= source.Length || source[at] is '=' or '!')
        {
            throw new PatternException("look-around and modifiers are not run in linear time");
        }

        var end = source.IndexOf('>', at);
        at = end < 0 ? throw new PatternException("a group name is not closed") : end + 1;
    }

    private PatternPart ParseRepeat(PatternPart part)
    {
        if (at >= source.Length || source[at] is not ('*' or '+' or '?' or '{'))
        {
            return part;
        }

        if (part is StartPart or EndPart)
        {
            throw new PatternException("an anchor cannot be repeated");
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

        return int.TryParse(source.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostRepeats
            ? count
            : throw new PatternException($"more than {MostRepeats} repeats");
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
        return CharSet.Of((literal, literal));
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
