using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>
/// Every way an authorization request is refused. Names with underscores are the error words of RFC 6749 4.1.2.1, OpenID
/// Connect Core 3.1.2.6, RFC 9126 and RFC 8707 and travel to the client; names with hyphens are only ever shown on a page.
/// </summary>
internal static class AuthorizeRefusals
{
    public static readonly Refusal UnknownClient = new(
        "unknown-client", "", RefusalKind.Invalid, "请求登录的应用未在本平台登记", "The application that asks is not registered here");

    public static readonly Refusal WrongTarget = new(
        "redirect-uri-not-registered", "", RefusalKind.Invalid, "应用给出的返回地址未登记", "The address the application wants to be answered at is not registered");

    public static readonly Refusal DoubledTarget = new(
        "ambiguous-request", "", RefusalKind.Invalid, "请求中的应用标识或返回地址重复或不合规", "The request names its application or its return address twice, or not readably");

    public static readonly Refusal TooLong = new(
        "request-too-long", "", RefusalKind.Invalid, "登录请求过长或不是合规的表单", "The request is too long or no well-formed form");

    public static readonly Refusal InvalidRequestUri = new(
        "invalid_request_uri", "", RefusalKind.Invalid, "登录请求已失效，请回到应用重新登录", "The pushed request has expired, was used or belongs to somebody else");

    public static readonly Refusal InvalidRequest = new(
        "invalid_request", "", RefusalKind.Invalid, "授权请求不合规", "The authorization request is malformed");

    public static readonly Refusal Suspended = new(
        "unauthorized_client", "", RefusalKind.Invalid, "该应用已停用或不得以此方式登录", "The application is suspended or may not ask this way");

    public static readonly Refusal UnsupportedResponseType = new(
        "unsupported_response_type", "", RefusalKind.Invalid, "只支持 response_type=code", "Only response_type=code is supported");

    public static readonly Refusal InvalidScope = new(
        "invalid_scope", "", RefusalKind.Invalid, "授权范围无效", "The scope is malformed or not for this client");

    public static readonly Refusal InvalidTarget = new(
        "invalid_target", "", RefusalKind.Invalid, "目标资源无效", "The resource is not one this client may ask a token for; name at most one");

    public static readonly Refusal RequestNotSupported = new(
        "request_not_supported", "", RefusalKind.Invalid, "不支持 request 参数", "Request objects are not supported: push the request (RFC 9126)");

    public static readonly Refusal RequestUriNotSupported = new(
        "request_uri_not_supported", "", RefusalKind.Invalid, "不支持外部 request_uri", "Only request_uri values of this server's own pushed requests are supported");

    public static readonly Refusal RegistrationNotSupported = new(
        "registration_not_supported", "", RefusalKind.Invalid, "不支持 registration 参数", "The registration parameter is not supported");

    public static readonly Refusal LoginRequired = new(
        "login_required", "", RefusalKind.Invalid, "需要登录", "The user must sign in, and prompt=none forbids to ask");

    public static readonly Refusal ConsentRequired = new(
        "consent_required", "", RefusalKind.Invalid, "需要用户同意", "The user must consent, and prompt=none forbids to ask");

    public static readonly Refusal InteractionRequired = new(
        "interaction_required", "", RefusalKind.Invalid, "需要用户操作", "The user must act, and prompt=none forbids to ask");

    public static readonly Refusal AccessDenied = new(
        "access_denied", "", RefusalKind.Invalid, "用户取消了登录或拒绝授权", "The user cancelled");
}
