using System.Text.Json;

namespace CityOps.Node.Modules.Supervision;

/// <summary>重点工作任务: the own members of an SI-01 record.</summary>
internal sealed record KeyTask
{
    public required string TaskId { get; init; }

    public required string TaskNo { get; init; }

    public required string Title { get; init; }

    public required string TaskType { get; init; }

    public required string IssueOrg { get; init; }

    public required string IssuingTier { get; init; }

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

    public required string TaskState { get; init; }

    public decimal? Score { get; init; }

    public string? ParentTaskId { get; init; }

    public JsonElement? Attachments { get; init; }
}

/// <summary>任务分派: the own members of an SI-02 record; it belongs to the platform that signs.</summary>
internal sealed record Assignment
{
    public required string AssignmentId { get; init; }

    public required string TaskId { get; init; }

    public required string ReceiverPlatform { get; init; }

    public required string ReceiverOrg { get; init; }

    public required string Role { get; init; }

    public required DateTimeOffset SendTime { get; init; }

    public DateTimeOffset? SignTime { get; init; }

    public string? SignUser { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public DateTimeOffset? ExtendedDeadline { get; init; }

    public string? ExtendReason { get; init; }

    public string? ReturnReason { get; init; }

    public required string AssignState { get; init; }

    public string? ForwardFromId { get; init; }
}

/// <summary>任务进展反馈: the own members of an SI-03 record.</summary>
internal sealed record Feedback
{
    public required string FeedbackId { get; init; }

    public required string TaskId { get; init; }

    public required string AssignmentId { get; init; }

    public required long FeedbackNo { get; init; }

    public required decimal ProgressPct { get; init; }

    public required string ProgressDesc { get; init; }

    public JsonElement? MetricValues { get; init; }

    public string? Problems { get; init; }

    public string? NextPlan { get; init; }

    public required bool IsFinal { get; init; }

    public required string FeedbackOrg { get; init; }

    public required string FeedbackUser { get; init; }

    public required DateTimeOffset FeedbackTime { get; init; }

    public required bool Overdue { get; init; }

    public required string ReviewState { get; init; }

    public string? ReviewOpinion { get; init; }

    public JsonElement? Attachments { get; init; }
}
