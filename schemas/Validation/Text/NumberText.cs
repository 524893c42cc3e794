namespace CityOps.Schemas.Validation.Text;

/// <summary>The grammar of JSON numbers.</summary>
internal static class NumberText
{
    /// <summary>Length of the number at the start of the text; 0 where there is none.</summary>
    public static int Measure(ReadOnlySpan<byte> text, out bool plain)
    {
        plain = true;
        var at = text.Length > 0 && text[0] == (byte)'-' ? 1 : 0;
        var whole = Digits(text, at);
        if (whole == 0 || (whole > 1 && text[at] == (byte)'0'))
        {
            return 0;
        }

        at += whole;
        if (at >= text.Length || (text[at] != (byte)'.' && (text[at] | 0x20) != (byte)'e'))
        {
            return at;
        }

        plain = false;
        if (text[at] == (byte)'.')
        {
            var fraction = Digits(text, at + 1);
            if (fraction == 0)
            {
                return 0;
            }

            at += fraction + 1;
        }

        return at < text.Length && (text[at] | 0x20) == (byte)'e' ? MeasureExponent(text, at + 1) : at;
    }

    private static int MeasureExponent(ReadOnlySpan<byte> text, int at)
    {
        if (at < text.Length && (text[at] is (byte)'+' or (byte)'-'))
        {
            at++;
        }

        var digits = Digits(text, at);
        return digits == 0 ? 0 : at + digits;
    }

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
        {
            at++;
        }

        return at - from;
    }
}
