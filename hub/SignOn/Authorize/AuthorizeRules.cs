using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>
/// 授权请求规则: the order of the checks is the security (security.md M3): until client and redirect URI are proven, every
/// refusal is a page; after that, refusals go to the client. Pure.
/// </summary>
internal static class AuthorizeRules
{
    /// <param name="find">Exact client id in, client or null out.</param>
    public static AuthorizeVerdict Judge(RequestParameters parameters, Func<string, Client?> find, string audience, bool pushed, GuardSwitch guards)
    {
        if (guards.IsOn("authorize.ambiguous-target") && !(parameters.IsClean("client_id") && parameters.IsClean("redirect_uri")))
        {
            return AuthorizeVerdict.Page(AuthorizeRefusals.DoubledTarget);
        }

        if (parameters["client_id"] is not { } id || find(id) is not { } client)
        {
            return AuthorizeVerdict.Page(AuthorizeRefusals.UnknownClient);
        }

        if (guards.IsOn("authorize.suspended-client") && client.Suspended)
        {
            return AuthorizeVerdict.Page(AuthorizeRefusals.Suspended);
        }

        if (parameters["redirect_uri"] is not { } target || !IsTarget(client, target, guards))
        {
            return AuthorizeVerdict.Page(AuthorizeRefusals.WrongTarget);
        }

        var back = new ReturnAddress(target, RequestChecks.StateToReturn(parameters), RequestChecks.ModeOf(parameters));
        var asked = new Asked(parameters, client, audience, pushed, guards);
        return RequestChecks.InOrder.Select(check => check(asked)).FirstOrDefault(refusal => refusal is not null) is { } refused
            ? new AuthorizeVerdict(null, back, refused)
            : new AuthorizeVerdict(RequestChecks.Build(asked, back), back, null);
    }

    // As text, byte for byte: parsing first is how most published bypasses happened (security.md 5).
    private static bool IsTarget(Client client, string target, GuardSwitch guards) =>
        (!guards.IsOn("authorize.redirect-uri") || client.RedirectUris.Contains(target, StringComparer.Ordinal))
        && (!guards.IsOn("authorize.redirect-scheme") || IsSafeToVisit(target));

    // Registration refuses these too; a row that came into the table some other way must not run script in our page.
    private static bool IsSafeToVisit(string target) =>
        System.Text.Ascii.IsValid(target)
        && Uri.TryCreate(target, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Fragment.Length == 0;
}

/// <summary>A request under judgement, its client and target already proven.</summary>
internal sealed record Asked(RequestParameters Parameters, Client Client, string Audience, bool Pushed, GuardSwitch Guards);
