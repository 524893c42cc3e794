using CityOps.Schemas;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>Every way a request for a subscription ends with a no.</summary>
public static class RequestRefusals
{
    public static readonly Refusal Wrong = new("schema-invalid", "E3003", RefusalKind.Unprocessable, "订阅申请不合规则", "The request does not hold");
    public static readonly Refusal NotShared = new("not-shared", "E1008", RefusalKind.Forbidden, "该数据不予共享", "This data is not shared");
    public static readonly Refusal Pending = new("request-pending", "E1009", RefusalKind.Conflict, "同一接口已有待答复的申请", "A request for this interface is waiting already");
    public static readonly Refusal Unknown = new("not-found", "E1009", RefusalKind.NotFound, "没有此订阅申请", "There is no such request");
    public static readonly Refusal NotNow = new("state-conflict", "E1009", RefusalKind.Conflict, "当前状态不允许此操作", "Its state does not allow this");
    public static readonly Refusal Statutory = new("statutory-subscription", "E1009", RefusalKind.Conflict, "法定上报的订阅随平台登记而有，不能单独变更", "A statutory subscription comes with the platform's registration and cannot be changed by itself");
    public static readonly Refusal NotPushed = new("not-found", "E1009", RefusalKind.NotFound, "没有此推送订阅", "There is no such pushed subscription");

    public static readonly IReadOnlyList<Refusal> All = [Wrong, NotShared, Pending, Unknown, NotNow, Statutory, NotPushed];
}
