using System.Collections.Frozen;
using static CityOps.Node.Modules.Command.Flow.CaseAction;
using static CityOps.Node.Modules.Command.Flow.CaseState;

namespace CityOps.Node.Modules.Command.Flow;

/// <summary>One legal move: from where, what, to where, and how MG-02 names its stage and action.</summary>
internal sealed record MoveRule(CaseState From, CaseAction Action, CaseState To, string Node, string FlowAction);

/// <summary>案件状态机: the moves of domain.md 1.3.2a, each a row. What is not here is not legal.</summary>
internal static class CaseMoves
{
    private static readonly CaseState[] Live =
        [.. Enum.GetValues<CaseState>().Where(s => !s.IsEnd())];

    /// <summary>
    /// A case is forced shut only from where R-MG1 can be met: it has been dispatched, so department, limit and deadline
    /// are known. While a check is out its answer is awaited.
    /// </summary>
    private static readonly CaseState[] Forcible = [AwaitingSign, InHandling, Suspended, Handled, ToBeChecked, ToBeClosed];

    /// <summary>Before acceptance there is nothing to void: such a report is refused (R-MG1 asks a void case for acceptTime).</summary>
    private static readonly CaseState[] Voidable = [.. Live.Where(s => s is not (Reported or Verifying))];

    private static readonly MoveRule[] Plain =
    [
        new(Reported, Accept, ToBeFiled, "2", "FORWARD"),
        new(Reported, Verify, Verifying, "3", "VERIFY"),
        new(Reported, Refuse, NotAccepted, "2", "RETURN"),
        new(Verifying, VerifyAnswer, Verifying, "3", "VERIFY"),
        new(Verifying, Accept, ToBeFiled, "2", "FORWARD"),
        new(Verifying, Refuse, NotAccepted, "2", "RETURN"),
        new(ToBeFiled, CaseAction.File, ToBeDispatched, "4", "FORWARD"),
        new(ToBeFiled, NotFile, NotFiled, "4", "RETURN"),
        new(ToBeDispatched, Dispatch, AwaitingSign, "5", "FORWARD"),
        new(ToBeDispatched, SendBack, ToBeFiled, "5", "RETURN"),
        new(AwaitingSign, Sign, InHandling, "6", "ASSIGN"),
        new(AwaitingSign, Return, ToBeDispatched, "6", "RETURN"),
        new(InHandling, HandBack, AwaitingSign, "6", "RETURN"),
        new(InHandling, Handle, Handled, "6", "HANDLE"),
        new(InHandling, Postpone, InHandling, "6", "POSTPONE"),
        new(InHandling, PostponeReview, InHandling, "6", "POSTPONE"),
        new(InHandling, PostponeApprove, InHandling, "5", "POSTPONE"),
        new(InHandling, PostponeRefuse, InHandling, "5", "POSTPONE"),
        new(InHandling, Hang, Suspended, "5", "HANG"),
        new(Suspended, Resume, InHandling, "5", "RESUME"),
        new(Handled, Confirm, ToBeChecked, "7", "FORWARD"),
        new(Handled, DepartmentReturn, InHandling, "7", "RETURN"),
        new(ToBeChecked, Check, Checking, "8", "CHECK"),
        new(ToBeChecked, Rework, AwaitingSign, "7", "REWORK"),
        new(Checking, CheckPass, ToBeClosed, "8", "CHECK"),
        new(Checking, CheckFail, AwaitingSign, "8", "REWORK"),
        new(ToBeClosed, Close, Closed, "9", "CLOSE"),
        new(ToBeClosed, Rework, AwaitingSign, "9", "REWORK"),
    ];

    public static IReadOnlyList<MoveRule> All { get; } =
    [
        .. Plain,
        .. Forcible.Select(s => new MoveRule(s, ForceClose, ForceClosed, "9", "FORCE_CLOSE")),
        .. Voidable.Select(s => new MoveRule(s, CaseAction.Void, CaseState.Void, "9", "CANCEL")),
        .. Live.Select(s => new MoveRule(s, Supervise, s, "10", "SUPERVISE")),
    ];

    private static readonly FrozenDictionary<(CaseState, CaseAction), MoveRule> Index =
        All.ToFrozenDictionary(r => (r.From, r.Action));

    /// <summary>The rule for this action in this state; null when the move is not legal.</summary>
    public static MoveRule? Find(CaseState from, CaseAction action) => Index.GetValueOrDefault((from, action));

    /// <summary>The actions legal in a state, for refusals that say what is possible instead.</summary>
    public static IEnumerable<CaseAction> From(CaseState state) => All.Where(r => r.From == state).Select(r => r.Action);
}
