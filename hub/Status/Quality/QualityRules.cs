using System.Globalization;
using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;

namespace CityOps.Hub.Status.Quality;

/// <summary>From what was counted on a day to its score (domain.md 4.3.5). Pure. What is not known takes no part, neither good nor bad.</summary>
internal static class QualityRules
{
    private const long Full = 10_000;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly string[] PlaceCodes = ["E4002", "E4003", "E4202"];

    /// <summary>Quality score = 0.25 完整性 + 0.25 规范性 + 0.15 一致性 + 0.15 准确性 + 0.15 及时性 + 0.05 唯一性 (4.3.5), over the parts that are known.</summary>
    public static long? Score(QualityParts parts)
    {
        (long Weight, long? Part)[] all = [(25, parts.Complete), (25, parts.Conforming), (15, parts.Consistent), (15, parts.Accurate), (15, parts.Timely), (5, parts.Single)];
        var known = all.Where(one => one.Part is not null).ToList();
        return known.Count == 0 ? null : (long)Math.Round(known.Sum(one => one.Weight * one.Part!.Value) / (decimal)known.Sum(one => one.Weight), MidpointRounding.AwayFromZero);
    }

    /// <param name="feed">What came; null where nothing did.</param>
    /// <param name="before">Whether it was expected the day before already: then it is due from midnight.</param>
    /// <param name="causes">Why records of it were refused that day.</param>
    public static QualityRow Of(string day, string platform, InterfaceService service, FeedDay? feed, bool before, IEnumerable<Cause> causes, IReadOnlyList<Maintenance> windows, DateTimeOffset now)
    {
        var counted = feed ?? new FeedDay(day, service.Name, platform, 0, 0, 0, 0, 0, FeedDay.NoSlot, now);
        var refused = causes.ToLookup(one => ClassOf(one.Code), one => one.Count);
        var due = Expectation.PeriodOf(service.Traits) is { } period ? Due(day, platform, service.Name, period, before ? null : counted.FirstAt, windows, now) : 0;
        var met = Math.Min(due, counted.Slots);
        var timed = Expectation.LateOf(service.Traits) is null ? 0 : counted.Accepted;
        long? Without(long bad) => Share(counted.Offered - Math.Min(bad, counted.Offered), counted.Offered);
        var parts = new QualityParts(
            Share(met, due), Without(refused[Fault.Form].Sum()), Without(refused[Fault.Relation].Sum()), Without(refused[Fault.Place].Sum()), Share(Math.Min(counted.InTime, timed), timed), Without(counted.Duplicate));
        return new QualityRow(day, platform, service.Name, counted.Offered, counted.Accepted, counted.Rejected, Math.Min(counted.InTime, timed), timed, due, met, parts, Score(parts));
    }

    /// <summary>All of a platform's interfaces together: parts by what they count, not by interface.</summary>
    public static QualityRow Whole(string day, string platform, IReadOnlyList<QualityRow> rows)
    {
        long? Mean(Func<QualityParts, long?> part)
        {
            var known = rows.Where(row => part(row.Parts) is not null && row.Offered > 0).ToList();
            return known.Count == 0 ? null : (long)Math.Round(known.Sum(row => (decimal)part(row.Parts)!.Value * row.Offered) / known.Sum(row => row.Offered), MidpointRounding.AwayFromZero);
        }

        var (due, met, timed, inTime) = (rows.Sum(row => row.DueSlots), rows.Sum(row => row.MetSlots), rows.Sum(row => row.Timed), rows.Sum(row => row.InTime));
        var parts = new QualityParts(Share(met, due), Mean(one => one.Conforming), Mean(one => one.Consistent), Mean(one => one.Accurate), Share(inTime, timed), Mean(one => one.Single));
        return new QualityRow(day, platform, "", rows.Sum(row => row.Offered), rows.Sum(row => row.Accepted), rows.Sum(row => row.Rejected), inTime, timed, due, met, parts, Score(parts));
    }

    public static long? Share(long part, long whole) => whole <= 0 ? null : (long)Math.Round(Full * (decimal)part / whole, MidpointRounding.AwayFromZero);

    public static string DayOf(DateTimeOffset at) => at.ToOffset(China).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Midnight in China.</summary>
    public static DateTimeOffset StartOf(string day) => new(DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), China);

    // Whole periods that are over, without those inside a window of maintenance (4.7).
    private static long Due(string day, string platform, string service, TimeSpan period, DateTimeOffset? since, IReadOnlyList<Maintenance> windows, DateTimeOffset now)
    {
        var (midnight, due) = (StartOf(day), 0L);
        var first = since is { } begun ? (long)((begun - midnight) / period) : 0;
        for (var slot = first; slot * period < TimeSpan.FromDays(1); slot++)
        {
            var (starts, ends) = (midnight + (slot * period), midnight + ((slot + 1) * period));
            if (ends > now)
            {
                break;
            }

            due += windows.Any(one => one.Covers(platform, service, starts) || one.Covers(platform, service, ends - TimeSpan.FromSeconds(1))) ? 0 : 1;
        }

        return due;
    }

    private static Fault ClassOf(string code) => code.StartsWith("E3", StringComparison.Ordinal) ? Fault.Form : PlaceCodes.Contains(code) ? Fault.Place : Fault.Relation;

    private enum Fault
    {
        Form,
        Relation,
        Place,
    }
}
