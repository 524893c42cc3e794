using CityOps.Schemas;
using CityOps.Schemas.Calendars;
using static CityOps.Node.Modules.Command.Flow.CaseAction;

namespace CityOps.Node.Modules.Command.Flow;

/// <summary>What a guarded, legal move does to the case's own values: times, clocks, counters. Pure.</summary>
internal static class CaseEffects
{
    /// <summary>The case with the move's effects; state, version and times of the step itself are set by the flow.</summary>
    public static Outcome<Case> Apply(Case c, CaseMove move, DateTimeOffset at, WorkSchedule schedule) => move.Action switch
    {
        Accept => c with { AcceptTime = at, AcceptDeadline = null, ClockStoppedAt = null },
        Verify => c with { AcceptDeadline = c.NodeDeadline, ClockStoppedAt = at, VerifyResult = null },
        VerifyAnswer => c with { VerifyResult = move.Result, AcceptDeadline = c.AcceptDeadline + (at - c.ClockStoppedAt), ClockStoppedAt = null },
        CaseAction.File => c with { FileTime = at, ConditionNo = move.ConditionNo, Report = Placed(c.Report, move.Placing) },
        Dispatch => Dispatched(c, move.Dispatch!, at, schedule),
        SendBack => c with { FileTime = null, ConditionNo = null, Dispatch = null, DispatchTime = null, Deadline = null, DisposeTime = null, DisposeOvertime = null, CheckTime = null },
        Return => c with { DepartmentReturned = true, PostponeStage = 0 },
        HandBack => c with { PostponeStage = 0 },
        Handle => Disposed(c, at) with { PostponeStage = 0, DepartmentReturned = false },
        Postpone => c with { PostponeStage = 1 },
        PostponeReview => c with { PostponeStage = 2 },
        PostponeRefuse => c with { PostponeStage = 0 },
        PostponeApprove => Extended(c, schedule),
        Hang => c with { HangTimes = c.HangTimes + 1, HangUntil = move.HangUntil, ClockStoppedAt = at, PostponeStage = 0 },
        Resume => ClockOn(c, at, schedule) with { HangUntil = null },
        Confirm => Disposed(c, at) with { ClockStoppedAt = at },
        DepartmentReturn => c with { DisposeTime = null, DisposeOvertime = null },
        CheckPass => c with { CheckTime = at },
        CheckFail or Rework => ClockOn(c, at, schedule) with { ReworkTimes = c.ReworkTimes + 1, DisposeTime = null, DisposeOvertime = null, CheckTime = null },
        Close => c with { CloseTime = at, CloseType = move.CloseType ?? "1", CloseConditionNo = move.ConditionNo, Satisfaction = move.Satisfaction, Report = c.Report with { DuplicateOf = move.DuplicateOf ?? c.Report.DuplicateOf } },
        ForceClose => Forced(c, at, schedule),
        Supervise => c with { Supervised = true },
        _ => c,
    };

    /// <summary>How long the desk now in turn has; a move that stays keeps what was running.</summary>
    public static DateTimeOffset? NodeDeadline(Case before, Case after, MoveRule rule, DateTimeOffset at) => rule.Action switch
    {
        Supervise => before.NodeDeadline,
        VerifyAnswer => after.AcceptDeadline,
        _ => rule.To switch
        {
            CaseState.Verifying or CaseState.Checking => at + CaseLimits.VerifyOrCheck,
            CaseState.ToBeDispatched => at + CaseLimits.Dispatch,
            CaseState.AwaitingSign or CaseState.InHandling or CaseState.Handled => after.Deadline,
            CaseState.Suspended => after.HangUntil,
            _ => null,
        },
    };

    private static Outcome<Case> Dispatched(Case c, CaseDispatch dispatch, DateTimeOffset at, WorkSchedule schedule) =>
        CaseLimits.Deadline(schedule, at, dispatch.LimitType, dispatch.LimitValue).Match<Outcome<Case>>(
            deadline => c with { Dispatch = dispatch, DispatchTime = at, Deadline = deadline, ClockStoppedAt = null, DisposeTime = null, DisposeOvertime = null, CheckTime = null },
            refused => refused);

    private static Outcome<Case> Extended(Case c, WorkSchedule schedule) =>
        CaseLimits.Deadline(schedule, c.Deadline!.Value, c.Dispatch!.LimitType, c.Dispatch.LimitValue).Match<Outcome<Case>>(
            deadline => c with { Deadline = deadline, PostponeTimes = c.PostponeTimes + 1, PostponeStage = 0 },
            refused => refused);

    private static Case Disposed(Case c, DateTimeOffset at) => c with { DisposeTime = at, DisposeOvertime = at > c.Deadline };

    private static Case Forced(Case c, DateTimeOffset at, WorkSchedule schedule)
    {
        var running = ClockOn(c, at, schedule);
        var disposed = c.DisposeTime is null ? Disposed(running, at) : c;
        return disposed with { CloseTime = at, CloseType = "2", HangUntil = null, PostponeStage = 0 };
    }

    /// <summary>The clock goes on: the deadline moves by the time it stood; a suspension counts no longer than it was granted.</summary>
    private static Case ClockOn(Case c, DateTimeOffset at, WorkSchedule schedule)
    {
        if (c.ClockStoppedAt is not { } stopped)
        {
            return c;
        }

        var until = c.HangUntil is { } granted && granted < at ? granted : at;
        return c with { Deadline = CaseLimits.Moved(schedule, c.Deadline, c.Dispatch!.LimitType, stopped, until), ClockStoppedAt = null };
    }

    private static CaseReport Placed(CaseReport report, CasePlacing? placing) => placing is null ? report : report with
    {
        TypeClass = placing.TypeClass ?? report.TypeClass,
        BigClass = placing.BigClass ?? report.BigClass,
        SmallClass = placing.SmallClass ?? report.SmallClass,
        SmallName = placing.TypeClass is null ? placing.SmallName ?? report.SmallName : placing.SmallName,
        ComponentId = placing.ComponentId ?? report.ComponentId,
        Lon = placing.Lon ?? report.Lon,
        Lat = placing.Lat ?? report.Lat,
        GridCode = placing.GridCode ?? report.GridCode,
    };
}
