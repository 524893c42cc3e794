using System.Text.Json;
using CityOps.Node.Contracts;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Node.Modules.Supervision;

/// <summary>What a call made or found: the record as it stands; new is false when it was there before.</summary>
internal sealed record Standing(ReadOnlyMemory<byte> Record, bool IsNew);

/// <summary>督办办理: issuing on one side, signing and answering on the other; row and record in one transaction.</summary>
internal sealed class SupervisionDesk(BusinessLane lane, Deployment own, TimeProvider clock)
{
    private readonly SupervisionRecords records = new(own);

    /// <summary>Issues the task, or answers the one with this id.</summary>
    public Task<Outcome<Standing>> IssueAsync(IssueCall call, CancellationToken ct) =>
        SupervisionRules.RefuseIssue(own, call) is { } refusal
            ? Task.FromResult<Outcome<Standing>>(refusal)
            : lane.RunAsync((work, token) => IssueAsync(work, call, token), ct);

    /// <summary>Signs for this platform, or answers the assignment it has signed.</summary>
    public Task<Outcome<Standing>> SignAsync(string taskId, SignCall call, CancellationToken ct) =>
        lane.RunAsync((work, token) => SignAsync(work, taskId, call, token), ct);

    /// <summary>Adds a feedback; the final one also hands the assignment in for review.</summary>
    public Task<Outcome<Standing>> AnswerAsync(string taskId, FeedbackCall call, CancellationToken ct) =>
        lane.RunAsync((work, token) => AnswerAsync(work, taskId, call, token), ct);

    private async Task<Outcome<Standing>> IssueAsync(BusinessWork work, IssueCall call, CancellationToken ct)
    {
        if (await SupervisionTable.TaskAsync(work.Scope, call.TaskId, ct) is { } known)
        {
            var there = SupervisionJson.Of(known.Record, SupervisionJson.Fields.KeyTask);
            return known.Platform == own.Code.ToString() && (there.Title, there.Content) == (call.Title, call.Content)
                ? new Standing(known.Record, false)
                : SupervisionRefusals.TaskIdTaken;
        }

        var now = clock.GetUtcNow();
        var year = now.ToOffset(TimeSpan.FromHours(8)).Year;
        if (!records.Of(Drafted(call, SupervisionRules.TaskNo(own, year, 1)), now, 1).TryGet(out _, out var refusal))
        {
            return refusal;
        }

        var task = Drafted(call, SupervisionRules.TaskNo(own, year, await SupervisionTable.NextNumberAsync(work.Scope, year, ct)));
        return await KeepAsync(work, records.Of(task, now, 1), record => SupervisionTable.KeepAsync(work.Scope, task, record, ct));
    }

    private async Task<Outcome<Standing>> SignAsync(BusinessWork work, string taskId, SignCall call, CancellationToken ct)
    {
        if (await SupervisionTable.TaskAsync(work.Scope, taskId, ct) is not { } kept)
        {
            return SupervisionRefusals.NoSuchTask;
        }

        if (await SupervisionTable.AssignmentAsync(work.Scope, SupervisionRules.AssignmentId(taskId, own.Code), ct) is { } signed)
        {
            return new Standing(signed.Record, false);
        }

        var now = clock.GetUtcNow();
        var task = SupervisionJson.Of(kept.Record, SupervisionJson.Fields.KeyTask);
        if (!SupervisionRules.Sign(own, task, SentAt(kept.Record), call, now).TryGet(out var assignment, out var refusal))
        {
            return refusal;
        }

        return await KeepAsync(
            work,
            records.Of(assignment, assignment.SignTime!.Value, now, 1),
            record => SupervisionTable.KeepAsync(work.Scope, assignment, record, ct));
    }

    private async Task<Outcome<Standing>> AnswerAsync(BusinessWork work, string taskId, FeedbackCall call, CancellationToken ct)
    {
        var assignmentId = SupervisionRules.AssignmentId(taskId, own.Code);
        if (await SupervisionTable.AssignmentAsync(work.Scope, assignmentId, ct) is not { } kept)
        {
            return await SupervisionTable.TaskAsync(work.Scope, taskId, ct) is null ? SupervisionRefusals.NoSuchTask : SupervisionRefusals.NotSigned;
        }

        var assignment = SupervisionJson.Of(kept.Record, SupervisionJson.Fields.Assignment);
        var lastKept = await SupervisionTable.LastFeedbackAsync(work.Scope, assignmentId, ct);
        var last = lastKept is null ? null : SupervisionJson.Of(lastKept.Record, SupervisionJson.Fields.Feedback);
        if (last is not null && last.FeedbackNo == call.FeedbackNo)
        {
            return (last.ProgressPct, last.ProgressDesc, last.IsFinal) == (call.ProgressPct, call.ProgressDesc, call.IsFinal)
                ? new Standing(lastKept!.Record, false)
                : SupervisionRefusals.FeedbackTaken;
        }

        var now = clock.GetUtcNow();
        if (!SupervisionRules.Answer(assignment, last, call, now).TryGet(out var feedback, out var refusal))
        {
            return refusal;
        }

        var answered = await KeepAsync(work, records.Of(feedback, now), record => SupervisionTable.KeepAsync(work.Scope, feedback, record, ct));
        if (feedback.IsFinal && answered.TryGet(out _, out _))
        {
            var handedIn = assignment with { AssignState = "40" };
            await KeepAsync(
                work, records.Of(handedIn, feedback.FeedbackTime, now, kept.Rev + 1), record => SupervisionTable.KeepAsync(work.Scope, handedIn, record, ct));
        }

        return answered;
    }

    private static async Task<Outcome<Standing>> KeepAsync(BusinessWork work, Outcome<Record> built, Func<Record, Task> keep)
    {
        if (!built.TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        await keep(record);
        work.Publish(record);
        return new Standing(record.Bytes, true);
    }

    private KeyTask Drafted(IssueCall call, string taskNo) => new()
    {
        TaskId = call.TaskId,
        TaskNo = taskNo,
        Title = call.Title,
        TaskType = call.TaskType,
        IssueOrg = call.IssueOrg,
        IssuingTier = TierLetter.Of(own.Tier).ToString(),
        Content = call.Content,
        Requirement = call.Requirement,
        BasisDocNo = call.BasisDocNo,
        Urgency = call.Urgency,
        StartTime = call.StartTime,
        Deadline = call.Deadline,
        FeedbackCycle = call.FeedbackCycle,
        TargetRegions = call.TargetRegions,
        LeadDept = call.LeadDept,
        Metrics = call.Metrics,
        TaskState = "20",
    };

    private static DateTimeOffset SentAt(byte[] record)
    {
        using var text = JsonDocument.Parse(record);
        return ChinaTime.TryParse(text.RootElement.GetProperty("dataTime").GetString(), out var sent)
            ? sent
            : throw new InvalidDataException("a stored task has no dataTime");
    }
}
