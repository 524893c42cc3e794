using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>What a token request may ask for: grant, scopes, resource. Pure.</summary>
internal static class TokenRequestRules
{
    public const string Code = "authorization_code";
    public const string Refresh = "refresh_token";
    public const string Machine = "client_credentials";
    public const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>What only people are asked to allow; a machine never gets it.</summary>
    public static readonly IReadOnlySet<string> PeoplesScopes =
        new HashSet<string>(["openid", "profile", "email", "phone", "address", "offline_access", "cityops"], StringComparer.Ordinal);

    public static readonly IReadOnlyList<string> GrantTypes = [Code, Refresh, Machine, Exchange];

    private const int MostScopes = 64;
    private const int MostScopeCharacters = 3000; // so that the token stays far below 8 KB

    public static Refusal? RefuseType(string? grantType) => grantType switch
    {
        null => SignOnRefusals.InvalidRequest.Because("缺少 grant_type", "grant_type is missing"),
        _ => GrantTypes.Contains(grantType, StringComparer.Ordinal) ? null : SignOnRefusals.UnsupportedGrantType,
    };

    /// <summary>A platform may always ask for itself; anything else must be registered, and a client without a secret never asks as itself.</summary>
    public static Refusal? RefuseClient(Client client, string grantType, GuardSwitch guards)
    {
        if (guards.IsOn("token.public") && grantType is Machine or Exchange && client.Method == ClientMethod.None)
        {
            return TokenRefusals.GrantNotAllowed;
        }

        var allowed = client.GrantTypes.Contains(grantType) || (grantType == Machine && client.Platform is not null);
        return guards.IsOn("token.grant-type") && !allowed ? TokenRefusals.GrantNotAllowed : null;
    }

    /// <summary>The scopes asked for, each once; empty when none are.</summary>
    public static Outcome<IReadOnlyList<string>> ReadScopes(string? text)
    {
        if (text is null)
        {
            return Array.Empty<string>();
        }

        var scopes = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        if (scopes.Length is 0 or > MostScopes || text.Length > MostScopeCharacters)
        {
            return SignOnRefusals.InvalidScope.Because(
                $"授权范围须为 1 至 {MostScopes} 项", $"Name between 1 and {MostScopes} scopes in at most {MostScopeCharacters} characters");
        }

        return scopes;
    }

    /// <summary>
    /// A machine's scopes: a platform's are interface scopes; a registered application's are in its list without what only people
    /// are asked to allow, and all of them when it names none.
    /// </summary>
    public static Outcome<IReadOnlyList<string>> MachineScopes(Client client, IReadOnlyList<string> asked, GuardSwitch guards)
    {
        if (client.Scopes is null)
        {
            return !guards.IsOn("machine.scope") || asked.All(IsInterfaceScope)
                ? Outcome(asked)
                : SignOnRefusals.InvalidScope.Because(
                    "授权范围应为 if:<接口>:publish 或 if:<接口>:subscribe", "A scope is if:<interface>:publish or if:<interface>:subscribe");
        }

        var own = client.Scopes.Where(scope => !PeoplesScopes.Contains(scope) || !guards.IsOn("machine.people-scope")).Order(StringComparer.Ordinal).ToArray();
        var wanted = asked.Count > 0 ? asked : own;
        return wanted.Count == 0 || (guards.IsOn("machine.scope") && wanted.Except(own, StringComparer.Ordinal).Any())
            ? SignOnRefusals.InvalidScope.Because("该客户端未登记此授权范围", "This client is not registered for that scope")
            : Outcome(wanted);
    }

    /// <summary>The one audience (RFC 8707): what was agreed on before, else what is asked for and allowed, else this hub.</summary>
    public static Outcome<string> Audience(string? asked, string? agreed, Client client, string hub, GuardSwitch guards)
    {
        if (asked is null || asked == agreed)
        {
            return agreed ?? hub;
        }

        var may = agreed is null && (asked == hub || client.Resources.Contains(asked));
        return may || !guards.IsOn("token.resource") ? asked : TokenRefusals.InvalidTarget;
    }

    private static Outcome<IReadOnlyList<string>> Outcome(IReadOnlyList<string> scopes) => scopes is string[] array ? array : scopes.ToArray();

    private static bool IsInterfaceScope(string scope) =>
        scope.Split(':') is ["if", var code, "publish" or "subscribe"] && InterfaceCode.TryParse(code, out _);
}
