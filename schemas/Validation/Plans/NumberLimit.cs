using System.Text;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>A number of the schema, taken apart once.</summary>
internal sealed class NumberLimit
{
    private readonly byte[] token;
    private readonly long mantissa;
    private readonly long exponent;

    public NumberLimit(byte[] token)
    {
        var number = new ExactNumber(token);
        (this.token, mantissa, exponent, IsSmall) = (token, number.Mantissa, number.Exponent, number.IsSmall);
        Whole = number is { IsSmall: true, IsWhole: true, Exponent: >= -18 and <= 0 }
            ? mantissa / (long)Math.Pow(10, -exponent)
            : null;
    }

    /// <summary>At most 64 significant digits, and a power of ten between -308 and 308.</summary>
    public bool HasModestSize => new DigitText(token) is { Length: <= 64, Exponent: >= -308 and <= 308 };

    /// <summary>No more than 18 significant digits.</summary>
    public bool IsSmall { get; }

    /// <summary>The limit itself where it is a whole number written without a positive exponent.</summary>
    public long? Whole { get; }

    public ExactNumber Number => new(token, mantissa, exponent, IsSmall);

    public override string ToString() => Encoding.UTF8.GetString(token);
}
