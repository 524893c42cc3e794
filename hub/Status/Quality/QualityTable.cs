using CityOps.Hub.Exchange.Log;
using CityOps.Store;

namespace CityOps.Hub.Status.Quality;

/// <summary>What a platform's month comes to.</summary>
/// <param name="Score">Mean of the days' scores; null where no day has one.</param>
/// <param name="Days">Days that have a score.</param>
internal sealed record QualityMonth(string Platform, long Offered, long Accepted, long Rejected, long InTime, long Timed, long DueSlots, long MetSlots, long? Score, long Days);

/// <summary>Days of quality, written whole for a day.</summary>
internal sealed class QualityTable(Engine engine)
{
    private const string Columns = "day, platform, interface, offered, accepted, rejected, in_time, timed, due_slots, met_slots, complete, conforming, consistent, accurate, timely, single, score";
    private const int Most = 200_000;
    private const int MostShown = 1_000;

    private static readonly TableShape Shape = new(
        "hub_quality",
        [
            new("day", Kind.Text), new("platform", Kind.Text), new("interface", Kind.Text), new("offered", Kind.Whole), new("accepted", Kind.Whole), new("rejected", Kind.Whole), new("in_time", Kind.Whole), new("timed", Kind.Whole),
            new("due_slots", Kind.Whole), new("met_slots", Kind.Whole), new("complete", Kind.Whole), new("conforming", Kind.Whole), new("consistent", Kind.Whole), new("accurate", Kind.Whole), new("timely", Kind.Whole),
            new("single", Kind.Whole), new("score", Kind.Whole),
        ],
        ["day", "platform", "interface"]);

    public Task<IReadOnlyList<FeedDay>> FeedsAsync(string day, CancellationToken ct) => FeedDayTable.OfAsync(engine, day, ct);

    public Task<IReadOnlyList<Cause>> CausesAsync(string day, CancellationToken ct) =>
        engine.Sql($"SELECT day, sender, interface, '', code, CAST(sum(count) AS bigint), '', '', max(last_at) FROM hub_cause WHERE day = @day GROUP BY day, sender, interface, code ORDER BY sender, interface, code LIMIT {Most}")
            .With("day", Kind.Text, day).RowsAsync(row => new Cause(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Whole(5), row.Text(6), row.Text(7), row.Instant(8)), ct);

    /// <summary>The last day that was judged; null where none was.</summary>
    public Task<string?> LastDayAsync(CancellationToken ct) => engine.Sql("SELECT max(day) FROM hub_quality").ScalarAsync<string>(ct);

    public Task<string?> FirstFeedDayAsync(CancellationToken ct) => engine.Sql("SELECT min(day) FROM hub_feed_day").ScalarAsync<string>(ct);

    /// <summary>Who was expected on a day.</summary>
    public Task<IReadOnlyList<(string Platform, string Interface)>> KnownAsync(string day, CancellationToken ct) =>
        engine.Sql($"SELECT platform, interface FROM hub_quality WHERE day = @day AND interface <> '' ORDER BY platform, interface LIMIT {Most}").With("day", Kind.Text, day).RowsAsync(row => (row.Text(0), row.Text(1)), ct);

    public async Task WriteAsync(string day, IReadOnlyList<QualityRow> rows, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("DELETE FROM hub_quality WHERE day = @day").With("day", Kind.Text, day).RunAsync(ct);
        await engine.AppendAsync(
            scope.Transaction, Shape,
            [
                .. rows.Select(row => (object?[])[
                    row.Day, row.Platform, row.Interface, row.Offered, row.Accepted, row.Rejected, row.InTime, row.Timed, row.DueSlots, row.MetSlots, row.Parts.Complete, row.Parts.Conforming, row.Parts.Consistent,
                    row.Parts.Accurate, row.Parts.Timely, row.Parts.Single, row.Score]),
            ],
            ct);
        await scope.CommitAsync(ct);
    }

    /// <summary>Newest day first.</summary>
    public Task<IReadOnlyList<QualityRow>> OfInterfaceAsync(string service, string fromDay, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_quality WHERE interface = @interface AND day >= @from ORDER BY day DESC, platform LIMIT {MostShown}").With("interface", Kind.Text, service).With("from", Kind.Text, fromDay).RowsAsync(Read, ct);

    /// <summary>Newest day first, the whole before its interfaces.</summary>
    public Task<IReadOnlyList<QualityRow>> OfPlatformAsync(string platform, string fromDay, string toDay, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_quality WHERE platform = @platform AND day >= @from AND day <= @to ORDER BY day DESC, interface LIMIT {Most}")
            .With("platform", Kind.Text, platform).With("from", Kind.Text, fromDay).With("to", Kind.Text, toDay).RowsAsync(Read, ct);

    public Task<IReadOnlyList<QualityRow>> OfInterfacesAsync(string day, IEnumerable<string> services, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_quality WHERE day = @day AND complete IS NOT NULL AND {engine.AnyOf("interface", "interfaces")} ORDER BY platform, interface LIMIT {MostShown}")
            .With("day", Kind.Text, day).With("interfaces", Kind.TextList, services.ToList()).RowsAsync(Read, ct);

    /// <summary>Every platform's month.</summary>
    public Task<IReadOnlyList<QualityMonth>> MonthAsync(string fromDay, string toDay, CancellationToken ct) =>
        engine.Sql($"""
            SELECT platform, CAST(sum(offered) AS bigint), CAST(sum(accepted) AS bigint), CAST(sum(rejected) AS bigint), CAST(sum(in_time) AS bigint), CAST(sum(timed) AS bigint), CAST(sum(due_slots) AS bigint),
              CAST(sum(met_slots) AS bigint), CAST(sum(score) AS bigint), count(score) FROM hub_quality WHERE interface = '' AND day >= @from AND day <= @to GROUP BY platform ORDER BY platform LIMIT 20000
            """)
            .With("from", Kind.Text, fromDay).With("to", Kind.Text, toDay).RowsAsync(
                row => new QualityMonth(row.Text(0), row.Whole(1), row.Whole(2), row.Whole(3), row.Whole(4), row.Whole(5), row.Whole(6), row.Whole(7), row.MaybeWhole(8) is { } sum ? sum / row.Whole(9) : null, row.Whole(9)), ct);

    public async Task ForgetAsync(string beforeDay, int most, CancellationToken ct)
    {
        await engine.Sql("DELETE FROM hub_feed_day WHERE (day, interface, sender) IN (SELECT day, interface, sender FROM hub_feed_day WHERE day < @day LIMIT @most)").With("day", Kind.Text, beforeDay).With("most", Kind.Whole, most).RunAsync(ct);
        await engine.Sql("DELETE FROM hub_quality WHERE (day, platform, interface) IN (SELECT day, platform, interface FROM hub_quality WHERE day < @day LIMIT @most)").With("day", Kind.Text, beforeDay).With("most", Kind.Whole, most).RunAsync(ct);
    }

    private static QualityRow Read(Row row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Whole(3), row.Whole(4), row.Whole(5), row.Whole(6), row.Whole(7), row.Whole(8), row.Whole(9),
        new QualityParts(row.MaybeWhole(10), row.MaybeWhole(11), row.MaybeWhole(12), row.MaybeWhole(13), row.MaybeWhole(14), row.MaybeWhole(15)), row.MaybeWhole(16));
}
