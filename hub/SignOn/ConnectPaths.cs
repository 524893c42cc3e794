namespace CityOps.Hub.SignOn;

/// <summary>Where sign-on's endpoints are, below the issuer; discovery tells them.</summary>
internal static class ConnectPaths
{
    public const string Authorization = "/connect/authorize";
    public const string PushedRequest = "/connect/par";
    public const string UserInfo = "/connect/userinfo";
    public const string Revocation = "/connect/revoke";
    public const string Introspection = "/connect/introspect";
    public const string Logout = "/connect/logout";

    /// <summary>The user's own page: sessions, password, second factor, consents.</summary>
    public const string Account = "/signon/account";

    public const string OpenIdDiscovery = "/.well-known/openid-configuration";
    public const string OAuthDiscovery = "/.well-known/oauth-authorization-server";
}
