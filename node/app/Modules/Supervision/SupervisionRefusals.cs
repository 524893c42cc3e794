using CityOps.Schemas;

namespace CityOps.Node.Modules.Supervision;

/// <summary>Every way the supervision room says no.</summary>
internal static class SupervisionRefusals
{
    public static readonly Refusal NotAnIssuer = new("not-an-issuer", "", RefusalKind.Forbidden,
        "只有国家级、省级平台可以下达任务", "Only national and provincial platforms issue tasks");

    public static readonly Refusal BadTarget = new("bad-target", "E4002", RefusalKind.Unprocessable,
        "接收区划不在下达平台的下级", "A target region does not lie below the issuer");

    public static readonly Refusal TaskIdTaken = new("task-id-taken", "", RefusalKind.Conflict,
        "任务标识已用于另一任务", "The task id belongs to another task");

    public static readonly Refusal NoSuchTask = new("no-such-task", "", RefusalKind.NotFound,
        "没有该任务", "There is no such task");

    public static readonly Refusal NotATarget = new("not-a-target", "", RefusalKind.Forbidden,
        "本平台不是该任务的接收单位", "The task is not addressed to this platform");

    public static readonly Refusal NotSigned = new("not-signed", "E4004", RefusalKind.Unprocessable,
        "任务尚未签收", "The task has not been signed for yet");

    public static readonly Refusal AlreadyFinal = new("already-final", "E4004", RefusalKind.Unprocessable,
        "已提交办结反馈", "The final feedback has been given");

    public static readonly Refusal FeedbackOrder = new("feedback-order", "E4004", RefusalKind.Unprocessable,
        "反馈序号应逐次加一", "Feedback numbers grow by one");

    public static readonly Refusal FeedbackTaken = new("feedback-taken", "", RefusalKind.Conflict,
        "该序号的反馈内容不同", "This feedback number was used with other content");

    public static readonly Refusal FinalNeedsAll = new("final-needs-all", "E4006", RefusalKind.Unprocessable,
        "办结反馈的进度须为 100", "A final feedback needs a progress of 100");

    public static readonly Refusal TimeOrder = new("task-time-order", "E4001", RefusalKind.Unprocessable,
        "任务时间先后不符", "The task's times are out of order");

    public static readonly Refusal BadValue = new("task-bad-value", "E3003", RefusalKind.Unprocessable,
        "内容不符合数据标准", "A value does not fit the data standard");

    public static readonly Refusal BadQuery = new("task-bad-query", "", RefusalKind.Invalid,
        "查询参数不正确", "A query parameter is wrong");

    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotAnIssuer, BadTarget, TaskIdTaken, NoSuchTask, NotATarget, NotSigned, AlreadyFinal, FeedbackOrder, FeedbackTaken,
        FinalNeedsAll, TimeOrder, BadValue, BadQuery,
    ];
}
