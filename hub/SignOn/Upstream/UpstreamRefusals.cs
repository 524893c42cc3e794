using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>Every way a sign-on through another authority ends without one. The particulars are for the audit, never for the page.</summary>
public static class UpstreamRefusals
{
    public static readonly Refusal Unknown = new(
        "upstream-unknown", "", RefusalKind.NotFound, "没有这个认证机构", "No such authority");

    /// <summary>It does not answer; those who are signed in stay so.</summary>
    public static readonly Refusal Away = new(
        "upstream-away", "", RefusalKind.Unavailable, "认证机构暂时无法访问，请稍后再试", "The authority cannot be reached: try again later");

    /// <summary>What it publishes of itself breaks the rules this hub demands.</summary>
    public static readonly Refusal Untrusted = new(
        "upstream-untrusted", "", RefusalKind.Unavailable, "认证机构的配置不合规，未启用", "The authority's metadata breaks the rules: it is not enabled");

    /// <summary>The browser came back with a request that is unknown, used, too old, or another browser's.</summary>
    public static readonly Refusal RequestInvalid = new(
        "upstream-request-invalid", "", RefusalKind.Invalid, "登录请求无效或已过期，请重新登录", "The sign-on request is invalid or has expired: start again");

    /// <summary>The authority said no: cancelled there, or not allowed.</summary>
    public static readonly Refusal Refused = new(
        "upstream-refused", "", RefusalKind.Invalid, "认证机构未同意此次登录", "The authority did not agree to this sign-on");

    /// <summary>One outward name for every flaw in what the authority answered.</summary>
    public static readonly Refusal AnswerInvalid = new(
        "upstream-answer-invalid", "", RefusalKind.Invalid, "认证机构的应答未通过校验", "The authority's answer did not hold");

    public static readonly Refusal NotLinked = new(
        "upstream-not-linked", "", RefusalKind.Forbidden, "该账号未与本平台账号关联，请联系管理员", "That account is not linked to one here: ask an administrator");

    public static readonly Refusal Assurance = new(
        "upstream-assurance", "", RefusalKind.Forbidden, "认证强度不足，请使用双因素登录", "The sign-on was too weak: a second factor is needed");

    public static readonly Refusal Role = new(
        "upstream-role", "", RefusalKind.Forbidden, "认证机构未确认该账号的角色", "The authority did not confirm a role of this account");

    public static readonly Refusal LogoutInvalid = new(
        "upstream-logout-invalid", "", RefusalKind.Invalid, "退出通知未通过校验", "The logout token did not hold");

    public static readonly Refusal OwnLoginClosed = new(
        "own-login-closed", "", RefusalKind.Forbidden, "本平台通过统一认证机构登录", "Sign-on here is through the external authority");

    public static readonly IReadOnlyList<Refusal> All =
        [Unknown, Away, Untrusted, RequestInvalid, Refused, AnswerInvalid, NotLinked, Assurance, Role, LogoutInvalid, OwnLoginClosed];

    /// <summary>The same refusal with one word for the audit that says which check failed.</summary>
    public static Refusal At(this Refusal refusal, string check) => refusal.Because(check, check);
}
