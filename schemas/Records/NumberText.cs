namespace CityOps.Schemas.Records;

/// <summary>
/// Numbers stay text: what is checked is the grammar and how long it is, so that nobody downstream rounds a coordinate
/// or spends a second on a million digits.
/// </summary>
internal static class NumberText
{
    private const int ExponentBeyondAll = 1_000_000;

    /// <summary>The length of the number the text starts with, or the fault.</summary>
    public static (RecordFault Fault, int Length) Read(ReadOnlySpan<byte> text, RecordLimits limits)
    {
        var sign = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var whole = Digits(text[sign..]);
        if (whole == 0 || (whole > 1 && text[sign] == '0'))
        {
            return (RecordFault.Malformed, 0);
        }

        var at = sign + whole;
        var digits = whole;
        if (at < text.Length && text[at] == '.')
        {
            var fraction = Digits(text[(at + 1)..]);
            if (fraction == 0)
            {
                return (RecordFault.Malformed, 0);
            }

            digits += fraction;
            at += fraction + 1;
        }

        if (digits > limits.MaxDigits)
        {
            return (RecordFault.Range, 0);
        }

        return at < text.Length && (text[at] | 0x20) == 'e' ? Exponent(text, at + 1, limits) : (RecordFault.None, at);
    }

    private static (RecordFault Fault, int Length) Exponent(ReadOnlySpan<byte> text, int at, RecordLimits limits)
    {
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
        {
            at++;
        }

        var digits = Digits(text[at..]);
        if (digits == 0)
        {
            return (RecordFault.Malformed, 0);
        }

        var exponent = 0;
        foreach (var digit in text.Slice(at, digits))
        {
            exponent = Math.Min((exponent * 10) + digit - '0', ExponentBeyondAll);
        }

        return exponent > limits.MaxExponent ? (RecordFault.Range, 0) : (RecordFault.None, at + digits);
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && text[count] is >= (byte)'0' and <= (byte)'9')
        {
            count++;
        }

        return count;
    }
}
