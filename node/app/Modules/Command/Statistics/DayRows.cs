using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas.Calendars;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Modules.Command.Statistics;

/// <summary>Which row of a day: region, source and class; <c>00</c> and <c>A0000</c> stand for all.</summary>
internal readonly record struct DayKey(RegionCode Region, string Source, string Class)
{
    public const string AllSources = "00";
    public const string AllClasses = "A0000";
}

/// <summary>
/// 案件统计日报: adds cases up for the city and each district: all together, by source, and by class (part or event, major,
/// minor). Rows by source add up to the whole, and so do rows of minor classes (rule R-CR2). Pure.
/// </summary>
internal sealed class DayRows(RegionCode city, DateOnly day, DateTimeOffset asOf, WorkSchedule schedule)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private readonly Dictionary<DayKey, DayCounters> rows = [];

    /// <summary>Always holds the city's whole: a day on which nothing happened says so.</summary>
    public IReadOnlyDictionary<DayKey, DayCounters> All
    {
        get
        {
            Row(new DayKey(city, DayKey.AllSources, DayKey.AllClasses));
            return rows;
        }
    }

    /// <summary>When the figures change although no case does: the earliest deadline still ahead; null when there is none.</summary>
    public DateTimeOffset? NextChange { get; private set; }

    public void Add(CaseHistory happened)
    {
        var report = happened.Case.Report;
        var minor = report.TypeClass + report.BigClass + report.SmallClass;
        string[] classes = [DayKey.AllClasses, report.TypeClass + "0000", $"{report.TypeClass}{report.BigClass}00", minor];
        foreach (var region in new[] { city, RegionCode.Parse(report.DistrictCode) }.Distinct())
        {
            foreach (var kind in classes.Distinct())
            {
                Add(new DayKey(region, DayKey.AllSources, kind), happened);
            }

            Add(new DayKey(region, report.SourceCode, DayKey.AllClasses), happened);
        }

        if (IsOn(happened.Case.DispatchTime) && happened.Case is { DisposeTime: null, Deadline: { } deadline } && deadline > asOf)
        {
            NextChange = NextChange < deadline ? NextChange : deadline;
        }
    }

    private void Add(DayKey key, CaseHistory happened) => Row(key).Add(happened, IsOn, asOf, (from, until) => Hours(happened.Case, from, until));

    private DayCounters Row(DayKey key)
    {
        if (!rows.TryGetValue(key, out var counters))
        {
            rows.Add(key, counters = new DayCounters());
        }

        return counters;
    }

    private bool IsOn(DateTimeOffset? instant) => instant is { } at && DateOnly.FromDateTime(at.ToOffset(Beijing).DateTime) == day;

    private double Hours(Case c, DateTimeOffset from, DateTimeOffset until) =>
        (c.Dispatch?.LimitType is "WH" or "WD" ? schedule.Worked(from, until) : until - from).TotalHours;
}
