namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 3339 appendix A: units in order and without a gap between them; weeks stand alone.</summary>
internal sealed class DurationFormat() : TextFormat("duration")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 3 || utf8[0] != (byte)'P')
        {
            return false;
        }

        var rest = utf8[1..];
        if (TakeNumber(rest) is var digits and > 0 && rest[digits..].SequenceEqual("W"u8))
        {
            return true;
        }

        return TakeUnits(ref rest, "YMD"u8)
            && (rest.Length == 0 || (rest[0] == (byte)'T' && rest.Length > 1 && TakeTime(rest[1..])));
    }

    private static bool TakeTime(ReadOnlySpan<byte> time) => TakeUnits(ref time, "HMS"u8) && time.Length == 0;

    /// <summary>Takes numbers with units; each unit but the first must be the one after its neighbour.</summary>
    private static bool TakeUnits(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> units)
    {
        var last = -1;
        while (text.Length > 0 && TakeNumber(text) is var digits and > 0)
        {
            var unit = digits < text.Length ? units.IndexOf(text[digits]) : -1;
            if (unit <= last || (last >= 0 && unit != last + 1))
            {
                return false;
            }

            last = unit;
            text = text[(digits + 1)..];
        }

        return true;
    }

    private static int TakeNumber(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? 0 : end;
    }
}
