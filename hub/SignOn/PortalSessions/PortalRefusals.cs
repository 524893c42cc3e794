using CityOps.Schemas;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>How pages say no.</summary>
public static class PortalRefusals
{
    /// <summary>Nobody is signed on in this browser.</summary>
    public static readonly Refusal SignOnNeeded = new(
        "sign-on-needed", "", RefusalKind.Unauthenticated, "请先登录", "Sign on first");

    public static readonly Refusal RightMissing = new(
        "right-missing", "", RefusalKind.Forbidden, "您没有访问此页面的权限，请联系管理员", "You are not allowed to see this page: ask an administrator");

    /// <summary>A form that is not of this session's own page.</summary>
    public static readonly Refusal FormForeign = new(
        "form-foreign", "", RefusalKind.Invalid, "表单已失效，请返回重试", "The form is not this session's: go back and try again");

    public static readonly IReadOnlyList<Refusal> All = [SignOnNeeded, RightMissing, FormForeign];
}
