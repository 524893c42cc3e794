using CityOps.Schemas.Calendars;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>
/// 答复时限: how many working days a provider has (domain.md 4.5). Unconditional data are granted by the conformity check
/// itself; the days are then those in which the provider may object.
/// </summary>
/// <param name="Unconditional">Working days for 无条件共享.</param>
/// <param name="Conditional">Working days for 有条件共享.</param>
public sealed record ApprovalProfile(string Name, int Unconditional, int Conditional)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static IReadOnlyList<ApprovalProfile> All { get; } =
    [
        new("COUNTY-2024", 2, 7), // 2 for the check, 5 for the answer
        new("GENERIC-10", 2, 10),
        new("REG-2025", 1, 10),
    ];

    public static ApprovalProfile? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    /// <summary>The end of the last of so many working days after a moment.</summary>
    public static DateTimeOffset After(DateTimeOffset from, int workingDays, WorkCalendar calendar)
    {
        var day = DateOnly.FromDateTime(from.ToOffset(China).DateTime);
        for (var left = workingDays; left > 0;)
        {
            day = day.AddDays(1);
            left -= calendar.IsWorked(day) ? 1 : 0;
        }

        return new DateTimeOffset(day.ToDateTime(new TimeOnly(23, 59, 59)), China);
    }
}
