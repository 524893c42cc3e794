using System.Text.Json;
using System.Text.RegularExpressions;
using CityOps.Hub;
using CityOps.Hub.SignOn.Policy;
using CityOps.Node.Contracts;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Node.Modules.Supervision;

/// <summary>Reads, asks the desk, answers. Bodies are 256 KiB at most.</summary>
internal static partial class SupervisionEndpoints
{
    private const int MostBody = 256 << 10;
    private const int MostListed = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/api/supervision/tasks");
        tasks.MapPost("/", IssueAsync).Needs("supervision.issue");
        tasks.MapGet("/", ListAsync).Needs("supervision.issue", "supervision.review", "supervision.urge", "task.sign", "task.forward");
        tasks.MapPost("/{taskId}/sign", SignAsync).Needs("task.sign");
        tasks.MapPost("/{taskId}/feedback", FeedbackAsync).Needs("task.sign", "task.forward");
    }

    private static async Task<IResult> IssueAsync(HttpContext http, SupervisionDesk desk, CancellationToken ct)
    {
        if (!(await BodyEndpoints.ReadAsync(http, SupervisionJson.Strict.IssueCall, MostBody, ct)).TryGet(out var call, out var refusal))
        {
            return refusal.ToResult(http);
        }

        return TaskIds().IsMatch(call.TaskId)
            ? Answer(http, await desk.IssueAsync(call, ct))
            : SupervisionRefusals.BadValue.Because("任务标识为 1 至 32 位字母、数字、点、横线", "taskId is 1 to 32 letters, digits, dots or hyphens").ToResult(http);
    }

    private static async Task<IResult> SignAsync(string taskId, HttpContext http, SupervisionDesk desk, CancellationToken ct)
    {
        if (!(await BodyEndpoints.ReadAsync(http, SupervisionJson.Strict.SignCall, MostBody, ct)).TryGet(out var call, out var refusal))
        {
            return refusal.ToResult(http);
        }

        return TaskIds().IsMatch(taskId) ? Answer(http, await desk.SignAsync(taskId, call, ct)) : SupervisionRefusals.NoSuchTask.ToResult(http);
    }

    private static async Task<IResult> FeedbackAsync(string taskId, HttpContext http, SupervisionDesk desk, CancellationToken ct)
    {
        if (!(await BodyEndpoints.ReadAsync(http, SupervisionJson.Strict.FeedbackCall, MostBody, ct)).TryGet(out var call, out var refusal))
        {
            return refusal.ToResult(http);
        }

        return TaskIds().IsMatch(taskId) ? Answer(http, await desk.AnswerAsync(taskId, call, ct)) : SupervisionRefusals.NoSuchTask.ToResult(http);
    }

    /// <summary>Tasks issued or received, each with how far every target has come.</summary>
    private static async Task<IResult> ListAsync(string? after, int? limit, HttpContext http, SupervisionTable table, CancellationToken ct)
    {
        if ((after is not null && !TaskIds().IsMatch(after)) || limit is < 1 or > MostListed)
        {
            return SupervisionRefusals.BadQuery
                .Because($"after 为任务标识，limit 为 1 至 {MostListed}", $"after is a task id, limit 1 to {MostListed}").ToResult(http);
        }

        var most = limit ?? 50;
        var kept = await table.TasksAsync(after ?? "", most, ct);
        var tasks = kept.Select(k => (Kept: k, Task: SupervisionJson.Of(k.Record, SupervisionJson.Fields.KeyTask))).ToList();
        string[] ids = [.. tasks.Select(t => t.Task.TaskId)];
        var assignments = (await table.AssignmentsAsync(ids, ct))
            .Select(a => SupervisionJson.Of(a.Record, SupervisionJson.Fields.Assignment)).ToLookup(a => a.TaskId);
        var feedback = (await table.NewestFeedbackAsync(ids, ct))
            .Select(f => SupervisionJson.Of(f.Record, SupervisionJson.Fields.Feedback)).ToDictionary(f => f.AssignmentId);
        return BodyEndpoints.Answer(StatusCodes.Status200OK, w =>
        {
            w.WriteStartArray("tasks");
            foreach (var (stored, task) in tasks)
            {
                w.WriteStartObject();
                w.WriteString("taskId", task.TaskId);
                w.WriteString("issuer", stored.Platform);
                w.WritePropertyName("task");
                w.WriteRawValue(stored.Record, skipInputValidation: true);
                WriteTargets(w, task, assignments[task.TaskId], feedback);
                w.WriteEndObject();
            }

            w.WriteEndArray();
            if (tasks.Count == most)
            {
                w.WriteString("next", ids[^1]);
            }
        });
    }

    private static void WriteTargets(Utf8JsonWriter w, KeyTask task, IEnumerable<Assignment> assignments, Dictionary<string, Feedback> feedback)
    {
        var byRegion = assignments.ToLookup(a => PlatformCode.TryParse(a.ReceiverPlatform, out var code) ? code.Region?.ToString() ?? "" : "");
        w.WriteStartArray("targets");
        foreach (var region in task.TargetRegions)
        {
            var assignment = byRegion[region].FirstOrDefault();
            var newest = assignment is null ? null : feedback.GetValueOrDefault(assignment.AssignmentId);
            w.WriteStartObject();
            w.WriteString("region", region);
            w.WriteString("state", assignment?.AssignState ?? "20");
            w.WriteString("platform", assignment?.ReceiverPlatform);
            w.WriteNumber("progressPct", newest?.ProgressPct ?? 0);
            w.WriteNumber("feedbacks", newest?.FeedbackNo ?? 0);
            w.WriteBoolean("isFinal", newest?.IsFinal ?? false);
            w.WriteBoolean("overdue", newest?.Overdue ?? false);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static IResult Answer(HttpContext http, Outcome<Standing> outcome) => outcome.Match(
        standing => BodyEndpoints.Answer(standing.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, w =>
        {
            w.WritePropertyName("record");
            w.WriteRawValue(standing.Record.Span, skipInputValidation: true);
        }),
        refusal => refusal.ToResult(http));

    [GeneratedRegex(@"\A[0-9A-Za-z._-]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TaskIds();
}
