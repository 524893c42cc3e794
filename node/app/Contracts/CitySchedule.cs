using CityOps.Schemas.Calendars;

namespace CityOps.Node.Contracts;

/// <summary>本市工作时间: the city's schedule over the nation's calendar as it is in force now.</summary>
internal sealed class CitySchedule(Func<WorkCalendar> national, Func<WorkCalendar, WorkSchedule> lay)
{
    private volatile Held? held;

    public WorkSchedule Current
    {
        get
        {
            var calendar = national();
            var now = held;
            return (ReferenceEquals(now?.Calendar, calendar) ? now! : held = new Held(calendar, lay(calendar))).Schedule;
        }
    }

    /// <summary>One that never changes.</summary>
    public static CitySchedule Of(WorkSchedule schedule) => new(() => schedule.Calendar, _ => schedule);

    private sealed record Held(WorkCalendar Calendar, WorkSchedule Schedule);
}
