using CityOps.Node.Contracts;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Store;

namespace CityOps.Node.Modules.Command.Statistics;

/// <summary>Which cases touch which day, which days are to be counted, and the figures last published.</summary>
internal sealed class DayTable(Engine engine)
{
    private static readonly TableShape Cases = new("command_day_case", [new("day", Kind.Text), new("case_no", Kind.Text)], ["day", "case_no"]);
    private static readonly TableShape Days = new("command_day", [new("day", Kind.Text), new("due", Kind.Instant)], ["day"]);

    private static readonly TableShape Figures = new(
        "command_day_row", [new("day", Kind.Text), new("key", Kind.Text), new("rev", Kind.Whole), new("figures", Kind.Text)], ["day", "key"]);

    /// <summary>Cases stored at or after an instant, oldest first.</summary>
    public Task<IReadOnlyList<(Case Case, DateTimeOffset At)>> ChangedAsync(DateTimeOffset since, string after, int limit, CancellationToken ct) =>
        engine.Sql(
            """
            SELECT doc, updated_at FROM command_case
            WHERE updated_at > @since OR (updated_at = @since AND case_no > @after) ORDER BY updated_at, case_no LIMIT @limit
            """)
            .With("since", Kind.Instant, since).With("after", Kind.Text, after).With("limit", Kind.Whole, limit)
            .RowsAsync(row => (CommandJson.Stored(row.Bytes(0), CommandJson.Strict.Case), row.Instant(1)), ct);

    /// <summary>How far the changes have been looked through.</summary>
    public async Task<DateTimeOffset?> MarkAsync(CancellationToken ct) =>
        (await engine.Sql("SELECT due FROM command_day WHERE day = ''").RowsAsync(row => row.Instant(0), ct)) is [var mark] ? mark : null;

    public Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        engine.Sql("SELECT day FROM command_day WHERE due <= @now AND day <> '' ORDER BY day LIMIT @limit")
            .With("now", Kind.Instant, now).With("limit", Kind.Whole, limit).RowsAsync(row => row.Text(0), ct);

    /// <summary>The cases of a day with their histories, in order of case numbers, after one.</summary>
    public async Task<IReadOnlyList<CaseHistory>> HistoriesAsync(string day, string after, int limit, CancellationToken ct)
    {
        var cases = await engine.Sql(
            """
            SELECT c.doc FROM command_day_case d JOIN command_case c ON c.case_no = d.case_no
            WHERE d.day = @day AND d.case_no > @after ORDER BY d.case_no LIMIT @limit
            """)
            .With("day", Kind.Text, day).With("after", Kind.Text, after).With("limit", Kind.Whole, limit)
            .RowsAsync(row => CommandJson.Stored(row.Bytes(0), CommandJson.Strict.Case), ct);
        if (cases.Count == 0)
        {
            return [];
        }

        var flows = await engine.Sql(
            """
            SELECT f.case_no, f.doc FROM command_day_case d JOIN command_flow f ON f.case_no = d.case_no
            WHERE d.day = @day AND d.case_no > @after AND d.case_no <= @last ORDER BY f.case_no, f.seq
            """)
            .With("day", Kind.Text, day).With("after", Kind.Text, after).With("last", Kind.Text, cases[^1].CaseNo)
            .RowsAsync(row => (CaseNo: row.Text(0), Row: CommandJson.Stored(row.Bytes(1), CommandJson.Strict.FlowRow)), ct);
        var byCase = flows.ToLookup(flow => flow.CaseNo, flow => flow.Row);
        return [.. cases.Select(c => new CaseHistory(c, [.. byCase[c.CaseNo]]))];
    }

    public static async Task TouchAsync(BusinessWork work, IReadOnlyList<(string Day, string CaseNo)> touched, DateTimeOffset due, DateTimeOffset mark, CancellationToken ct)
    {
        var scope = work.Scope;
        await scope.Engine.UpsertAsync(scope.Transaction, Cases, [.. touched.Distinct().Select(t => new object?[] { t.Day, t.CaseNo })], null, ct);
        var days = touched.Select(t => t.Day).Distinct().ToList();
        await scope.Engine.UpsertAsync(scope.Transaction, Days, [.. days.Select(day => new object?[] { day, due }), ["", mark]], null, ct);
        foreach (var day in days)
        {
            await SetDueAsync(scope, day, due, ct);
        }

        await SetDueAsync(scope, "", mark, ct);
    }

    private static Task SetDueAsync(WriteScope scope, string day, DateTimeOffset due, CancellationToken ct) =>
        scope.Sql("UPDATE command_day SET due = @due WHERE day = @day").With("day", Kind.Text, day).With("due", Kind.Instant, due).RunAsync(ct);

    /// <summary>A day that is over is counted once even when nothing happened on it.</summary>
    public static Task ExpectAsync(BusinessWork work, string day, DateTimeOffset due, CancellationToken ct) =>
        work.Scope.Sql("INSERT INTO command_day (day, due) VALUES (@day, @due) ON CONFLICT (day) DO NOTHING")
            .With("day", Kind.Text, day).With("due", Kind.Instant, due).RunAsync(ct);

    /// <summary>What was last published of a day; other processes that count the same day wait here until the commit.</summary>
    public static async Task<IReadOnlyList<(string Key, long Rev, string Figures)>> PublishedAsync(BusinessWork work, string day, CancellationToken ct)
    {
        await work.Scope.Sql("UPDATE command_day SET due = due WHERE day = @day").With("day", Kind.Text, day).RunAsync(ct);
        return await work.Scope.Sql("SELECT key, rev, figures FROM command_day_row WHERE day = @day").With("day", Kind.Text, day)
            .RowsAsync(row => (row.Text(0), row.Whole(1), row.Text(2)), ct);
    }

    /// <summary>Keeps what was published, and when the day is to be counted again; a day touched meanwhile stays due.</summary>
    public static async Task KeepAsync(BusinessWork work, string day, IReadOnlyList<(string Key, long Rev, string Figures)> rows, (DateTimeOffset Counted, DateTimeOffset Again) when, CancellationToken ct)
    {
        var scope = work.Scope;
        await scope.Engine.UpsertAsync(scope.Transaction, Figures, [.. rows.Select(r => new object?[] { day, r.Key, r.Rev, r.Figures })], "rev", ct);
        await scope.Sql("UPDATE command_day SET due = @again WHERE day = @day AND due <= @counted")
            .With("day", Kind.Text, day).With("again", Kind.Instant, when.Again).With("counted", Kind.Instant, when.Counted).RunAsync(ct);
    }
}
