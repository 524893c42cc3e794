using System.Globalization;
using CityOps.Schemas;
using CityOps.Schemas.Calendars;
using static CityOps.Node.Modules.Command.Flow.CaseAction;

namespace CityOps.Node.Modules.Command.Flow;

/// <summary>
/// 案件流转规则: opens a case and moves it on. Pure: no clock, no store. The handling clock runs from dispatch to the
/// department's confirmation; it stands still in 挂账 and from the confirmation on, and goes on at a rework, so that a
/// rework neither forgives time used nor charges the checkers' time to the department.
/// </summary>
internal static class CaseFlow
{
    /// <summary>The case as just reported, version 1, with flow row 1.</summary>
    /// <param name="report">As told by the client.</param>
    /// <param name="caseNo">Number given by the city, rule 3.4.</param>
    /// <param name="now">The clock; the report may be told late but not ahead of it.</param>
    public static Outcome<CaseStep> Open(CaseReport report, string caseNo, DateTimeOffset now)
    {
        var at = Whole(report.At ?? now);
        if (at > now)
        {
            return Future(at, now);
        }

        var opened = new Case
        {
            CaseNo = caseNo,
            Report = report with { At = null, Media = [] },
            State = CaseState.Reported,
            Version = 1,
            LastAt = at,
            ReportTime = at,
            NodeDeadline = at + CaseLimits.Accept,
            MediaCount = report.Media.Count,
        };
        var row = new FlowRow
        {
            FlowId = FlowId(caseNo, 1),
            CaseNo = caseNo,
            Seq = 1,
            Node = "1",
            Action = "FORWARD",
            ToState = CaseState.Reported,
            FromOrg = report.FromOrg,
            FromUser = report.FromUser,
            ToOrg = "监督中心受理员",
            StartTime = at,
            EndTime = at,
            UsedSec = 0,
        };
        return new CaseStep(opened, row, Number(opened, 0, row.FlowId, report.Media));
    }

    /// <summary>The case after the move, with its flow row and media, or why not. Does not look at ExpectVersion.</summary>
    public static Outcome<CaseStep> Advance(Case current, CaseMove move, DateTimeOffset now, WorkSchedule schedule)
    {
        if (move.Action is ForceClose or Close && current.DepartmentReturned && !current.State.IsEnd())
        {
            return CommandRefusals.ReturnedCase;
        }

        if (CaseMoves.Find(current.State, move.Action) is not { } rule)
        {
            return Illegal(current, move.Action);
        }

        var at = Whole(move.At ?? (now > current.LastAt ? now : current.LastAt));
        if (at < current.LastAt)
        {
            return CommandRefusals.TimeOrder.Because(
                $"{China(at)} 早于上一步的 {China(current.LastAt)}", $"{China(at)} lies before the previous move at {China(current.LastAt)}");
        }

        if (move.At is not null && at > now)
        {
            return Future(at, now);
        }

        if (CaseGuards.Refuse(current, move, at) is { } refusal)
        {
            return refusal;
        }

        return CaseEffects.Apply(current, move, at, schedule).Match<Outcome<CaseStep>>(
            changed => Step(current, changed, rule, move, at), refused => refused);
    }

    private static CaseStep Step(Case current, Case changed, MoveRule rule, CaseMove move, DateTimeOffset at)
    {
        var next = changed with
        {
            State = rule.To,
            Version = current.Version + 1,
            LastAt = at,
            NodeDeadline = CaseEffects.NodeDeadline(current, changed, rule, at),
            MediaCount = current.MediaCount + move.Media.Count,
        };
        var due = rule.Action is Supervise ? null : current.NodeDeadline;
        var row = new FlowRow
        {
            FlowId = FlowId(current.CaseNo, next.Version),
            CaseNo = current.CaseNo,
            Seq = next.Version,
            Node = rule.Node,
            Action = rule.FlowAction,
            FromState = current.State,
            ToState = rule.To,
            FromOrg = move.FromOrg,
            FromUser = move.FromUser,
            ToOrg = move.ToOrg ?? Receiver(next),
            ToUser = move.ToUser,
            StartTime = current.LastAt,
            EndTime = at,
            NodeDeadline = due,
            UsedSec = (long)(at - current.LastAt).TotalSeconds,
            Overtime = due is null ? null : at > due,
            Opinion = move.Opinion,
        };
        return new CaseStep(next, row, Number(next, current.MediaCount, row.FlowId, move.Media));
    }

    private static MediaRow[] Number(Case owner, int before, string flowId, IReadOnlyList<CaseMedia> media) =>
        [.. media.Select((m, i) => new MediaRow(string.Create(CultureInfo.InvariantCulture, $"{owner.CaseNo}-M{before + i + 1}"), owner.CaseNo, flowId, m))];

    private static string FlowId(string caseNo, long seq) => string.Create(CultureInfo.InvariantCulture, $"{caseNo}-{seq}");

    /// <summary>Every move says whose turn it is next (domain.md 1.3.2a).</summary>
    private static string Receiver(Case next) => next.State switch
    {
        CaseState.Reported or CaseState.ToBeClosed => "监督中心受理员",
        CaseState.Verifying or CaseState.Checking => "信息采集员",
        CaseState.ToBeFiled => "监督中心值班长",
        CaseState.ToBeDispatched or CaseState.ToBeChecked => "指挥中心派遣员",
        CaseState.AwaitingSign or CaseState.InHandling or CaseState.Suspended or CaseState.Handled => next.Dispatch!.DisposeOrgName,
        _ => "归档",
    };

    private static Refusal Illegal(Case current, CaseAction action)
    {
        var possible = string.Join(", ", CaseMoves.From(current.State));
        return CommandRefusals.IllegalMove.Because(
            $"状态 {current.State.Code()} 不能 {action}；可以：{(possible.Length == 0 ? "无（已终结）" : possible)}",
            $"{action} is not possible in state {current.State.Code()}; possible: {(possible.Length == 0 ? "nothing, the case has ended" : possible)}");
    }

    private static Refusal Future(DateTimeOffset at, DateTimeOffset now) => CommandRefusals.TimeOrder.Because(
        $"{China(at)} 晚于当前时间 {China(now)}", $"{China(at)} lies ahead of the clock, {China(now)}");

    /// <summary>Records carry milliseconds; what is compared must be what is sent.</summary>
    private static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond)).ToUniversalTime();

    private static string China(DateTimeOffset time) =>
        time.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
