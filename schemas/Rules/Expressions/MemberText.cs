using System.Buffers.Text;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Rules.Expressions;

/// <summary>Reads the JSON of one member. Values come from records that keep their schema; what cannot be read is nothing.</summary>
internal static class MemberText
{
    private const int DayLength = 10; // yyyy-MM-dd

    /// <summary>The bytes a string stands for; copies only where it holds escapes.</summary>
    public static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> raw)
    {
        var inner = raw is [(byte)'"', .., (byte)'"'] ? raw[1..^1] : raw;
        if (!inner.Contains((byte)'\\'))
        {
            return inner;
        }

        var plain = new byte[inner.Length];
        return plain.AsSpan(0, JsonEscapes.Resolve(inner, plain));
    }

    /// <summary>Exact up to 28 digits, which is more than any field of the standard has.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> raw, out decimal number) =>
        (Utf8Parser.TryParse(raw, out number, out var read) && read == raw.Length)
        || (Utf8Parser.TryParse(raw, out number, out read, 'E') && read == raw.Length);

    /// <summary>An instant with <c>+08:00</c>, or a day.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> raw, out long ticks)
    {
        var text = Plain(raw);
        if (text.Length == DayLength)
        {
            return TryReadDay(text, out ticks);
        }

        var isTime = ChinaTime.TryParse(text, out var utc);
        ticks = utc.Ticks;
        return isTime;
    }

    /// <summary>When a period begins: <c>yyyy</c>, <c>yyyyHn</c>, <c>yyyyQn</c>, <c>yyyy-MM</c> or <c>yyyy-MM-dd</c>.</summary>
    public static bool TryReadPeriod(ReadOnlySpan<byte> period, out long ticks)
    {
        Span<byte> day = stackalloc byte[DayLength];
        "0000-01-01"u8.CopyTo(day);
        period[..Math.Min(period.Length, DayLength)].CopyTo(day);
        if (period.Length == 6 && period[4] is (byte)'Q' or (byte)'H')
        {
            var month = ((period[5] - '1') * (period[4] == 'Q' ? 3 : 6)) + 1;
            (day[4], day[5], day[6]) = ((byte)'-', (byte)('0' + (month / 10)), (byte)('0' + (month % 10)));
        }
        else if (period.Length is not (4 or 7 or DayLength))
        {
            ticks = 0;
            return false;
        }

        return TryReadDay(day, out ticks);
    }

    private static bool TryReadDay(ReadOnlySpan<byte> day, out long ticks)
    {
        Span<byte> midnight = stackalloc byte[DayLength + 15];
        day.CopyTo(midnight);
        "T00:00:00+08:00"u8.CopyTo(midnight[DayLength..]);
        var isDay = ChinaTime.TryParse(midnight, out var utc);
        ticks = utc.Ticks;
        return isDay;
    }
}
