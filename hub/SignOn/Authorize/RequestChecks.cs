using System.Buffers;
using System.Globalization;
using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>The checks after client and redirect URI, one rule each, in the order they are asked. Pure.</summary>
internal static class RequestChecks
{
    private const int MostState = 2048;
    private const int MostNonce = 512;
    private const int MostScopes = 64;
    private const int MostScopeCharacters = 3000;
    private const int MostHint = 256;

    private static readonly HashSet<string> Prompts = new(StringComparer.Ordinal) { "none", "login", "consent", "select_account" };

    /// <summary>What a platform may ask for its users; an application's list stands in its registration.</summary>
    private static readonly HashSet<string> PlatformScopes = new(StringComparer.Ordinal)
    {
        "openid", "profile", "email", "phone", "address", "offline_access", "cityops",
    };

    private static readonly SearchValues<char> Base64Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static readonly IReadOnlyList<Func<Asked, Refusal?>> InOrder =
    [
        Repeats, Broken, State, RequestObjects, PushedOnly, GrantType, Type, Mode, Scope, Nonce, Pkce, Prompt, MaxAge, Claims, DpopKey, Resource,
    ];

    /// <summary>The state an error may give back; a bad one is not reflected.</summary>
    public static string? StateToReturn(RequestParameters parameters) =>
        parameters.IsClean("state") && parameters["state"] is { Length: <= MostState } state ? state : null;

    public static ResponseMode ModeOf(RequestParameters parameters) =>
        parameters.IsClean("response_mode") && parameters["response_mode"] == "form_post" ? ResponseMode.FormPost : ResponseMode.Query;

    public static AuthorizeRequest Build(Asked asked, ReturnAddress back) =>
        new(asked.Client, back, ScopesOf(asked.Parameters))
        {
            Nonce = asked.Parameters["nonce"],
            Challenge = asked.Parameters["code_challenge"],
            Prompts = Words(asked.Parameters["prompt"]).ToHashSet(StringComparer.Ordinal),
            MaxAge = asked.Parameters["max_age"] is { } age ? long.Parse(age, CultureInfo.InvariantCulture) : null,
            WantsSecondFactor = Words(asked.Parameters["acr_values"]).FirstOrDefault(acr => acr is Acr.Password or Acr.SecondFactor) == Acr.SecondFactor,
            Claims = asked.Parameters["claims"] is { } claims ? ClaimsAsked.Read(claims)! : ClaimsAsked.None,
            IdTokenHint = asked.Parameters["id_token_hint"],
            LoginHint = asked.Parameters["login_hint"] is { Length: <= MostHint } hint ? hint : null,
            Locales = asked.Parameters["ui_locales"] is { Length: <= MostHint } locales ? locales : null,
            Resource = asked.Parameters["resource"],
            DpopThumbprint = asked.Parameters["dpop_jkt"],
            Authority = asked.Parameters["idp"],
        };

    public static string[] Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static Refusal? Repeats(Asked asked) =>
        !asked.Guards.IsOn("authorize.repeated") || asked.Parameters.Repeated.Count == 0 ? null
        : asked.Parameters.Repeated.SetEquals(["resource"]) ? AuthorizeRefusals.InvalidTarget
        : Invalid("参数重复", "A parameter comes twice");

    private static Refusal? Broken(Asked asked) =>
        asked.Guards.IsOn("authorize.broken") && asked.Parameters.Broken.Count > 0
            ? asked.Parameters.Broken.All(name => name == "scope") ? AuthorizeRefusals.InvalidScope : Invalid("参数含有控制字符或不是 UTF-8", "A parameter holds control characters or is not UTF-8")
            : null;

    private static Refusal? State(Asked asked) =>
        asked.Guards.IsOn("authorize.state-length") && asked.Parameters["state"] is { Length: > MostState }
            ? Invalid($"state 超过 {MostState} 个字符", $"state is longer than {MostState} characters")
            : null;

    private static Refusal? RequestObjects(Asked asked) =>
        !asked.Guards.IsOn("authorize.request-objects") ? null
        : asked.Parameters["request"] is not null ? AuthorizeRefusals.RequestNotSupported
        : asked.Parameters["request_uri"] is not null ? AuthorizeRefusals.RequestUriNotSupported
        : asked.Parameters["registration"] is not null ? AuthorizeRefusals.RegistrationNotSupported
        : null;

    private static Refusal? PushedOnly(Asked asked) =>
        asked.Guards.IsOn("authorize.pushed-only") && asked.Client.PushedRequestsOnly && !asked.Pushed
            ? Invalid("该应用须先推送授权请求", "This client must push its authorization requests (RFC 9126)")
            : null;

    private static Refusal? GrantType(Asked asked) =>
        asked.Guards.IsOn("authorize.grant-type") && !asked.Client.GrantTypes.Contains("authorization_code") ? AuthorizeRefusals.Suspended : null;

