using System.Globalization;

namespace CityOps.Schemas.Records;

/// <summary>北京时间: instants as records write them, RFC 3339 with the offset <c>+08:00</c> and no other.</summary>
public static class ChinaTime
{
    private const int SecondsLength = 19; // yyyy-MM-ddTHH:mm:ss
    private const int FractionMost = 9;
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Milliseconds, always three digits: <c>2026-03-31T10:15:00.000+08:00</c>.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+08:00'", CultureInfo.InvariantCulture);

    /// <summary>The instant in UTC. Up to nine fraction digits are read and cut to 100 ns; leap seconds are not instants here.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset utc)
    {
        utc = default;
        if (text.Length < SecondsLength + 6 || !text.EndsWith("+08:00"u8) || !TryReadSeconds(text, out var local))
        {
            return false;
        }

        var fraction = text[SecondsLength..^6];
        if (!TryReadFraction(fraction, out var ticks) || local.Ticks < Offset.Ticks)
        {
            return false;
        }

        utc = new DateTimeOffset(local.Ticks + ticks - Offset.Ticks, TimeSpan.Zero);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out DateTimeOffset)"/>
    public static bool TryParse(string? text, out DateTimeOffset utc)
    {
        Span<byte> ascii = stackalloc byte[SecondsLength + 1 + FractionMost + 6];
        utc = default;
        return text is not null
            && System.Text.Ascii.FromUtf16(text, ascii, out var length) == System.Buffers.OperationStatus.Done
            && TryParse(ascii[..length], out utc);
    }

    private static bool TryReadSeconds(ReadOnlySpan<byte> text, out DateTime local)
    {
        local = default;
        if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        var (year, month, day) = (Two(text) * 100 + Two(text[2..]), Two(text[5..]), Two(text[8..]));
        var (hour, minute, second) = (Two(text[11..]), Two(text[14..]), Two(text[17..]));
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || hour > 23 || minute > 59 || second > 59
            || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        local = new DateTime(year, month, day, hour, minute, second);
        return true;
    }

    private static bool TryReadFraction(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        var digits = text[1..];
        if (text[0] != '.' || digits.Length is 0 or > FractionMost || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        for (var i = 0; i < 7; i++)
        {
            ticks = (ticks * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        }

        return true;
    }

    // Two digits, or a number no clock shows.
    private static int Two(ReadOnlySpan<byte> text)
    {
        var (tens, ones) = ((uint)(text[0] - '0'), (uint)(text[1] - '0'));
        return tens > 9 || ones > 9 ? 100_000 : (int)((tens * 10) + ones);
    }
}
