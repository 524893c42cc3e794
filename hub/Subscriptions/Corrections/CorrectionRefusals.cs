using CityOps.Schemas;

namespace CityOps.Hub.Subscriptions.Corrections;

/// <summary>Every way a correction request ends with a no.</summary>
public static class CorrectionRefusals
{
    public static readonly Refusal Wrong = new("schema-invalid", "E3003", RefusalKind.Unprocessable, "纠错申请不合规则", "The correction request does not hold");
    public static readonly Refusal Unknown = new("not-found", "E2005", RefusalKind.NotFound, "没有此纠错申请", "There is no such correction request");
    public static readonly Refusal UnknownRecord = new("not-found", "E2005", RefusalKind.NotFound, "您的订阅中没有此记录", "No subscription of yours holds this record");
    public static readonly Refusal Pending = new("request-pending", "E1009", RefusalKind.Conflict, "同一字段的纠错申请尚待答复", "A correction of this value is waiting already");
    public static readonly Refusal NotNow = new("state-conflict", "E1009", RefusalKind.Conflict, "当前状态不允许此操作", "Its state does not allow this");
    public static readonly Refusal NotYetSent = new("state-conflict", "E5001", RefusalKind.Conflict, "尚未收到更正后的记录", "The corrected record has not come");

    public static readonly IReadOnlyList<Refusal> All = [Wrong, Unknown, UnknownRecord, Pending, NotNow, NotYetSent];
}
