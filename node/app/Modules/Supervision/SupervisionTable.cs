using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Node.Modules.Supervision;

/// <summary>A stored record of the room: whose it is, its revision, its bytes.</summary>
internal sealed record Kept(string Platform, long Rev, byte[] Record);

/// <summary>Tasks, assignments and feedback: own and arrived alike, the newest revision of each.</summary>
internal sealed class SupervisionTable(Engine engine)
{
    private static readonly TableShape Tasks = new(
        "supervision_task",
        [new("task_id", Kind.Text), new("issuer", Kind.Text), new("rev", Kind.Whole), new("record", Kind.Bytes)],
        ["task_id"]);

    private static readonly TableShape Assignments = new(
        "supervision_assignment",
        [new("assignment_id", Kind.Text), new("task_id", Kind.Text), new("platform", Kind.Text), new("rev", Kind.Whole), new("record", Kind.Bytes)],
        ["assignment_id"]);

    private static readonly TableShape Feedbacks = new(
        "supervision_feedback",
        [
            new("feedback_id", Kind.Text), new("task_id", Kind.Text), new("assignment_id", Kind.Text),
            new("feedback_no", Kind.Whole), new("rev", Kind.Whole), new("record", Kind.Bytes),
        ],
        ["feedback_id"]);

    /// <summary>Keeps it unless this or a newer revision is there.</summary>
    public static Task KeepAsync(WriteScope scope, KeyTask task, Record record, CancellationToken ct) => scope.Engine.UpsertAsync(
        scope.Transaction, Tasks, [[task.TaskId, record.Header.SourcePlatform, record.Header.Rev, record.Bytes]], "rev", ct);

    public static Task KeepAsync(WriteScope scope, Assignment assignment, Record record, CancellationToken ct) => scope.Engine.UpsertAsync(
        scope.Transaction, Assignments,
        [[assignment.AssignmentId, assignment.TaskId, record.Header.SourcePlatform, record.Header.Rev, record.Bytes]], "rev", ct);

    public static Task KeepAsync(WriteScope scope, Feedback feedback, Record record, CancellationToken ct) => scope.Engine.UpsertAsync(
        scope.Transaction, Feedbacks,
        [[feedback.FeedbackId, feedback.TaskId, feedback.AssignmentId, feedback.FeedbackNo, record.Header.Rev, record.Bytes]], "rev", ct);

    public static async Task<long> NextNumberAsync(WriteScope scope, int year, CancellationToken ct) =>
        await scope.Sql(
            """
            INSERT INTO supervision_sequence (year, head) VALUES (@year, 1)
            ON CONFLICT (year) DO UPDATE SET head = supervision_sequence.head + 1 RETURNING head
            """).With("year", Kind.Whole, (long)year).ScalarAsync<long>(ct);

    public static Task<Kept?> TaskAsync(WriteScope scope, string taskId, CancellationToken ct) =>
        scope.Sql("SELECT issuer, rev, record FROM supervision_task WHERE task_id = @id").With("id", Kind.Text, taskId).FirstAsync(Read, ct);

    public static Task<Kept?> AssignmentAsync(WriteScope scope, string assignmentId, CancellationToken ct) =>
        scope.Sql("SELECT platform, rev, record FROM supervision_assignment WHERE assignment_id = @id")
            .With("id", Kind.Text, assignmentId).FirstAsync(Read, ct);

    public static Task<Kept?> LastFeedbackAsync(WriteScope scope, string assignmentId, CancellationToken ct) =>
        scope.Sql("SELECT assignment_id, rev, record FROM supervision_feedback WHERE assignment_id = @id ORDER BY feedback_no DESC LIMIT 1")
            .With("id", Kind.Text, assignmentId).FirstAsync(Read, ct);

    public Task<IReadOnlyList<Kept>> TasksAsync(string after, int limit, CancellationToken ct) =>
        engine.Sql("SELECT issuer, rev, record FROM supervision_task WHERE task_id > @after ORDER BY task_id LIMIT @limit")
            .With("after", Kind.Text, after).With("limit", Kind.Whole, limit).RowsAsync(Read, ct)!;

    public Task<IReadOnlyList<Kept>> AssignmentsAsync(IReadOnlyCollection<string> taskIds, CancellationToken ct) =>
        engine.Sql($"SELECT platform, rev, record FROM supervision_assignment WHERE {engine.AnyOf("task_id", "ids")} ORDER BY task_id, platform LIMIT 20000")
            .With("ids", Kind.TextList, taskIds).RowsAsync(Read, ct)!;

    /// <summary>The newest feedback of each assignment of these tasks.</summary>
    public Task<IReadOnlyList<Kept>> NewestFeedbackAsync(IReadOnlyCollection<string> taskIds, CancellationToken ct) =>
        engine.Sql(
            $"""
            SELECT f.assignment_id, f.rev, f.record FROM supervision_feedback f
            WHERE {engine.AnyOf("f.task_id", "ids")} AND NOT EXISTS (
              SELECT 1 FROM supervision_feedback n
              WHERE n.task_id = f.task_id AND n.assignment_id = f.assignment_id AND n.feedback_no > f.feedback_no)
            LIMIT 20000
            """).With("ids", Kind.TextList, taskIds).RowsAsync(Read, ct)!;

    private static Kept? Read(Row row) => new(row.Text(0), row.Whole(1), row.Bytes(2));
}
