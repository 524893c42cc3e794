using CityOps.Schemas;

namespace CityOps.Node.Modules.Command.Flow;

/// <summary>
/// 时限: how long the desks have. Handling limits come with the dispatch; the desk limits are the defaults found in city
/// practice (domain.md 1.3.2a). Natural days and urgent minutes and hours run without pause, nights and holidays included.
/// </summary>
internal static class CaseLimits
{
    public static readonly TimeSpan Accept = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Dispatch = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan VerifyOrCheck = TimeSpan.FromMinutes(30);
    public const int MostPostpones = 2;
    public const int MostHangs = 1;

    /// <summary>R-MG5: a deadline more than 400 days after the dispatch is not plausible.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>The span of one handling limit, or why it cannot be counted.</summary>
    public static Outcome<TimeSpan> Span(string limitType, int limitValue)
    {
        if (limitValue is < 1 or > 1_000_000)
        {
            return CommandRefusals.BadValue.Because($"时限值 {limitValue} 应在 1 至 1000000 之间", $"limitValue {limitValue} must lie between 1 and 1000000");
        }

        TimeSpan? span = limitType switch
        {
            "UM" => TimeSpan.FromMinutes(limitValue),
            "UH" => TimeSpan.FromHours(limitValue),
            "ND" => TimeSpan.FromDays(limitValue),
            _ => null,
        };
        return span switch
        {
            null => CommandRefusals.UnknownLimit.Because(
                $"时限类型 {limitType} 暂不支持，请换算为 ND 自然日、UH 紧急工作时或 UM 紧急分钟",
                $"limit type {limitType} is not supported yet: give natural days (ND), urgent hours (UH) or urgent minutes (UM)"),
            { } s when s > Longest => CommandRefusals.BadValue.Because("处置时限不得超过 400 天", "a handling limit is 400 days at most"),
            { } s => s,
        };
    }
}
