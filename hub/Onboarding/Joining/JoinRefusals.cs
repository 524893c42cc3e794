using CityOps.Schemas;

namespace CityOps.Hub.Onboarding.Joining;

/// <summary>Every way a step of 接入 ends with a no.</summary>
public static class JoinRefusals
{
    public static readonly Refusal Wrong = new("schema-invalid", "E3003", RefusalKind.Unprocessable, "接入申请不合规则", "The application does not hold");
    public static readonly Refusal NoInvitation = new("invitation-invalid", "E1008", RefusalKind.Forbidden, "邀请码无效、已使用或已过期", "The invitation is unknown, used or expired");
    public static readonly Refusal Unknown = new("not-found", "E2005", RefusalKind.NotFound, "没有此接入申请", "There is no such application");
    public static readonly Refusal Open = new("join-open", "E1008", RefusalKind.Conflict, "该平台已登记，或已有未完结的接入申请", "The platform is registered already, or an application of it is open");
    public static readonly Refusal Full = new("too-many-applications", "", RefusalKind.TooMany, "待审核的申请过多，请稍后再试", "Too many applications are waiting: try again later");
    public static readonly Refusal NotNow = new("state-conflict", "E1008", RefusalKind.Conflict, "当前状态不允许此操作", "Its state does not allow this");
    public static readonly Refusal Changed = new("version-conflict", "", RefusalKind.Conflict, "申请刚被更改，请重新读取后再试", "It has just been changed: read it again and retry");
    public static readonly Refusal Skewed = new("clock-skew", "E1003", RefusalKind.Forbidden, "双方时钟相差过大", "The two clocks differ too much");
    public static readonly Refusal OtherWire = new("wire-version-unsupported", "E2005", RefusalKind.Unsupported, "没有双方都支持的接口协议版本", "There is no version of the wire protocol both sides speak");
    public static readonly Refusal ProbeFailed = new("probe-failed", "E1005", RefusalKind.Unprocessable, "双向探测没有通过", "The two-way probe did not hold");
    public static readonly Refusal StillTesting = new("still-testing", "E1007", RefusalKind.Forbidden, "平台仍在联调，只能上报测试批次（mode=test）", "The platform is still being tested: only test batches (mode=test) are taken");

    public static readonly IReadOnlyList<Refusal> All = [Wrong, NoInvitation, Unknown, Open, Full, NotNow, Changed, Skewed, OtherWire, ProbeFailed, StillTesting];
}
