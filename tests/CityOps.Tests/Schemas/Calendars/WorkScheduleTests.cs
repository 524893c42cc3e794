using System.Globalization;
using CityOps.Schemas.Calendars;
using Xunit;

namespace CityOps.Tests.Schemas.Calendars;

public sealed class WorkScheduleTests
{
    private static readonly WorkSchedule EndOfDay = new(WorkCalendar.Standard, [WorkSeason.Default], WorkdayCounting.EndOfDay);

    [Theory]
    [InlineData("2026-03-31T10:02:40", "WH", 4, "2026-03-31T16:02:40")] // the sample of domain.md 2.15
    [InlineData("2026-03-31T08:00:00", "WH", 4, "2026-03-31T12:00:00")] // ends exactly at noon, not at the next opening
    [InlineData("2026-03-31T12:30:00", "WH", 1, "2026-03-31T15:00:00")] // in the noon break: begins at 14:00
    [InlineData("2026-04-03T17:59:00", "WH", 1, "2026-04-07T08:59:00")] // eve of 清明: Saturday to Monday are off
    [InlineData("2026-02-13T18:00:00", "WH", 1, "2026-02-14T09:00:00")] // 14 February 2026 is a Saturday made up for
    [InlineData("2028-02-28T17:00:00", "WH", 2, "2028-02-29T09:00:00")] // leap day, year without a notice: by the week
    [InlineData("2026-04-03T10:00:00", "WD", 1, "2026-04-07T10:00:00")]
    [InlineData("2026-03-31T19:00:00", "WD", 1, "2026-04-01T18:00:00")]
    [InlineData("2026-03-31T10:00:00", "WD", 5, "2026-04-08T10:00:00")]
    [InlineData("2026-04-03T17:59:00", "UH", 2, "2026-04-03T19:59:00")]
    [InlineData("2026-04-03T17:59:00", "UM", 30, "2026-04-03T18:29:00")]
    [InlineData("2026-04-03T17:59:00", "ND", 2, "2026-04-05T17:59:00")]
    public void A_limit_runs_out_when_the_city_says_so(string start, string type, int value, string deadline) =>
        Assert.Equal(China(deadline), WorkSchedule.Standard.Deadline(China(start), Enum.Parse<LimitType>(type), value));

    [Theory]
    [InlineData("2026-03-31T10:00:00", 1, "2026-04-01T18:00:00")]
    [InlineData("2026-04-03T10:00:00", 1, "2026-04-07T18:00:00")]
    [InlineData("2026-02-13T10:00:00", 1, "2026-02-14T18:00:00")]
    [InlineData("2026-03-31T10:00:00", 5, "2026-04-08T18:00:00")]
    public void By_the_other_variant_working_days_end_with_the_day(string start, int days, string deadline) =>
        Assert.Equal(China(deadline), EndOfDay.Deadline(China(start), LimitType.WD, days));

