using System.Globalization;
using CityOps.Node.Contracts;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Store;

namespace CityOps.Node.Modules.Command;

/// <summary>Where cases and their flow rows are kept.</summary>
internal sealed class CaseTable(Engine engine)
{
    private static readonly TableShape Flow = new(
        "command_flow", [new("case_no", Kind.Text), new("seq", Kind.Whole), new("doc", Kind.Bytes)], ["case_no", "seq"]);

    public static Task<Case?> FindAsync(WriteScope scope, string caseNo, CancellationToken ct) =>
        scope.Sql("SELECT doc FROM command_case WHERE case_no = @no").With("no", Kind.Text, caseNo).FirstAsync(Read, ct);

    public static Task<Case?> FindByTaskAsync(WriteScope scope, string taskNum, CancellationToken ct) =>
        scope.Sql("SELECT doc FROM command_case WHERE task_num = @task").With("task", Kind.Text, taskNum).FirstAsync(Read, ct);

    /// <summary>案件编号: county, day and the next number of that county and day (rule 3.4).</summary>
    public static async Task<string> NextNumberAsync(WriteScope scope, string district, string day, CancellationToken ct)
    {
        var next = await scope.Sql(
            """
            INSERT INTO command_sequence (district, day, head) VALUES (@district, @day, 1)
            ON CONFLICT (district, day) DO UPDATE SET head = command_sequence.head + 1 RETURNING head
            """)
            .With("district", Kind.Text, district).With("day", Kind.Text, day).ScalarAsync<long>(ct);
        return string.Create(CultureInfo.InvariantCulture, $"{district}{day}{next:D5}");
    }

    /// <summary>The number just taken was not used.</summary>
    public static Task GiveBackAsync(WriteScope scope, string district, string day, CancellationToken ct) =>
        scope.Sql("UPDATE command_sequence SET head = head - 1 WHERE district = @district AND day = @day")
            .With("district", Kind.Text, district).With("day", Kind.Text, day).RunAsync(ct);

    /// <summary>Adds a new case; false when its task number was taken by another process meanwhile.</summary>
    public static async Task<bool> InsertAsync(BusinessWork work, Case added, DateTimeOffset now, CancellationToken ct) =>
        await Bind(work.Scope.Sql(
            """
            INSERT INTO command_case (case_no, task_num, state, district, deadline, hang_until, version, updated_at, doc)
            VALUES (@no, @task, @state, @district, @deadline, @hang, @version, @now, @doc) ON CONFLICT (task_num) DO NOTHING
            """), added, now)
            .With("task", Kind.Text, added.Report.TaskNum)
            .With("district", Kind.Text, added.Report.DistrictCode)
            .RunAsync(ct) == 1;

    /// <summary>Puts the case in place of the version before it; false when another process was faster.</summary>
    public static async Task<bool> ReplaceAsync(BusinessWork work, Case moved, DateTimeOffset now, CancellationToken ct) =>
        await Bind(work.Scope.Sql(
            """
            UPDATE command_case SET state = @state, deadline = @deadline, hang_until = @hang, version = @version,
              updated_at = @now, doc = @doc WHERE case_no = @no AND version = @before
            """), moved, now)
            .With("before", Kind.Whole, moved.Version - 1)
            .RunAsync(ct) == 1;

    public static void AddRow(BusinessWork work, FlowRow row) =>
        work.Append(Flow, [row.CaseNo, row.Seq, CommandJson.Bytes(row, CommandJson.Strict.FlowRow)]);

    public Task<Case?> FindAsync(string caseNo, CancellationToken ct) =>
        engine.Sql("SELECT doc FROM command_case WHERE case_no = @no").With("no", Kind.Text, caseNo).FirstAsync(Read, ct);

    /// <summary>Cases in the order of their numbers, after one; of one state or of all.</summary>
    public Task<IReadOnlyList<Case>> ListAsync(CaseState? state, string after, int limit, CancellationToken ct)
    {
        var filter = state is null ? "" : "state = @state AND";
        var statement = engine.Sql($"SELECT doc FROM command_case WHERE {filter} case_no > @after ORDER BY case_no LIMIT @limit")
            .With("after", Kind.Text, after)
            .With("limit", Kind.Whole, limit);
        return (state is { } s ? statement.With("state", Kind.Text, s.Code()) : statement).RowsAsync(Read, ct)!;
    }

    public Task<IReadOnlyList<FlowRow>> FlowAsync(string caseNo, CancellationToken ct) =>
        engine.Sql("SELECT doc FROM command_flow WHERE case_no = @no ORDER BY seq LIMIT 1000")
            .With("no", Kind.Text, caseNo)
            .RowsAsync(row => CommandJson.Stored(row.Bytes(0), CommandJson.Strict.FlowRow), ct);

    /// <summary>Numbers and versions of cases whose suspension has run out.</summary>
    public Task<IReadOnlyList<Case>> HangEndedAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        engine.Sql("SELECT doc FROM command_case WHERE hang_until IS NOT NULL AND hang_until <= @now ORDER BY hang_until LIMIT @limit")
            .With("now", Kind.Instant, now).With("limit", Kind.Whole, limit).RowsAsync(Read, ct)!;

    private static SqlStatement Bind(SqlStatement statement, Case c, DateTimeOffset now) => statement
        .With("no", Kind.Text, c.CaseNo)
        .With("state", Kind.Text, c.State.Code())
        .With("deadline", Kind.Instant, c.Deadline)
        .With("hang", Kind.Instant, c.State is CaseState.Suspended ? c.HangUntil : null)
        .With("version", Kind.Whole, c.Version)
        .With("now", Kind.Instant, now)
        .With("doc", Kind.Bytes, CommandJson.Bytes(c, CommandJson.Strict.Case));

    private static Case? Read(Row row) => CommandJson.Stored(row.Bytes(0), CommandJson.Strict.Case);
}
