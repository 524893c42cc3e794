using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Tokens.Asking;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Granting;

/// <summary>Who may exchange which token for which (security.md 4.2, 7 B23). Pure.</summary>
internal static class ExchangeRules
{
    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    private const int MostActors = 3;

    public static readonly Refusal BadSubject = SignOnRefusals.InvalidRequest.Because(
        "subject_token 无效，或不是发给该客户端的", "The subject_token does not hold, or is not meant for this client");

    public static Refusal? RefuseForm(GrantRequest request, GuardSwitch guards)
    {
        if (request.Parameter("subject_token") is null || request.Parameter("subject_token_type") is null)
        {
            return SignOnRefusals.InvalidRequest.Because("缺少 subject_token 或其类型", "subject_token or subject_token_type is missing");
        }

        var types = request.Parameter("subject_token_type") == AccessTokenType
            && request.Parameter("requested_token_type") is null or AccessTokenType;
        if (guards.IsOn("exchange.type") && !types)
        {
            return SignOnRefusals.InvalidRequest.Because("只能以访问令牌换访问令牌", "Only access tokens are exchanged, for access tokens");
        }

        // The caller itself is the actor; a token for somebody else to act would be impersonation.
        return guards.IsOn("exchange.actor") && (request.Parameter("actor_token") ?? request.Parameter("actor_token_type")) is not null
            ? SignOnRefusals.InvalidRequest.Because("不接受 actor_token", "actor_token is not taken: the calling client is the actor")
            : null;
    }

    /// <summary>The token was given to the caller to be used there, and the chain of actors stays short and without a loop.</summary>
    public static Refusal? RefuseSubject(AccessToken subject, Client caller, GuardSwitch guards)
    {
        if (guards.IsOn("exchange.audience") && subject.Audience != caller.Id && !caller.Audiences.Contains(subject.Audience))
        {
            return BadSubject;
        }

        if (guards.IsOn("exchange.loop") && subject.Actors.Contains(caller.Id, StringComparer.Ordinal))
        {
            return SignOnRefusals.InvalidRequest.Because("代办链中已有该客户端", "This client acts in that token already");
        }

        return guards.IsOn("exchange.depth") && subject.Actors.Count >= MostActors
            ? SignOnRefusals.InvalidRequest.Because($"代办链不得超过 {MostActors} 级", $"At most {MostActors} may act one for another")
            : null;
    }

    /// <summary>Exactly one target, by <c>resource</c> or <c>audience</c>; the pair of caller and target must be registered, this hub included.</summary>
    public static Outcome<string> Target(GrantRequest request, string hub, GuardSwitch guards)
    {
        var (resource, audience) = (request.Parameter("resource"), request.Parameter("audience"));
        if ((resource ?? audience) is not { } target)
        {
            return SignOnRefusals.InvalidRequest.Because("缺少 resource 或 audience", "Name the target by resource or audience");
        }

        if (resource is not null && audience is not null && resource != audience)
        {
            return TokenRefusals.InvalidTarget;
        }

        return !guards.IsOn("exchange.pair") || request.Client.Resources.Contains(target) ? target : TokenRefusals.InvalidTarget.Because(
            "未登记该客户端与目标的配对", target == hub ? "This client is not registered to act at this hub" : "This client is not registered to act at that target");
    }

    public static Outcome<IReadOnlyList<string>> Scopes(string? text, AccessToken subject, GuardSwitch guards)
    {
        if (!TokenRequestRules.ReadScopes(text).TryGet(out var asked, out var malformed))
        {
            return malformed;
        }

        if (asked.Count == 0)
        {
            return subject.Scopes.ToArray();
        }

        var within = subject.Scopes.Count > 0 || !subject.IsMachine
            ? !asked.Except(subject.Scopes, StringComparer.Ordinal).Any()
            : asked.All(scope => scope.StartsWith("if:", StringComparison.Ordinal)); // a platform's token without scopes is not narrowed
        return within || !guards.IsOn("exchange.scope")
            ? asked.ToArray()
            : SignOnRefusals.InvalidScope.Because("授权范围不得扩大", "The scope may shrink, never grow");
    }
}
