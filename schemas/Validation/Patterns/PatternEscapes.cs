using System.Globalization;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>Characters and what stands behind a backslash.</summary>
internal sealed class PatternEscapes(string source)
{
    /// <summary>One code point as it stands.</summary>
    public int ReadLiteral(ref int at)
    {
        if (!char.IsSurrogate(source[at]))
        {
            return source[at++];
        }

        if (!char.IsSurrogatePair(source, at))
        {
            throw new PatternException("half of a surrogate pair");
        }

        at += 2;
        return char.ConvertToUtf32(source, at - 2);
    }

    /// <summary>Reads what follows a backslash.</summary>
    public CharSet Read(ref int at, bool inSet)
    {
        if (at >= source.Length)
        {
            throw new PatternException("ends with a backslash");
        }

        var next = source[at++];
        switch (next)
        {
            case 'd':
                return CharSet.Digits;
            case 'D':
                return CharSet.Digits.Inverse();
            case 'w':
                return CharSet.Words;
            case 'W':
                return CharSet.Words.Inverse();
            case 's':
                return CharSet.Spaces;
            case 'S':
                return CharSet.Spaces.Inverse();
            case 'p':
                return ReadCategory(ref at);
            case 'P':
                return ReadCategory(ref at).Inverse();
            default:
                var codePoint = ReadCodePoint(next, ref at, inSet);
                return CharSet.One(codePoint);
        }
    }

    private int ReadCodePoint(char next, ref int at, bool inSet) => next switch
    {
        'b' when inSet => '\b',
        '-' when inSet => '-',
        't' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        '0' when at >= source.Length || !char.IsAsciiDigit(source[at]) => 0,
        'x' => ReadHex(ref at, 2),
        'u' => ReadUnicode(ref at),
        'c' when at < source.Length && char.IsAsciiLetter(source[at]) => source[at++] & 0x1F,
        '^' or '$' or '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '/' or '-' => next,
        _ => throw new PatternException($"\\{next} is no escape of ECMA-262"),
    };

    private int ReadUnicode(ref int at)
    {
        if (at < source.Length && source[at] == '{')
        {
            var end = source.IndexOf('}', at);
            var codePoint = end < 0 ? -1 : ParseHex(source.AsSpan(at + 1, end - at - 1));
            at = end + 1;
            return codePoint is >= 0 and <= 0x10FFFF ? codePoint : throw new PatternException("\\u{…} is no code point");
        }

        var unit = ReadHex(ref at, 4);
        if (!char.IsHighSurrogate((char)unit) || !source.AsSpan(at).StartsWith("\\u"))
        {
            return unit;
        }

        at += 2;
        var low = (char)ReadHex(ref at, 4);
        return char.IsLowSurrogate(low) ? char.ConvertToUtf32((char)unit, low) : throw new PatternException("half of a surrogate pair");
    }

    private int ReadHex(ref int at, int digits)
    {
        var value = at + digits <= source.Length ? ParseHex(source.AsSpan(at, digits)) : -1;
        at += digits;
        return value >= 0 ? value : throw new PatternException("a hexadecimal escape is not complete");
    }

    private static int ParseHex(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1;

    private CharSet ReadCategory(ref int at)
    {
        var end = at < source.Length && source[at] == '{' ? source.IndexOf('}', at) : -1;
        if (end < 0)
        {
            throw new PatternException("a property escape needs braces");
        }

        var name = source[(at + 1)..end];
        at = end + 1;
        return FindProperty(name) ?? throw new PatternException($"the property '{name}' is not known");
    }

    private static CharSet? FindProperty(string name)
    {
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var value = name[(equals + 1)..];
        return (equals < 0 ? "" : name[..equals]) switch
        {
            "" => CharSet.OfCategory(name) ?? UnicodeTable.Find("bin", name) ?? CharSet.OfBroadName(name),
            "General_Category" or "gc" => CharSet.OfCategory(value),
            "Script" or "sc" or "Script_Extensions" or "scx" => UnicodeTable.Find("sc", value),
            _ => null,
        };
    }
}
