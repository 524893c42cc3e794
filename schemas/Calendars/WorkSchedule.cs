namespace CityOps.Schemas.Calendars;

/// <summary>
/// 工作时间: reckons limits over a calendar and the day's working periods. Deadlines are reckoned by the city alone and
/// sent upward; nobody above reckons them again (domain.md 3.5).
/// </summary>
public sealed class WorkSchedule
{
    private const int HoursOfWorkday = 8;

    /// <summary>A deadline further away than this is not plausible (rule R-MG5).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private readonly WorkSeason[] seasons;

    /// <param name="seasons">At least one; each with periods that are in order, apart, and not empty.</param>
    /// <exception cref="ArgumentException">No season, or periods that overlap or run backwards.</exception>
    public WorkSchedule(WorkCalendar calendar, IReadOnlyCollection<WorkSeason> seasons, WorkdayCounting counting)
    {
        (Calendar, Counting) = (calendar, counting);
        this.seasons = [.. seasons.OrderBy(season => (season.Month, season.Day))];
        if (this.seasons.Length == 0 || !Array.TrueForAll(this.seasons, IsOrderly))
        {
            throw new ArgumentException("a schedule needs a season, and each season periods in order that do not overlap", nameof(seasons));
        }
    }

    /// <summary>The nation's calendar, 08:00–12:00 and 14:00–18:00, working days of eight hours.</summary>
    public static WorkSchedule Standard { get; } = new(WorkCalendar.Standard, [WorkSeason.Default], WorkdayCounting.EightHours);

    public WorkCalendar Calendar { get; }

    public WorkdayCounting Counting { get; }

    /// <summary>When a limit that begins now runs out; null when that is more than 400 days away.</summary>
    /// <param name="start">Outside working time a working limit begins with the next opening.</param>
    /// <param name="type">How it is counted.</param>
    /// <param name="value">1 or more.</param>
    public DateTimeOffset? Deadline(DateTimeOffset start, LimitType type, int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        if (value > Longest.TotalMinutes)
        {
            return null;
        }

        var deadline = type switch
        {
            LimitType.UM => start.AddMinutes(value),
            LimitType.UH => start.AddHours(value),
            LimitType.ND => start.AddDays(value),
            LimitType.WH => Add(start, TimeSpan.FromHours(value)),
            _ => Counting == WorkdayCounting.EightHours ? Add(start, TimeSpan.FromHours((double)value * HoursOfWorkday)) : EndOfWorkday(start, value),
        };
        return deadline <= start + Longest ? deadline : null;
    }

    /// <summary>The instant by which so much working time has passed; null when that is more than 400 days away.</summary>
    public DateTimeOffset? Add(DateTimeOffset start, TimeSpan working)
    {
        if (working == TimeSpan.Zero)
        {
            return start;
        }

        var left = working;
        foreach (var (from, until) in PeriodsFrom(start))
        {
            if (left <= until - from)
            {
                return (from + left).ToOffset(start.Offset);
            }

            left -= until - from;
        }

        return null;
    }

    /// <summary>How much working time lies between two instants; zero when the second is not later.</summary>
    public TimeSpan Worked(DateTimeOffset from, DateTimeOffset until)
    {
        var worked = TimeSpan.Zero;
        var at = from;
        while (at < until)
        {
            foreach (var period in PeriodsFrom(at).TakeWhile(period => period.From < until))
            {
                worked += (period.Until < until ? period.Until : until) - period.From;
            }

            at += Longest;
        }

        return worked;
    }

    private DateTimeOffset? EndOfWorkday(DateTimeOffset start, int workdays)
    {
        var first = DateOf(start);
        var left = workdays;
        for (var date = first.AddDays(1); date <= first.AddDays(Longest.Days); date = date.AddDays(1))
        {
            if (Calendar.IsWorked(date) && --left == 0)
            {
                return At(date, SeasonOf(date).Periods[^1].Until).ToOffset(start.Offset);
            }
        }

        return null;
    }

    // The working periods behind an instant, the running one cut, over the longest time a limit may take.
    private IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> PeriodsFrom(DateTimeOffset start)
    {
        var end = start + Longest;
        for (var date = DateOf(start); At(date, TimeOnly.MinValue) < end; date = date.AddDays(1))
        {
            if (!Calendar.IsWorked(date))
            {
                continue;
            }

            foreach (var period in SeasonOf(date).Periods)
            {
                var (from, until) = (At(date, period.From), At(date, period.Until));
                from = from < start ? start : from;
                until = until > end ? end : until;
                if (from < until)
                {
                    yield return (from, until);
                }
            }
        }
    }

    // Before the year's first season the last one of the year before still runs.
    private WorkSeason SeasonOf(DateOnly date) =>
        Array.FindLast(seasons, season => (season.Month, season.Day).CompareTo((date.Month, date.Day)) <= 0) ?? seasons[^1];

    private static bool IsOrderly(WorkSeason season)
    {
        var ends = TimeOnly.MinValue;
        foreach (var (from, until) in season.Periods)
        {
            if (until <= from || from < ends)
            {
                return false;
            }

            ends = until;
        }

        return season.Periods.Count > 0;
    }

    private static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Beijing).DateTime);

    private static DateTimeOffset At(DateOnly date, TimeOnly time) => new(date.ToDateTime(time), Beijing);
}
