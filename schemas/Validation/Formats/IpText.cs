namespace CityOps.Schemas.Validation.Formats;

/// <summary>Internet addresses as text: RFC 2673 dotted quads, RFC 4291 section 2.2, and the brackets of RFC 3986.</summary>
internal static class IpText
{
    private const string LiteralMarks = "-._~!$&'()*+,;=:";

    /// <summary>Four numbers to 255 without leading zeros.</summary>
    public static bool IsVersion4(ReadOnlySpan<byte> text)
    {
        for (var part = 0; part < 4; part++)
        {
            var dot = part < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (dot is < 1 or > 3 || !IsOctet(text[..dot]))
            {
                return false;
            }

            text = part < 3 ? text[(dot + 1)..] : default;
        }

        return true;
    }

    /// <summary>Eight groups, or fewer with one gap; the last two may be a dotted quad; no zone.</summary>
    public static bool IsVersion6(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 2 or > 45)
        {
            return false;
        }

        var gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return CountGroups(text, mayEndInQuad: true) == 8;
        }

        var before = gap == 0 ? 0 : CountGroups(text[..gap], mayEndInQuad: false);
        var after = gap + 2 == text.Length ? 0 : CountGroups(text[(gap + 2)..], mayEndInQuad: true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /// <summary>What may stand in the brackets of a URI: version 6, or an address of a version to come (IPvFuture).</summary>
    public static bool IsLiteral(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || (text[0] | 0x20) != 'v')
        {
            return IsVersion6(text);
        }

        var point = text.IndexOf((byte)'.');
        return point > 1 && point < text.Length - 1 && AreHex(text[1..point]) && AreMarks(text[(point + 1)..]);
    }

    private static bool AreMarks(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && !LiteralMarks.Contains((char)b))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>-1 where it is no list of groups.</summary>
    private static int CountGroups(ReadOnlySpan<byte> text, bool mayEndInQuad)
    {
        for (var count = 1; ; count++)
        {
            var colon = text.IndexOf((byte)':');
            var group = colon < 0 ? text : text[..colon];
            if (group.Length is < 1 or > 4 || !AreHex(group))
            {
                return colon < 0 && mayEndInQuad && IsVersion4(group) ? count + 1 : -1;
            }

            if (colon < 0)
            {
                return count;
            }

            text = text[(colon + 1)..];
        }
    }

    private static bool IsOctet(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return value <= 255 && (digits.Length == 1 || digits[0] != (byte)'0');
    }

    private static bool AreHex(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }
}