    [Theory]
    [InlineData("2026-03-31T11:00:00", "2026-03-31T15:00:00", 2)]
    [InlineData("2026-04-03T17:00:00", "2026-04-07T09:00:00", 2)] // a pause across a weekend and a holiday
    [InlineData("2026-04-04T09:00:00", "2026-04-06T17:00:00", 0)]
    [InlineData("2026-03-31T15:00:00", "2026-03-31T11:00:00", 0)]
    public void Working_time_between_two_instants_leaves_out_what_is_not_worked(string from, string until, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), WorkSchedule.Standard.Worked(China(from), China(until)));

    [Fact]
    public void Adding_the_working_time_between_two_instants_leads_from_one_to_the_other()
    {
        var random = new Random(7);
        var origin = China("2024-01-01T00:00:00");
        for (var i = 0; i < 2_000; i++)
        {
            var from = origin.AddMinutes(random.Next(0, 1_000_000));
            var until = from.AddMinutes(random.Next(1, 500_000));
            var worked = WorkSchedule.Standard.Worked(from, until);

            var reached = WorkSchedule.Standard.Add(from, worked);

            Assert.True(reached <= until, $"{from} {until}");
            Assert.Equal(TimeSpan.Zero, WorkSchedule.Standard.Worked(reached!.Value, until));
        }
    }

    [Fact]
    public void A_pause_of_several_years_is_counted_in_full()
    {
        var years = WorkSchedule.Standard.Worked(China("2023-01-01T00:00:00"), China("2026-01-01T00:00:00"));
        var sum = Enumerable.Range(2023, 3).Aggregate(TimeSpan.Zero, (s, year) => s + WorkSchedule.Standard.Worked(China($"{year}-01-01T00:00:00"), China($"{year + 1}-01-01T00:00:00")));

        Assert.Equal(sum, years);
    }

    [Theory]
    [InlineData(LimitType.ND, 401)]
    [InlineData(LimitType.WH, 100_000)]
    [InlineData(LimitType.WD, 400)]
    [InlineData(LimitType.UM, int.MaxValue)]
    [InlineData(LimitType.WD, int.MaxValue)]
    public void A_deadline_more_than_400_days_away_is_none(LimitType type, int value) =>
        Assert.Null(WorkSchedule.Standard.Deadline(China("2026-03-31T10:00:00"), type, value));

    [Fact]
    public void A_city_has_its_own_seasons_and_days()
    {
        var summer = new WorkSeason(6, 15, [new WorkPeriod(new TimeOnly(7, 30), new TimeOnly(11, 30)), new WorkPeriod(new TimeOnly(15, 0), new TimeOnly(19, 0))]);
        var autumn = WorkSeason.Default with { Month = 9, Day = 15 };
        var calendar = WorkCalendar.Standard.With([new CalendarDay(new DateOnly(2026, 7, 1), DayKind.Holiday, "地方节日"), new CalendarDay(new DateOnly(2026, 10, 1), DayKind.MakeupWorkday, "值守")]);
        var city = new WorkSchedule(calendar, [summer, autumn], WorkdayCounting.EightHours);

        Assert.Equal(China("2026-07-02T08:30:00"), city.Deadline(China("2026-06-30T19:00:00"), LimitType.WH, 1));
        Assert.Equal(China("2026-10-01T09:00:00"), city.Deadline(China("2026-09-30T18:00:00"), LimitType.WH, 1));
        Assert.Equal(China("2026-01-05T09:00:00"), city.Deadline(China("2026-01-05T00:00:00"), LimitType.WH, 1));
    }

    [Fact]
    public void Periods_that_overlap_make_no_schedule()
    {
        var wrong = new WorkSeason(1, 1, [new WorkPeriod(new TimeOnly(8, 0), new TimeOnly(12, 0)), new WorkPeriod(new TimeOnly(11, 0), new TimeOnly(18, 0))]);

        Assert.Throws<ArgumentException>(() => new WorkSchedule(WorkCalendar.Standard, [wrong], WorkdayCounting.EightHours));
    }

    [Theory]
    [InlineData("2026-01-01", false)]
    [InlineData("2026-01-04", true)] // a Sunday made up for
    [InlineData("2026-10-10", true)]
    [InlineData("2026-10-11", false)]
    [InlineData("2026-11-20", true)]
    public void The_calendar_knows_holidays_and_days_made_up_for(string date, bool isWorked) =>
        Assert.Equal(isWorked, WorkCalendar.Standard.IsWorked(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-13-01,holiday,x")]
    [InlineData("2026-01-01,feast,x")]
    [InlineData("2026-01-01,holiday,x\n2026-01-01,workday,x")]
    public void A_calendar_file_with_a_wrong_line_is_refused(string lines) =>
        Assert.Throws<FormatException>(() => WorkCalendar.Read(new StringReader("date,kind,name\n" + lines)));

    private static DateTimeOffset China(string local) => DateTimeOffset.Parse(local + "+08:00", CultureInfo.InvariantCulture);
}
