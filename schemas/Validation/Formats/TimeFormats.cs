namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 3339 date-time.</summary>
internal sealed class DateTimeFormat() : TextFormat("date-time")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8) =>
        utf8.Length >= 20 && (utf8[10] | 0x20) == 't' && Rfc3339.IsDate(utf8[..10]) && Rfc3339.IsTime(utf8[11..]);
}

/// <summary>RFC 3339 full-date.</summary>
internal sealed class DateFormat() : TextFormat("date")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8) => Rfc3339.IsDate(utf8);
}

/// <summary>RFC 3339 full-time: the offset is not optional.</summary>
internal sealed class TimeFormat() : TextFormat("time")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8) => Rfc3339.IsTime(utf8);
}
