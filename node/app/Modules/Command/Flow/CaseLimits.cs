using CityOps.Schemas;
using CityOps.Schemas.Calendars;

namespace CityOps.Node.Modules.Command.Flow;

/// <summary>
/// 时限: how long the desks have. Handling limits come with the dispatch; the desk limits are the defaults found in city
/// practice (domain.md 1.3.2a) and run without pause, as natural days and urgent minutes and hours do; working hours and days
/// follow the city's own schedule.
/// </summary>
internal static class CaseLimits
{
    public static readonly TimeSpan Accept = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Dispatch = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan VerifyOrCheck = TimeSpan.FromMinutes(30);
    public const int MostPostpones = 2;
    public const int MostHangs = 1;

    /// <summary>When a handling limit runs out that begins at an instant, or why it cannot be reckoned.</summary>
    public static Outcome<DateTimeOffset> Deadline(WorkSchedule schedule, DateTimeOffset from, string limitType, int limitValue)
    {
        if (limitValue is < 1 or > 1_000_000)
        {
            return CommandRefusals.BadValue.Because($"时限值 {limitValue} 应在 1 至 1000000 之间", $"limitValue {limitValue} must lie between 1 and 1000000");
        }

        if (TypeOf(limitType) is not { } type)
        {
            return CommandRefusals.UnknownLimit.Because(
                $"时限类型 {limitType} 不在列表内：UM 紧急分钟、UH 紧急工作时、WH 工作时、WD 工作日、ND 自然日",
                $"limit type {limitType} is none of UM, UH, WH, WD, ND");
        }

        return schedule.Deadline(from, type, limitValue) is { } deadline
            ? deadline
            : CommandRefusals.BadValue.Because("处置截止时间不得晚于派遣后 400 天", "a handling limit ends within 400 days");
    }

    /// <summary>A deadline moved by a stretch in which the clock stood still: a working limit by the working time in it.</summary>
    public static DateTimeOffset? Moved(WorkSchedule schedule, DateTimeOffset? deadline, string limitType, DateTimeOffset stopped, DateTimeOffset until) =>
        deadline is { } at && TypeOf(limitType) is LimitType.WH or LimitType.WD
            ? schedule.Add(at, schedule.Worked(stopped, until)) ?? at + (until - stopped)
            : deadline + (until - stopped);

    private static LimitType? TypeOf(string code) => code switch
    {
        "UM" => LimitType.UM,
        "UH" => LimitType.UH,
        "WH" => LimitType.WH,
        "WD" => LimitType.WD,
        "ND" => LimitType.ND,
        _ => null,
    };
}
