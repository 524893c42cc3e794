namespace CityOps.Schemas.Records;

/// <summary>How large, deep and long a record's text may be. The defaults are those of the wire protocol.</summary>
/// <param name="MaxBytes">UTF-8 bytes as received, white space included.</param>
/// <param name="MaxDepth">Objects and arrays inside each other, the outermost counted; at most 256.</param>
/// <param name="MaxDigits">Digits of one number, before and after the point together.</param>
/// <param name="MaxExponent">The largest exponent, and its negative the smallest.</param>
public sealed record RecordLimits(int MaxBytes = 256 * 1024, int MaxDepth = 32, int MaxDigits = 64, int MaxExponent = 308)
{
    public static RecordLimits Standard { get; } = new();
}
