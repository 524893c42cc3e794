using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Upstream.Discovery;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>
/// The portal as a client of this deployment's own hub: public with PKCE, because its secret would lie beside the hub's own
/// keys and prove nothing more. Registered by the product, not by an administrator.
/// </summary>
internal static class PortalClient
{
    public const string Id = "portal";
    public const string LoginPath = "/portal/login";
    public const string CallbackPath = "/portal/callback";
    public const string LogoutPath = "/portal/logout";
    public const string BackchannelPath = "/portal/backchannel";

    private const string Scope = "openid profile offline_access cityops";

    public static Client Registration(SignOnOptions options) => new(Id, "运行门户", ClientMethod.None)
    {
        RedirectUris = [options.Issuer + CallbackPath],
        PostLogoutRedirectUris = [options.Issuer + "/"],
        BackchannelLogoutUri = options.Issuer + BackchannelPath,
        GrantTypes = new HashSet<string>(StringComparer.Ordinal) { "authorization_code", "refresh_token" },
        Scopes = Scope.Split(' ').ToHashSet(StringComparer.Ordinal),
        FirstParty = true,
    };

    public static RelyingOptions Relying(SignOnOptions options) =>
        new(options.Issuer, Id, ClientMethod.None, options.Issuer + CallbackPath, Scope);
}
