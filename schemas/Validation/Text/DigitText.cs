using System.Numerics;

namespace CityOps.Schemas.Validation.Text;

/// <summary>The significant digits of a number of any length, without leading and trailing zeros, and the power of ten of the last.</summary>
internal readonly ref struct DigitText
{
    /// <summary>Exponents beyond this are all the same to us; no comparison in this world needs them apart.</summary>
    private const long FarthestExponent = 100_000_000_000_000_000;

    private readonly ReadOnlySpan<byte> whole;
    private readonly ReadOnlySpan<byte> fraction;

    /// <summary>The token must be a well-formed number.</summary>
    public DigitText(ReadOnlySpan<byte> token)
    {
        IsNegative = token[0] == (byte)'-';
        token = IsNegative ? token[1..] : token;
        var exponentAt = token.IndexOfAny((byte)'e', (byte)'E');
        var exponent = exponentAt < 0 ? 0 : ReadExponent(token[(exponentAt + 1)..]);
        token = exponentAt < 0 ? token : token[..exponentAt];
        var point = token.IndexOf((byte)'.');
        whole = (point < 0 ? token : token[..point]).TrimStart((byte)'0');
        fraction = (point < 0 ? default : token[(point + 1)..]).TrimEnd((byte)'0');
        Exponent = exponent - fraction.Length;
        if (whole.Length == 0)
        {
            fraction = fraction.TrimStart((byte)'0');
        }

        if (fraction.Length == 0)
        {
            var trimmed = whole.TrimEnd((byte)'0');
            Exponent += whole.Length - trimmed.Length;
            whole = trimmed;
        }

        Exponent = Length == 0 ? 0 : Exponent;
        IsNegative &= Length > 0;
    }

    public bool IsNegative { get; }

    public long Exponent { get; }

    public int Length => whole.Length + fraction.Length;

    private byte this[int index] => index < whole.Length ? whole[index] : fraction[index - whole.Length];

    public static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == (byte)'-';
        long value = 0;
        foreach (var digit in text.TrimStart("+-"u8))
        {
            value = Math.Min(FarthestExponent, (value * 10) + (digit - '0'));
        }

        return negative ? -value : value;
    }

    public static int Compare(in DigitText left, in DigitText right)
    {
        if (left.IsNegative != right.IsNegative)
        {
            return left.IsNegative ? -1 : 1;
        }

        var magnitude = CompareMagnitude(left, right);
        return left.IsNegative ? -magnitude : magnitude;
    }

    /// <summary>The digits as a number; there must be no more than 18 of them.</summary>
    public ulong Value()
    {
        ulong value = 0;
        for (var i = 0; i < Length; i++)
        {
            value = (value * 10) + (ulong)(this[i] - '0');
        }

        return value;
    }

    /// <summary>The digits as a number, however many.</summary>
    public BigInteger LargeValue() => ReadBlock(0, Length);

    /// <summary>The same for a divisor of more than 18 digits: taken in blocks, so that a long text costs its length only.</summary>
    public bool IsDivisible(BigInteger divisor, long zeros)
    {
        const int block = 64;
        var rest = BigInteger.Zero;
        for (var i = 0; i < Length; i += block)
        {
            var count = Math.Min(block, Length - i);
            rest = ((rest * BigInteger.Pow(10, count)) + ReadBlock(i, count)) % divisor;
        }

        return rest.IsZero || (rest * BigInteger.ModPow(10, zeros, divisor) % divisor).IsZero;
    }

    /// <summary>Whether these digits, with <paramref name="zeros"/> zeros behind them, divide by <paramref name="divisor"/> without rest.</summary>
    public bool IsDivisible(ulong divisor, long zeros)
    {
        UInt128 rest = 0;
        for (var i = 0; i < Length; i++)
        {
            rest = ((rest * 10) + (UInt128)(this[i] - '0')) % divisor;
        }

        UInt128 power = 10 % divisor;
        for (; zeros > 0 && rest != 0; zeros >>= 1)
        {
            rest = (zeros & 1) == 1 ? rest * power % divisor : rest;
            power = power * power % divisor;
        }

        return rest == 0;
    }

    /// <summary>Equal numbers have equal hashes, whatever their text.</summary>
    public ulong Hash()
    {
        var hash = (ulong)Exponent + (IsNegative ? 1UL : 0);
        for (var i = 0; i < Length; i++)
        {
            hash = (hash * 0x9E3779B97F4A7C15) + this[i];
        }

        return hash;
    }

    private BigInteger ReadBlock(int from, int count)
    {
        var value = BigInteger.Zero;
        for (var i = from; i < from + count; i++)
        {
            value = (value * 10) + (this[i] - '0');
        }

        return value;
    }

    private static int CompareMagnitude(in DigitText left, in DigitText right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length.CompareTo(right.Length);
        }

        var places = (left.Exponent + left.Length).CompareTo(right.Exponent + right.Length);
        if (places != 0)
        {
            return places;
        }

        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (left[i] != right[i])
            {
                return left[i].CompareTo(right[i]);
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
