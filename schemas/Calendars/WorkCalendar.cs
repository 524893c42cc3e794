using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace CityOps.Schemas.Calendars;

/// <summary>What a published calendar says of a day: off although a weekday, or worked although a weekend.</summary>
public enum DayKind
{
    Holiday,
    MakeupWorkday,
}

/// <summary>One day that is not what its weekday says.</summary>
public sealed record CalendarDay(DateOnly Date, DayKind Kind, string Name);

/// <summary>
/// 工作日历: which days are worked. The nation's days come from the State Council's yearly notice; a city may lay its own
/// on top (民族地区). Days without an entry, and years whose notice is not out yet, follow the week: Monday to Friday.
/// </summary>
public sealed class WorkCalendar
{
    private readonly FrozenDictionary<DateOnly, CalendarDay> days;

    private WorkCalendar(IEnumerable<CalendarDay> days) => this.days = days.ToFrozenDictionary(day => day.Date);

    /// <summary>The calendar this build was made with (codelists/holidays.csv).</summary>
    public static WorkCalendar Standard { get; } = Load();

    /// <summary>In the order of the dates.</summary>
    public IEnumerable<CalendarDay> Days => days.Values.OrderBy(day => day.Date);

    /// <summary>The years that have at least one entry: the notice is known.</summary>
    public IEnumerable<int> Years => days.Keys.Select(date => date.Year).Distinct().Order();

    public bool IsWorked(DateOnly date) =>
        days.TryGetValue(date, out var day)
            ? day.Kind == DayKind.MakeupWorkday
            : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>This calendar with a city's own days; where both name a day, the city's word stands.</summary>
    public WorkCalendar With(IEnumerable<CalendarDay> local)
    {
        var own = local.ToArray();
        var named = own.Select(day => day.Date).ToHashSet();
        return new WorkCalendar(own.Concat(days.Values.Where(day => !named.Contains(day.Date))));
    }

    /// <summary>Reads lines <c>date,kind,name</c> with kinds <c>holiday</c> and <c>workday</c> under one heading line.</summary>
    /// <exception cref="FormatException">A line that is none of these; a day named twice.</exception>
    public static WorkCalendar Read(TextReader reader)
    {
        var days = new Dictionary<DateOnly, CalendarDay>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.TrimEnd('\r').Split(',', 3);
            if (fields.Length != 3 || fields[1] is not ("holiday" or "workday")
                || !DateOnly.TryParseExact(fields[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                || !days.TryAdd(date, new CalendarDay(date, fields[1] == "holiday" ? DayKind.Holiday : DayKind.MakeupWorkday, fields[2])))
            {
                throw new FormatException($"'{line}' is no day of a calendar, or names one twice");
            }
        }

        return new WorkCalendar(days.Values);
    }

    private static WorkCalendar Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("codelists/holidays.csv")
            ?? throw new InvalidDataException("the calendar of holidays is not part of this build");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }
}