    private static Refusal? Type(Asked asked) => asked.Parameters["response_type"] switch
    {
        "code" => null,
        null => Invalid("缺少 response_type", "response_type is missing"),
        _ => asked.Guards.IsOn("authorize.response-type") ? AuthorizeRefusals.UnsupportedResponseType : null,
    };

    private static Refusal? Mode(Asked asked) =>
        asked.Guards.IsOn("authorize.response-mode") && asked.Parameters["response_mode"] is not (null or "query" or "form_post")
            ? Invalid("response_mode 只支持 query 和 form_post", "response_mode is query or form_post")
            : null;

    private static Refusal? Scope(Asked asked)
    {
        if (!asked.Guards.IsOn("authorize.scope"))
        {
            return null;
        }

        var text = asked.Parameters["scope"] ?? "";
        var scopes = ScopesOf(asked.Parameters);
        var allowed = asked.Client.Scopes ?? PlatformScopes;
        return text.Length <= MostScopeCharacters && scopes.Count is > 0 and <= MostScopes && scopes.All(allowed.Contains)
            ? null
            : AuthorizeRefusals.InvalidScope;
    }

    private static Refusal? Nonce(Asked asked) =>
        asked.Guards.IsOn("authorize.nonce-length") && asked.Parameters["nonce"] is { Length: > MostNonce }
            ? Invalid($"nonce 超过 {MostNonce} 个字符", $"nonce is longer than {MostNonce} characters")
            : null;

    private static Refusal? Pkce(Asked asked)
    {
        var (challenge, method) = (asked.Parameters["code_challenge"], asked.Parameters["code_challenge_method"]);
        if (challenge is null)
        {
            return method is null ? WithoutPkce(asked) : Invalid("缺少 code_challenge", "code_challenge is missing");
        }

        if (asked.Guards.IsOn("pkce.method") && method != "S256")
        {
            return Invalid("code_challenge_method 须为 S256", "code_challenge_method must be S256");
        }

        return asked.Guards.IsOn("pkce.challenge") && !IsDigest(challenge)
            ? Invalid("code_challenge 须为 43 个 base64url 字符", "An S256 code_challenge has 43 base64url characters")
            : null;
    }

    private static Refusal? WithoutPkce(Asked asked)
    {
        var mayDoWithout = asked.Client is { PkceOptional: true, Method: not ClientMethod.None };
        if (asked.Guards.IsOn("pkce.required") && !mayDoWithout)
        {
            return Invalid("须使用 PKCE（S256）", "PKCE with S256 is required");
        }

        return asked.Guards.IsOn("pkce.nonce-instead") && mayDoWithout && asked.Parameters["nonce"] is null
            ? Invalid("不使用 PKCE 时须提供 nonce", "Without PKCE a nonce is required")
            : null;
    }

    private static Refusal? Prompt(Asked asked)
    {
        var prompts = Words(asked.Parameters["prompt"]);
        return asked.Guards.IsOn("authorize.prompt")
            && (!Array.TrueForAll(prompts, Prompts.Contains) || (prompts.Contains("none") && prompts.Length > 1))
            ? Invalid("prompt 无效", "prompt holds an unknown value, or none beside another")
            : null;
    }

    private static Refusal? MaxAge(Asked asked) =>
        asked.Parameters["max_age"] is not { } text || (text.Length <= 10 && text.All(char.IsAsciiDigit))
            ? null
            : Invalid("max_age 须为秒数", "max_age is a whole number of seconds");

    private static Refusal? Claims(Asked asked) =>
        asked.Parameters["claims"] is { } text && ClaimsAsked.Read(text) is null
            ? Invalid("claims 不合规", "claims is not a claims request of OpenID Connect Core 5.5")
            : null;

    private static Refusal? DpopKey(Asked asked) =>
        asked.Guards.IsOn("authorize.dpop-jkt") && asked.Parameters["dpop_jkt"] is { } thumbprint && !IsDigest(thumbprint)
            ? Invalid("dpop_jkt 须为 43 个 base64url 字符", "dpop_jkt is a SHA-256 thumbprint of 43 base64url characters")
            : null;

    private static Refusal? Resource(Asked asked) =>
        asked.Guards.IsOn("authorize.resource")
        && asked.Parameters["resource"] is { } resource
        && resource != asked.Audience
        && !asked.Client.Resources.Contains(resource)
            ? AuthorizeRefusals.InvalidTarget
            : null;

    private static List<string> ScopesOf(RequestParameters parameters) =>
        [.. Words(parameters["scope"]).Distinct(StringComparer.Ordinal)];

    private static bool IsDigest(string text) => text.Length == 43 && !text.AsSpan().ContainsAnyExcept(Base64Url);

    private static Refusal Invalid(string detail, string detailEn) => AuthorizeRefusals.InvalidRequest.Because(detail, detailEn);
}
