using System.Text.Json;

namespace CityOps.Node.Modules.Supervision;

/// <summary>下达任务: the body of <c>POST /api/supervision/tasks</c>; the caller's own task id makes it repeatable.</summary>
internal sealed record IssueCall
{
    public required string TaskId { get; init; }

    public required string Title { get; init; }

    public required string TaskType { get; init; }

    public required string IssueOrg { get; init; }

    public required string Content { get; init; }

    public required string Requirement { get; init; }

    public string? BasisDocNo { get; init; }

    public required string Urgency { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public required string FeedbackCycle { get; init; }

    public required IReadOnlyList<string> TargetRegions { get; init; }

    public string? LeadDept { get; init; }

    public JsonElement? Metrics { get; init; }
}

/// <summary>签收: the body of <c>POST /api/supervision/tasks/{taskId}/sign</c>.</summary>
internal sealed record SignCall
{
    public required string ReceiverOrg { get; init; }

    public required string SignUser { get; init; }

    /// <summary>An earlier limit of one's own; the task's when absent.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public DateTimeOffset? At { get; init; }
}

/// <summary>
/// 反馈: the body of <c>POST /api/supervision/tasks/{taskId}/feedback</c>. The number is the caller's count from 1; the
/// newest number again answers what is there, so that a lost answer can be asked for once more.
/// </summary>
internal sealed record FeedbackCall
{
    public required long FeedbackNo { get; init; }

    public required decimal ProgressPct { get; init; }

    public required string ProgressDesc { get; init; }

    public JsonElement? MetricValues { get; init; }

    public string? Problems { get; init; }

    public string? NextPlan { get; init; }

    public required bool IsFinal { get; init; }

    public required string FeedbackOrg { get; init; }

    public required string FeedbackUser { get; init; }

    public DateTimeOffset? At { get; init; }
}
