namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 9562: 8-4-4-4-12 hexadecimal digits of either case.</summary>
internal sealed class UuidFormat() : TextFormat("uuid")
{
    private static readonly bool[] IsHex = [.. Enumerable.Range(0, 256).Select(b => char.IsAsciiHexDigit((char)b))];

    public override bool IsMatch(ReadOnlySpan<byte> utf8) =>
        utf8.Length == 36 && utf8[8] == (byte)'-' && utf8[13] == (byte)'-' && utf8[18] == (byte)'-' && utf8[23] == (byte)'-'
        && AreHex(utf8[..8]) && AreHex(utf8[9..13]) && AreHex(utf8[14..18]) && AreHex(utf8[19..23]) && AreHex(utf8[24..]);

    private static bool AreHex(ReadOnlySpan<byte> digits)
    {
        var table = IsHex;
        foreach (var digit in digits)
        {
            if (!table[digit])
            {
                return false;
            }
        }

        return true;
    }
}
