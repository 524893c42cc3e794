namespace CityOps.Schemas.Validation.Text;

/// <summary>
/// A JSON number compared by its text, never through binary floating point: up to 18 digits as mantissa and power of ten,
/// longer ones digit by digit. Cost grows with the text, not with the exponent.
/// </summary>
internal readonly ref struct ExactNumber
{
    private const int SmallDigits = 18;

    /// <summary>The token must be a well-formed number.</summary>
    public ExactNumber(ReadOnlySpan<byte> token)
    {
        Token = token;
        var at = token[0] == (byte)'-' ? 1 : 0;
        long mantissa = 0, exponent = 0;
        int digits = 0, fraction = 0;
        for (; at < token.Length && token[at] is not ((byte)'e' or (byte)'E'); at++)
        {
            if (token[at] == (byte)'.')
            {
                fraction = 1;
                continue;
            }

            digits += digits > 0 || token[at] != (byte)'0' ? 1 : 0;
            exponent -= fraction;
            mantissa = digits <= SmallDigits ? (mantissa * 10) + (token[at] - '0') : mantissa;
        }

        IsSmall = digits <= SmallDigits;
        Exponent = exponent + (at < token.Length ? DigitText.ReadExponent(token[(at + 1)..]) : 0);
        Mantissa = token[0] == (byte)'-' ? -mantissa : mantissa;
    }

    /// <summary>A number that was taken apart before.</summary>
    public ExactNumber(ReadOnlySpan<byte> token, long mantissa, long exponent, bool isSmall)
    {
        Token = token;
        (Mantissa, Exponent, IsSmall) = (mantissa, exponent, isSmall);
    }

    public ReadOnlySpan<byte> Token { get; }

    /// <summary>Mantissa and exponent are the whole truth.</summary>
    public bool IsSmall { get; }

    public long Mantissa { get; }

    public long Exponent { get; }

    /// <summary>No fraction is left: 1.0 and 1e2 are whole.</summary>
    public bool IsWhole
    {
        get
        {
            if (Exponent >= 0 || (IsSmall && Mantissa == 0))
            {
                return true;
            }

            return IsSmall && Exponent >= -SmallDigits
                ? Mantissa % PowerOfTen((int)-Exponent) == 0
                : new DigitText(Token).Exponent >= 0;
        }
    }

    public static int Compare(in ExactNumber left, in ExactNumber right)
    {
        if (left.IsSmall && right.IsSmall)
        {
            var shift = left.Exponent - right.Exponent;
            if (shift == 0)
            {
                return left.Mantissa.CompareTo(right.Mantissa);
            }

            if (shift is > 0 and <= SmallDigits)
            {
                return ((Int128)left.Mantissa * PowerOfTen((int)shift)).CompareTo((Int128)right.Mantissa);
            }

            if (shift is < 0 and >= -SmallDigits)
            {
                return ((Int128)left.Mantissa).CompareTo((Int128)right.Mantissa * PowerOfTen((int)-shift));
            }
        }

        return DigitText.Compare(new DigitText(left.Token), new DigitText(right.Token));
    }

    /// <summary>The divisor must be above zero and of a few dozen digits: dividing costs time with both lengths.</summary>
    public bool IsMultipleOf(in ExactNumber divisor)
    {
        var value = new DigitText(Token);
        var by = new DigitText(divisor.Token);
        if (value.Length == 0)
        {
            return true;
        }

        // Both are without trailing zeros: a finer last place than the divisor's cannot be a multiple of it.
        var shift = value.Exponent - by.Exponent;
        return shift >= 0 && (by.Length <= SmallDigits ? value.IsDivisible(by.Value(), shift) : value.IsDivisible(by.LargeValue(), shift));
    }

    private static long PowerOfTen(int power)
    {
        long result = 1;
        for (; power > 0; power--)
        {
            result *= 10;
        }

        return result;
    }
}
