using CityOps.Schemas;

namespace CityOps.Hub.SignOn;

/// <summary>
/// Every way sign-on says no. Those of the token endpoint carry the error word of RFC 6749 5.2 as their name, because
/// that endpoint answers in that form; the others are problem names of security.md 9.1.
/// </summary>
public static class SignOnRefusals
{
    /// <summary>No token, or one that does not hold: one outward code for every reason (security.md 6, rule 10).</summary>
    public static readonly Refusal Unauthenticated = new(
        "unauthenticated", "E1001", RefusalKind.Unauthenticated, "未通过身份认证，请先获取有效令牌", "Not authenticated: get a valid access token first");

    /// <summary>The platform is known but paused; for whoever checks the directory on each call.</summary>
    public static readonly Refusal PlatformPaused = new(
        "node-suspended", "E1007", RefusalKind.Forbidden, "平台已暂停接入，请联系上级平台管理员", "The platform is paused: contact the administrator of this hub");

    /// <summary>Unknown client and wrong secret look alike.</summary>
    public static readonly Refusal InvalidClient = new(
        "invalid_client", "E1001", RefusalKind.Unauthenticated, "平台编码或密钥不正确", "The platform code or its secret is not right");

    public static readonly Refusal UnauthorizedClient = new(
        "unauthorized_client", "E1007", RefusalKind.Invalid, "平台已暂停接入，请联系上级平台管理员", "The platform is paused: contact the administrator of this hub");

    public static readonly Refusal InvalidRequest = new(
        "invalid_request", "", RefusalKind.Invalid, "令牌请求不合规", "The token request is malformed");

    public static readonly Refusal UnsupportedGrantType = new(
        "unsupported_grant_type", "", RefusalKind.Invalid, "不支持此授权方式", "This grant_type is not supported");

    public static readonly Refusal InvalidScope = new(
        "invalid_scope", "", RefusalKind.Invalid, "授权范围无效", "The scope is not valid");

    public static readonly Refusal TooManyAttempts = new(
        "rate-limited", "", RefusalKind.TooMany, "失败次数过多，请稍后再试", "Too many failed attempts: try again later");

    /// <summary>A proof of possession that does not hold, whatever the reason (RFC 9449 5, 7.1).</summary>
    public static readonly Refusal InvalidDpopProof = new(
        "invalid_dpop_proof", "E1001", RefusalKind.Invalid, "DPoP 持有证明无效", "The DPoP proof is not valid");

    /// <summary>The answer carries a nonce to make the next proof with (RFC 9449 8).</summary>
    public static readonly Refusal UseDpopNonce = new(
        "use_dpop_nonce", "E1001", RefusalKind.Invalid, "DPoP 持有证明须包含本平台给出的 nonce", "The DPoP proof must carry the nonce of this hub");

    /// <summary>A token belongs into one Authorization header (RFC 6750 2).</summary>
    public static readonly Refusal TokenMisplaced = new(
        "header-conflict", "E1001", RefusalKind.Invalid, "令牌只能放在一个 Authorization 头中", "An access token belongs into one Authorization header, not into the address");

    public static readonly IReadOnlyList<Refusal> All =
    [
        Unauthenticated, PlatformPaused, InvalidClient, UnauthorizedClient, InvalidRequest, UnsupportedGrantType, InvalidScope, TooManyAttempts,
        InvalidDpopProof, UseDpopNonce, TokenMisplaced,
    ];
}
