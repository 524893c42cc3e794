using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>How the token endpoint and its neighbours say no; the names are the error words of RFC 6749, 6750 and 8707.</summary>
internal static class TokenRefusals
{
    /// <summary>Unknown, another's, spent, ended or not proved: nobody is told which.</summary>
    public static readonly Refusal InvalidGrant = new(
        "invalid_grant", "", RefusalKind.Invalid, "授权码或令牌无效、已用或已失效", "The code or token is unknown, spent, ended or not this client's");

    public static readonly Refusal GrantNotAllowed = new(
        "unauthorized_client", "", RefusalKind.Invalid, "该客户端不得使用此授权方式", "This client may not use this grant_type");

    public static readonly Refusal InvalidTarget = new(
        "invalid_target", "", RefusalKind.Invalid, "不得为该资源申请令牌", "This client may not ask for a token for that resource");

    public static readonly Refusal InvalidToken = new(
        "invalid_token", "", RefusalKind.Unauthenticated, "令牌无效或已失效", "The access token is not valid or has ended");

    public static readonly Refusal InsufficientScope = new(
        "insufficient_scope", "", RefusalKind.Forbidden, "令牌的授权范围不含 openid", "The access token lacks the scope openid");

    public static readonly Refusal StoreAway = new(
        "temporarily_unavailable", "E9002", RefusalKind.Unavailable, "存储暂不可用，请稍后重试", "The store is not available: try again") { RetryAfter = 2 };

    public static readonly IReadOnlyList<Refusal> All = [InvalidGrant, GrantNotAllowed, InvalidTarget, InvalidToken, InsufficientScope, StoreAway];
}
