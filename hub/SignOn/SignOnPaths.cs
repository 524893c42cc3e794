namespace CityOps.Hub.SignOn;

/// <summary>Where the endpoints for people are.</summary>
public static class SignOnPaths
{
    public const string Authorize = "/connect/authorize";

    public const string Pushed = "/connect/par";

    public const string Logout = "/connect/logout";

    /// <summary>The user's own page: sessions, password, second factor, consents.</summary>
    public const string Account = "/signon/account";
}
