namespace CityOps.Schemas.Calendars;

/// <summary>A stretch of a working day, Beijing time; the end is not part of it.</summary>
public readonly record struct WorkPeriod(TimeOnly From, TimeOnly Until);

/// <summary>The working periods from a day of the year on, until the next season begins.</summary>
public sealed record WorkSeason(int Month, int Day, IReadOnlyList<WorkPeriod> Periods)
{
    /// <summary>08:00–12:00 and 14:00–18:00, all year: the default found in city practice (domain.md 3.5).</summary>
    public static WorkSeason Default { get; } =
        new(1, 1, [new WorkPeriod(new TimeOnly(8, 0), new TimeOnly(12, 0)), new WorkPeriod(new TimeOnly(14, 0), new TimeOnly(18, 0))]);
}
