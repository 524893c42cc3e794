using System.Globalization;

namespace CityOps.Schemas.Mapping.Steps;

/// <summary>What a time is written as: an instant in <c>+08:00</c>, or the day it falls on there.</summary>
internal enum DateForm
{
    Instant,
    Day,
}

/// <summary>A local time in one of the named forms, as records write times. A foreign zone's time becomes the same instant.</summary>
internal sealed class Date(IReadOnlyList<string> forms, ZoneClock clock, DateForm form) : Step
{
    public const string Unix = "unix";
    public const string UnixMilliseconds = "unix-ms";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public override Cell Of(string text)
    {
        foreach (var pattern in forms)
        {
            if (TryUnix(pattern, text, out var instant))
            {
                return new Cell(Write(instant));
            }

            if (HasOffset(pattern))
            {
                if (DateTimeOffset.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant))
                {
                    return new Cell(Write(instant));
                }
            }
            else if (DateTime.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            {
                // A day without a time of day is that day, wherever it was written.
                if (form == DateForm.Day && local.TimeOfDay == TimeSpan.Zero)
                {
                    return new Cell(local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                }

                var placed = clock.Place(local, text, out instant);
                return placed.Fault is null ? new Cell(Write(instant)) : placed;
            }
        }

        var known = string.Join(" | ", forms);
        return Cell.Bad("date", "E3002", $"{Cell.Show(text)} 不合时间格式 {known}", $"{Cell.Show(text)} is not written as {known}");
    }

    private string Write(DateTimeOffset instant)
    {
        var china = instant.ToOffset(China);
        return form == DateForm.Day
            ? china.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : china.ToString(china.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'+08:00'" : "yyyy-MM-dd'T'HH:mm:ss.fff'+08:00'", CultureInfo.InvariantCulture);
    }

    private static bool HasOffset(string pattern) => pattern.Contains('z', StringComparison.Ordinal) || pattern.Contains('K', StringComparison.Ordinal);

    private static bool TryUnix(string pattern, string text, out DateTimeOffset instant)
    {
        instant = default;
        const long Most = 253_000_000_000; // before the year 10000
        if (pattern is not (Unix or UnixMilliseconds) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > (pattern == Unix ? Most : Most * 1000))
        {
            return false;
        }

        instant = pattern == Unix ? DateTimeOffset.FromUnixTimeSeconds(ticks) : DateTimeOffset.FromUnixTimeMilliseconds(ticks);
        return true;
    }
}
