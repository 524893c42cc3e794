using CityOps.Schemas;
using static CityOps.Node.Modules.Command.Flow.CaseAction;

namespace CityOps.Node.Modules.Command.Flow;

/// <summary>What a legal move must carry, must not carry, and when it is out of turn. Pure.</summary>
internal static class CaseGuards
{
    private static readonly HashSet<CaseAction> NeedOpinion =
    [
        CaseAction.Refuse, NotFile, SendBack, Return, HandBack, DepartmentReturn, Postpone, PostponeRefuse, Hang,
        CheckFail, Rework, ForceClose, CaseAction.Void, Supervise,
    ];

    /// <summary>Null when the move may happen on this case at this time.</summary>
    public static Refusal? Refuse(Case current, CaseMove move, DateTimeOffset at) =>
        Unused(move) ?? MissingMember(move) ?? OutOfTurn(current, move, at);

    private static Refusal? Unused(CaseMove move)
    {
        var member =
            move.ConditionNo is not null && move.Action is not (CaseAction.File or Close) ? "conditionNo"
            : move.Placing is not null && move.Action is not CaseAction.File ? "placing"
            : move.Dispatch is not null && move.Action is not Dispatch ? "dispatch"
            : move.Result is not null && move.Action is not VerifyAnswer ? "result"
            : move.HangUntil is not null && move.Action is not Hang ? "hangUntil"
            : move.CloseType is not null && move.Action is not Close ? "closeType"
            : move.Satisfaction is not null && move.Action is not Close ? "satisfaction"
            : move.DuplicateOf is not null && move.Action is not Close ? "duplicateOf"
            : null;
        return member is null ? null : CommandRefusals.UnusedField with
        {
            Detail = $"该动作不使用 {member}",
            DetailEn = $"this move has no use for {member}",
            Fields = [new FieldError("/" + member, "不应填写 not used here")],
        };
    }

    private static Refusal? MissingMember(CaseMove move) => move switch
    {
        { Opinion: var o } when NeedOpinion.Contains(move.Action) && string.IsNullOrWhiteSpace(o) => CommandRefusals.Missing("opinion"),
        { Action: CaseAction.File or Close, ConditionNo: null } => CommandRefusals.Missing("conditionNo"),
        { Action: CaseAction.File, Placing: { } p } when !WholeOrNone(p.TypeClass, p.BigClass, p.SmallClass) => CommandRefusals.Missing("placing/typeClass, bigClass, smallClass"),
        { Action: CaseAction.File, Placing: { } p } when p.Lon is null != p.Lat is null => CommandRefusals.Missing("placing/lon, lat"),
        { Action: Dispatch, Dispatch: null } => CommandRefusals.Missing("dispatch"),
        { Action: VerifyAnswer, Result: null } => CommandRefusals.Missing("result"),
        { Action: Hang, HangUntil: null } => CommandRefusals.Missing("hangUntil"),
        { Action: Close, CloseType: "4", DuplicateOf: null } => CommandRefusals.Missing("duplicateOf"),
        { Action: VerifyAnswer, Result: not ("1" or "2" or "3") } => Value("result", "1, 2, 3"),
        { Action: Close, CloseType: not (null or "1" or "3" or "4") } => Value("closeType", "1, 3, 4"),
        { Action: Close, CloseType: not "4", DuplicateOf: not null } => Value("duplicateOf", "closeType 4"),
        { ConditionNo: < 1 } => Value("conditionNo", "≥ 1"),
        _ => null,
    };

    private static Refusal? OutOfTurn(Case current, CaseMove move, DateTimeOffset at) => (move.Action, current) switch
    {
        (VerifyAnswer, { VerifyResult: not null }) => Turn("核实任务已答复", "the verify task has been answered"),
        (Accept, { State: CaseState.Verifying, VerifyResult: not ("1" or "3") }) => Turn("核实结果不支持受理", "the verify answer does not support acceptance"),
        (CaseAction.Refuse, { State: CaseState.Verifying, VerifyResult: not ("2" or "3") }) => Turn("核实结果不支持不予受理", "the verify answer does not support a refusal"),
        (Postpone, { PostponeStage: not 0 }) => Postponing("已有延期申请待批", "an extension is already under review"),
        (Postpone, { PostponeTimes: >= CaseLimits.MostPostpones }) => Postponing("已延期两次", "the case has been extended twice"),
        (Postpone, { Deadline: var d }) when at >= d => Postponing("已到期", "the limit has run out"),
        (PostponeReview, { PostponeStage: not 1 }) => Turn("没有待部门初审的延期申请", "no extension waits for the department"),
        (PostponeApprove, { PostponeStage: not 2 }) => Turn("没有待派遣员审批的延期申请", "no extension waits for the dispatcher"),
        (PostponeRefuse, { PostponeStage: 0 }) => Turn("没有待批的延期申请", "no extension waits"),
        (Hang, { HangTimes: >= CaseLimits.MostHangs }) => CommandRefusals.HangLimit.Because("已挂账一次", "the case has been suspended before"),
        (Hang, _) when move.HangUntil <= at || move.HangUntil > at.AddYears(1) =>
            CommandRefusals.HangLimit.Because("挂账期限应晚于申请时间且不超过一年", "hangUntil must lie within the year after the move"),
        _ => null,
    };

    private static bool WholeOrNone(string? a, string? b, string? c) => (a is null) == (b is null) && (b is null) == (c is null);

    private static Refusal Turn(string detail, string detailEn) => CommandRefusals.IllegalMove.Because(detail, detailEn);

    private static Refusal Postponing(string detail, string detailEn) => CommandRefusals.PostponeLimit.Because(detail, detailEn);

    private static Refusal Value(string member, string allowed) => CommandRefusals.BadValue with
    {
        Detail = $"{member} 应为 {allowed}",
        DetailEn = $"{member} must be {allowed}",
        Fields = [new FieldError("/" + member, allowed)],
    };
}
