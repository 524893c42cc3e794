using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Sessions;

namespace CityOps.Hub.SignOn.Logout;

/// <summary>What a request to end the session leads to.</summary>
/// <param name="Ask">The user is asked first.</param>
/// <param name="Target">Where to go afterwards, proven; null for our own page.</param>
internal sealed record LogoutPlan(bool Ask, string? Target);

/// <summary>
/// 退出规则 (OpenID Connect RP-Initiated Logout): only an ID token of ours proves which client asks; without one the user is
/// asked and nobody is sent anywhere. Pure.
/// </summary>
internal static class LogoutRules
{
    private const int MostState = 2048;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "id_token_hint", "logout_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales",
    };

    /// <param name="hint">The verified hint; null when it is absent or does not hold.</param>
    /// <param name="client">The client the hint was made for.</param>
    public static LogoutPlan Plan(
        IReadOnlyDictionary<string, string> parameters, IdTokenHint? hint, Client? client, UserSession? session, GuardSwitch guards)
    {
        var proven = hint is not null && client is not null && Agrees(parameters, hint, guards) ? client : null;
        var target = proven is null ? null : TargetOf(parameters, proven, guards);
        var wantsTarget = parameters.ContainsKey("post_logout_redirect_uri");
        var isTheirs = session is null || (hint is not null && hint.Subject == session.User.ToString("N") && (hint.Sid ?? session.Sid) == session.Sid);
        var ask = session is not null && guards.IsOn("logout.confirm") && (proven is null || !isTheirs || (wantsTarget && target is null));
        return new LogoutPlan(ask, target);
    }

    public static bool IsKnown(string name) => Known.Contains(name);

    private static bool Agrees(IReadOnlyDictionary<string, string> parameters, IdTokenHint hint, GuardSwitch guards) =>
        !guards.IsOn("logout.client") || !parameters.TryGetValue("client_id", out var named) || named == hint.Client;

    private static string? TargetOf(IReadOnlyDictionary<string, string> parameters, Client client, GuardSwitch guards)
    {
        if (!parameters.TryGetValue("post_logout_redirect_uri", out var target)
            || (guards.IsOn("logout.redirect-uri") && !client.PostLogoutRedirectUris.Contains(target, StringComparer.Ordinal)))
        {
            return null;
        }

        return parameters.TryGetValue("state", out var state) && state.Length <= MostState
            ? ResponseForms.Query(target, [new("state", state)])
            : target;
    }
}
