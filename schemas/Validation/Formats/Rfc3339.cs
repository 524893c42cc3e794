namespace CityOps.Schemas.Validation.Formats;

/// <summary>Dates and times of RFC 3339 on bytes, with the calendar checked.</summary>
internal static class Rfc3339
{
    /// <summary>full-date: ten bytes.</summary>
    public static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text[4] != (byte)'-' || text[7] != (byte)'-')
        {
            return false;
        }

        int century = Two(text, 0), year = Two(text, 2), month = Two(text, 5), day = Two(text, 8);
        if ((century | year) < 0 || month is < 1 or > 12 || day < 1)
        {
            return false;
        }

        return day <= 28 || day <= DaysIn((century * 100) + year, month);
    }

    /// <summary>full-time; second 60 only where it is a minute before midnight in UTC.</summary>
    public static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 9 || text[2] != (byte)':' || text[5] != (byte)':')
        {
            return false;
        }

        int hour = Two(text, 0), minute = Two(text, 3), second = Two(text, 6);
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 60)
        {
            return false;
        }

        var rest = SkipFraction(text[8..]);
        return TryReadOffset(rest, out var offset)
            && (second < 60 || ((hour * 60) + minute - offset + 2880) % 1440 == 1439);
    }

    private static ReadOnlySpan<byte> SkipFraction(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != (byte)'.')
        {
            return text;
        }

        var end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end <= 0 ? default : text[(end + 1)..];
    }

    /// <summary>Minutes east of UTC.</summary>
    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != 6 || text[3] != (byte)':' || (text[0] != (byte)'+' && text[0] != (byte)'-'))
        {
            return false;
        }

        int hour = Two(text, 1), minute = Two(text, 4);
        minutes = ((hour * 60) + minute) * (text[0] == (byte)'-' ? -1 : 1);
        return (uint)hour <= 23 && (uint)minute <= 59;
    }

    /// <summary>Two digits, or a number far below zero.</summary>
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0'), ones = (uint)(text[at + 1] - '0');
        return tens > 9 || ones > 9 ? int.MinValue : (int)((tens * 10) + ones);
    }

    private static int DaysIn(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
