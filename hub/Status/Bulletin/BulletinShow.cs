using System.Globalization;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Quality;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Status.Bulletin;

/// <summary>月度通报: what a platform's month comes to, from what was counted and seen. What nobody counted is unknown, not zero.</summary>
internal sealed class BulletinShow(QualityTable quality, IncidentTable incidents, PlatformDirectory platforms, Catalog.InterfaceBook interfaces, TimeProvider clock)
{
    private const int MostIncidents = 500;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>The first day of the month that is named; null where the text is none, or lies ahead.</summary>
    public DateOnly? MonthOf(string? text) =>
        text is null ? Today.AddDays(1 - Today.Day)
        : DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first <= Today && first.Year >= 2020 ? first
        : null;

    /// <summary>Every platform's month in the order of codes, with its rank among those that stand to this hub as it does.</summary>
    public async Task<(IReadOnlyList<object> Items, string? Next)> ListAsync(DateOnly month, string after, int most, CancellationToken ct)
    {
        var months = await MonthsAsync(month, ct);
        var page = Judged.Where(one => string.CompareOrdinal(one.Code.ToString(), after) > 0).OrderBy(one => one.Code.ToString(), StringComparer.Ordinal).Take(most).ToList();
        return ([.. page.Select(one => Figures(one, months.GetValueOrDefault(one.Code.ToString()), RankOf(one, months)))], page.Count == most ? page[^1].Code.ToString() : null);
    }

    /// <param name="ranked">Whether the reader may see how others stand.</param>
    /// <returns>Null where there is no such platform.</returns>
    public async Task<object?> OneAsync(string code, DateOnly month, bool ranked, CancellationToken ct)
    {
        if (platforms.Find(code) is not { } platform)
        {
            return null;
        }

        var months = await MonthsAsync(month, ct);
        var (from, to) = (At(month), At(month.AddMonths(1)));
        var rows = await quality.OfPlatformAsync(code, Text(month), Text(month.AddMonths(1).AddDays(-1)), ct);
        var lasted = await incidents.LastedAsync(code, from, to, MostIncidents, ct);
        var now = clock.GetUtcNow();
        return new
        {
            at = ChinaTime.Format(now),
            month = month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            final = now >= to,
            hub = platforms.Deployment.Name,
            platform = Figures(platform, months.GetValueOrDefault(code), ranked ? RankOf(platform, months) : null),
            days = rows.Where(row => row.Interface.Length == 0).OrderBy(row => row.Day, StringComparer.Ordinal).Select(row => QualityShow.Row(row, platform.Name, null)),
            interfaces = rows.Where(row => row.Interface.Length > 0).GroupBy(row => row.Interface).OrderBy(all => all.Key, StringComparer.Ordinal).Select(Interface),
            incidents = lasted.Select(one => Incident(one, from, to < now ? to : now)),
            moreIncidents = lasted.Count == MostIncidents,
        };
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(China).DateTime);

    private IEnumerable<Platform> Judged => platforms.All.Where(one => one.Standing != Standing.Own);

    private async Task<Dictionary<string, QualityMonth>> MonthsAsync(DateOnly month, CancellationToken ct) =>
        (await quality.MonthAsync(Text(month), Text(month.AddMonths(1).AddDays(-1)), ct)).ToDictionary(one => one.Platform, StringComparer.Ordinal);

    // Equal scores share a place; this deployment itself has no peers here.
    private (int Place, int Of)? RankOf(Platform platform, Dictionary<string, QualityMonth> months)
    {
        var peers = Judged.Where(one => one.Standing == platform.Standing).Select(one => months.GetValueOrDefault(one.Code.ToString())?.Score).Where(score => score is not null).ToList();
        return platform.Standing != Standing.Own && months.GetValueOrDefault(platform.Code.ToString())?.Score is { } own ? (1 + peers.Count(score => score > own), peers.Count) : null;
    }

    private static object Figures(Platform platform, QualityMonth? month, (int Place, int Of)? rank) => new
    {
        code = platform.Code.ToString(), name = platform.Name, region = platform.Region.ToString(), standing = platform.Standing.ToString().ToLowerInvariant(), days = month?.Days,
        offered = month?.Offered, accepted = month?.Accepted, rejected = month?.Rejected,
        timely = month is null ? null : QualityShow.Points(QualityRules.Share(month.InTime, month.Timed)), complete = month is null ? null : QualityShow.Points(QualityRules.Share(month.MetSlots, month.DueSlots)),
        score = QualityShow.Points(month?.Score), rank = rank?.Place, of = rank?.Of,
    };

    private object Interface(IGrouping<string, QualityRow> all)
    {
        var scores = all.Where(row => row.Score is not null).Select(row => row.Score!.Value).ToList();
        return new
        {
            @interface = all.Key, title = interfaces.Find(all.Key)?.Dataset.Title, offered = all.Sum(row => row.Offered), accepted = all.Sum(row => row.Accepted), rejected = all.Sum(row => row.Rejected),
            timely = QualityShow.Points(QualityRules.Share(all.Sum(row => row.InTime), all.Sum(row => row.Timed))), complete = QualityShow.Points(QualityRules.Share(all.Sum(row => row.MetSlots), all.Sum(row => row.DueSlots))),
            score = scores.Count == 0 ? null : QualityShow.Points((long)scores.Average()),
        };
    }

    private static object Incident(Incident one, DateTimeOffset from, DateTimeOffset to)
    {
        var (begun, over) = (one.OpenedAt > from ? one.OpenedAt : from, one.ClosedAt is { } closed && closed < to ? closed : to);
        return new
        {
            kind = one.Found.Kind, severity = one.Found.Severity.ToString().ToLowerInvariant(), @interface = one.Found.Interface, cause = one.Found.Cause, causeEn = one.Found.CauseEn, openedAt = ChinaTime.Format(one.OpenedAt),
            closedAt = one.ClosedAt is { } ended ? ChinaTime.Format(ended) : null, minutes = Math.Max(0, (long)(over - begun).TotalMinutes), claimed = one.AcknowledgedBy is not null, level = one.Level,
        };
    }

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), China);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
