using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Modules.Supervision;

/// <summary>督办规则: who may issue to whom, and R-SI1, R-SI2 for what the targets answer. Pure.</summary>
internal static class SupervisionRules
{
    private const int LongestReadable = 20;

    /// <summary>Null when this deployment may issue this task.</summary>
    public static Refusal? RefuseIssue(Deployment own, IssueCall call)
    {
        if (own.Tier is not (Tier.Nation or Tier.Province))
        {
            return SupervisionRefusals.NotAnIssuer;
        }

        if (call.Deadline <= call.StartTime)
        {
            return SupervisionRefusals.TimeOrder.Because("办结时限应晚于开始时间", "deadline must lie after startTime");
        }

        foreach (var target in call.TargetRegions)
        {
            if (!RegionCode.TryParse(target, out var region) || region == own.Region
                || !RegionTree.Standard.Contains(own.Region, region) || RegionTree.Standard.IsHeading(region))
            {
                return SupervisionRefusals.BadTarget.Because($"{target} 不是 {own.Region} 的下级区划", $"{target} does not lie below {own.Region}");
            }
        }

        return null;
    }

    /// <summary>任务编号: tier letter, issuer's region, year, four digits; the nation is written 100000.</summary>
    public static string TaskNo(Deployment own, int year, long number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{TierLetter.Of(own.Tier)}{(own.Region == RegionCode.Nation ? "100000" : own.Region.ToString())}-{year:D4}-{number:D4}");

    /// <summary>The assignment as signed, or why not (R-SI1: not before it was sent, no later limit than the task's).</summary>
    public static Outcome<Assignment> Sign(Deployment own, KeyTask task, DateTimeOffset sentAt, SignCall call, DateTimeOffset now)
    {
        if (!task.TargetRegions.Contains(own.Region.ToString()))
        {
            return SupervisionRefusals.NotATarget;
        }

        var at = Whole(call.At ?? (now > sentAt ? now : sentAt));
        if (at < sentAt || (call.At is not null && at > now))
        {
            return SupervisionRefusals.TimeOrder.Because("签收时间应在下达之后、当前时间之前", "signing lies after sending and not ahead of the clock");
        }

        if (call.Deadline > task.Deadline)
        {
            return SupervisionRefusals.TimeOrder.Because("办理时限不得晚于任务时限", "the deadline must not lie after the task's");
        }

        return new Assignment
        {
            AssignmentId = AssignmentId(task.TaskId, own.Code),
            TaskId = task.TaskId,
            ReceiverPlatform = own.Code.ToString(),
            ReceiverOrg = call.ReceiverOrg,
            Role = "1",
            SendTime = sentAt,
            SignTime = at,
            SignUser = call.SignUser,
            Deadline = call.Deadline ?? task.Deadline,
            AssignState = "30",
        };
    }

    /// <summary>The next feedback of a signed assignment, or why not (R-SI2). <paramref name="last"/> is the newest so far.</summary>
    public static Outcome<Feedback> Answer(Assignment assignment, Feedback? last, FeedbackCall call, DateTimeOffset now)
    {
        if (last is { IsFinal: true })
        {
            return SupervisionRefusals.AlreadyFinal;
        }

        var next = (last?.FeedbackNo ?? 0) + 1;
        if (call.FeedbackNo != next)
        {
            return SupervisionRefusals.FeedbackOrder.Because($"下一反馈序号为 {next}", $"the next feedback is number {next}");
        }

        if (call.IsFinal && call.ProgressPct != 100)
        {
            return SupervisionRefusals.FinalNeedsAll;
        }

        var earliest = last?.FeedbackTime ?? assignment.SignTime!.Value;
        var at = Whole(call.At ?? (now > earliest ? now : earliest));
        if (at < earliest || (call.At is not null && at > now))
        {
            return SupervisionRefusals.TimeOrder.Because("反馈时间应在上一步之后、当前时间之前", "feedback lies after the step before and not ahead of the clock");
        }

        return new Feedback
        {
            FeedbackId = string.Create(CultureInfo.InvariantCulture, $"{assignment.AssignmentId}-{next}"),
            TaskId = assignment.TaskId,
            AssignmentId = assignment.AssignmentId,
            FeedbackNo = next,
            ProgressPct = call.ProgressPct,
            ProgressDesc = call.ProgressDesc,
            MetricValues = call.MetricValues,
            Problems = call.Problems,
            NextPlan = call.NextPlan,
            IsFinal = call.IsFinal,
            FeedbackOrg = call.FeedbackOrg,
            FeedbackUser = call.FeedbackUser,
            FeedbackTime = at,
            Overdue = at > (assignment.ExtendedDeadline ?? assignment.Deadline),
            ReviewState = "1",
        };
    }

    /// <summary>
    /// 分派标识 within 32 characters, with room for a feedback number: the task id, shortened by its digest when it is
    /// long, and the digits of the platform's region.
    /// </summary>
    public static string AssignmentId(string taskId, PlatformCode platform)
    {
        var stem = taskId.Length <= LongestReadable
            ? taskId
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(taskId)))[..LongestReadable];
        return $"{stem}-{platform.ToString()[2..]}";
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond)).ToUniversalTime();
}
