using System.Globalization;
using System.Numerics;

namespace CityOps.Schemas.Evolution.Numbers;

/// <summary>A decimal number without rounding: <c>Digits / 10^Scale</c>.</summary>
internal readonly record struct Exact(BigInteger Digits, int Scale) : IComparable<Exact>
{
    /// <summary>Beyond this many digits nothing is proved; the validator still decides single values.</summary>
    private const int MostPower = 400;

    public static readonly Exact Zero = new(0, 0);
    public static readonly Exact One = new(1, 0);

    public bool IsZero => Digits.IsZero;

    /// <summary>Null where the text is no JSON number or its exponent is out of all proportion.</summary>
    public static Exact? Parse(string text)
    {
        var at = text.IndexOfAny(['e', 'E']);
        var power = 0;
        if (at >= 0 && !int.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power))
        {
            return null;
        }

        var mantissa = at < 0 ? text : text[..at];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - power;
        if (Math.Abs((long)scale) > MostPower || mantissa.Length > MostPower
            || !BigInteger.TryParse(point < 0 ? mantissa : mantissa.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits))
        {
            return null;
        }

        return scale < 0 ? new Exact(digits * BigInteger.Pow(10, -scale), 0) : new Exact(digits, scale).Trimmed();
    }

    public static Exact TenTo(int negativePower) => new(1, negativePower);

    public static Exact operator +(Exact a, Exact b) => Aligned(a, b, out var x, out var y, out var scale) ? new Exact(x + y, scale).Trimmed() : a;

    public static Exact operator -(Exact a, Exact b) => a + new Exact(-b.Digits, b.Scale);

    public static Exact operator *(Exact a, BigInteger times) => new Exact(a.Digits * times, a.Scale).Trimmed();

    public static bool operator <(Exact a, Exact b) => a.CompareTo(b) < 0;

    public static bool operator >(Exact a, Exact b) => a.CompareTo(b) > 0;

    public static bool operator <=(Exact a, Exact b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Exact a, Exact b) => a.CompareTo(b) >= 0;

    public int CompareTo(Exact other)
    {
        Aligned(this, other, out var x, out var y, out _);
        return x.CompareTo(y);
    }

    /// <summary>The largest whole number of <paramref name="step"/>s that is not above this.</summary>
    public BigInteger FloorOver(Exact step)
    {
        Aligned(this, step, out var x, out var y, out _);
        var quotient = BigInteger.DivRem(x, y, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    public bool IsMultipleOf(Exact step)
    {
        Aligned(this, step, out var x, out var y, out _);
        return (x % y).IsZero;
    }

    public static Exact LeastCommonMultiple(Exact a, Exact b)
    {
        Aligned(a, b, out var x, out var y, out var scale);
        return new Exact(x / BigInteger.GreatestCommonDivisor(x, y) * y, scale).Trimmed();
    }

    /// <summary>As JSON writes it, without exponent.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var sign = Digits.Sign < 0 ? "-" : "";
        return Scale == 0 ? sign + digits : $"{sign}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    private Exact Trimmed()
    {
        var (digits, scale) = (Digits, Scale);
        while (scale > 0 && (digits % 10).IsZero)
        {
            digits /= 10;
            scale--;
        }

        return new Exact(digits, scale);
    }

    private static bool Aligned(Exact a, Exact b, out BigInteger x, out BigInteger y, out int scale)
    {
        scale = Math.Max(a.Scale, b.Scale);
        x = a.Digits * BigInteger.Pow(10, scale - a.Scale);
        y = b.Digits * BigInteger.Pow(10, scale - b.Scale);
        return true;
    }
}
