using System.Globalization;
using CityOps.Node.Contracts;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Modules.Command.Statistics;

/// <summary>How much one look did: days counted, rows that were new or had changed and were published.</summary>
internal readonly record struct DayTally(int Days, int Rows);

/// <summary>
/// 案件统计: finds the days that changed cases touch, counts each such day anew from the cases and publishes the rows whose
/// figures changed. A day is counted again when a case of it changes and when a deadline of it passes.
/// </summary>
internal sealed class DayDesk(DayTable table, BusinessLane lane, Deployment own, CitySchedule schedule, TimeProvider clock)
{
    private const int Page = 500;
    private const int MostDays = 400;

    /// <summary>Commits may become visible a little after the time they carry.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private static readonly TimeSpan Never = TimeSpan.FromDays(36_500);

    private readonly DayRecords records = new(own.Code);

    /// <summary>Looks through what changed and counts every day that is due.</summary>
    public async Task<DayTally> CountAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        var tally = default(DayTally);
        foreach (var day in await table.DueAsync(clock.GetUtcNow(), MostDays, ct))
        {
            tally = new DayTally(tally.Days + 1, tally.Rows + await CountAsync(day, ct));
        }

        return tally;
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var began = clock.GetUtcNow();
        var (since, after) = (await table.MarkAsync(ct) ?? DateTimeOffset.UnixEpoch, "");
        var yesterday = Day(began.AddDays(-1));
        while (true)
        {
            var changed = await table.ChangedAsync(since, after, Page, ct);
            var touched = changed.SelectMany(c => DaysOf(c.Case).Select(day => (day, c.Case.CaseNo))).ToList();
            var isLast = changed.Count < Page;
            var mark = isLast ? began - Overlap : changed[^1].At;
            await lane.RunAsync(
                async (work, token) =>
                {
                    await DayTable.TouchAsync(work, touched, clock.GetUtcNow(), mark, token);
                    await DayTable.ExpectAsync(work, yesterday, clock.GetUtcNow(), token);
                    return true;
                },
                ct);
            if (isLast)
            {
                return;
            }

            (since, after) = (changed[^1].At, changed[^1].Case.CaseNo);
        }
    }

    private async Task<int> CountAsync(string day, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var rows = new DayRows(own.Region, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), now, schedule.Current);
        IReadOnlyList<CaseHistory> page;
        var after = "";
        do
        {
            page = await table.HistoriesAsync(day, after, Page, ct);
            foreach (var happened in page)
            {
                rows.Add(happened);
            }

            after = page.Count > 0 ? page[^1].Case.CaseNo : after;
        }
        while (page.Count == Page);
        return await lane.RunAsync((work, token) => PublishAsync(work, day, rows, now, token), ct);
    }

    private async Task<int> PublishAsync(BusinessWork work, string day, DayRows counted, DateTimeOffset now, CancellationToken ct)
    {
        var published = (await DayTable.PublishedAsync(work, day, ct)).ToDictionary(row => row.Key, StringComparer.Ordinal);
        var all = counted.All;

        // A row whose last case has left it (another class, another district) is published with zeros, not forgotten.
        var gone = published.Keys.Select(Key).Where(key => !all.ContainsKey(key)).Select(key => KeyValuePair.Create(key, new DayCounters()));
        var kept = new List<(string Key, long Rev, string Figures)>();
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var (key, counters) in all.Concat(gone).OrderBy(row => Text(row.Key), StringComparer.Ordinal))
        {
            var figures = DayRecords.Figures(counters);
            var before = published.GetValueOrDefault(Text(key));
            if (before.Figures == figures)
            {
                continue;
            }

            work.Publish(records.Of(date, key, counters, before.Rev + 1, now));
            kept.Add((Text(key), before.Rev + 1, figures));
        }

        await DayTable.KeepAsync(work, day, kept, (now, counted.NextChange ?? now + Never), ct);
        return kept.Count;
    }

    private static IEnumerable<string> DaysOf(Case c) =>
        new[] { c.ReportTime, c.AcceptTime, c.FileTime, c.DispatchTime }.OfType<DateTimeOffset>().Select(Day).Distinct();

    private static string Day(DateTimeOffset instant) => instant.ToOffset(Beijing).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DayKey key) => $"{key.Region} {key.Source} {key.Class}";

    private static DayKey Key(string text) => text.Split(' ') is [var region, var source, var kind]
        ? new DayKey(RegionCode.Parse(region), source, kind)
        : throw new InvalidDataException($"'{text}' is no row of a day");
}
