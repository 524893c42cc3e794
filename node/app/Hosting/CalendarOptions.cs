using System.Globalization;
using CityOps.Schemas.Calendars;

namespace CityOps.Node.Hosting;

/// <summary>工作时间: the city's own working time over the nation's calendar; without settings 08:00–12:00 and 14:00–18:00.</summary>
internal sealed record CalendarOptions
{
    /// <summary>What a working day of a limit is: <c>8h</c> (eight working hours, the default) or <c>day</c> (ends with the day).</summary>
    public string WorkDay { get; init; } = "8h";

    /// <summary>Seasons by their first day <c>MM-dd</c>, each with periods <c>HH:mm-HH:mm</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Seasons { get => field ?? Empty; init; }

    /// <summary>Own days off or worked, by date <c>yyyy-MM-dd</c>: <c>holiday</c> or <c>workday</c>.</summary>
    public IReadOnlyDictionary<string, string> Days { get => field ?? NoDays; init; }

    private static readonly Dictionary<string, IReadOnlyList<string>> Empty = [];
    private static readonly Dictionary<string, string> NoDays = [];

    /// <summary>The schedule over a national calendar; what cannot be read is added to the faults, with the setting's name.</summary>
    public WorkSchedule ToSchedule(WorkCalendar national, ICollection<string> faults)
    {
        var before = faults.Count;
        if (WorkDay is not ("8h" or "day"))
        {
            faults.Add($"Calendar:WorkDay: '{WorkDay}' is neither 8h nor day");
        }

        var days = Days.Select(day => ReadDay(day.Key, day.Value, faults)).OfType<CalendarDay>().ToArray();
        WorkSeason[] seasons = Seasons.Count == 0 ? [WorkSeason.Default] : [.. Seasons.Select(season => ReadSeason(season.Key, season.Value, faults)).OfType<WorkSeason>()];
        if (faults.Count > before)
        {
            return WorkSchedule.Standard;
        }

        try
        {
            return new WorkSchedule(national.With(days), seasons, WorkDay == "8h" ? WorkdayCounting.EightHours : WorkdayCounting.EndOfDay);
        }
        catch (ArgumentException)
        {
            faults.Add("Calendar:Seasons: the periods of a season must be in order and must not overlap");
            return WorkSchedule.Standard;
        }
    }

    private static CalendarDay? ReadDay(string date, string kind, ICollection<string> faults)
    {
        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && kind is "holiday" or "workday")
        {
            return new CalendarDay(day, kind == "holiday" ? DayKind.Holiday : DayKind.MakeupWorkday, "");
        }

        faults.Add($"Calendar:Days: '{date}': '{kind}' must be a date yyyy-MM-dd with holiday or workday");
        return null;
    }

    private static WorkSeason? ReadSeason(string from, IReadOnlyList<string> periods, ICollection<string> faults)
    {
        var read = periods.Select(ReadPeriod).ToArray();
        if (DateOnly.TryParseExact("2024-" + from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && !read.Contains(null))
        {
            return new WorkSeason(first.Month, first.Day, [.. read.OfType<WorkPeriod>()]);
        }

        faults.Add($"Calendar:Seasons: '{from}': {string.Join(", ", periods)} must be a day MM-dd with periods HH:mm-HH:mm");
        return null;
    }

    private static WorkPeriod? ReadPeriod(string period)
    {
        var ends = period.Split('-');
        return ends.Length == 2
            && TimeOnly.TryParseExact(ends[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && TimeOnly.TryParseExact(ends[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
            ? new WorkPeriod(from, until)
            : null;
    }
}
