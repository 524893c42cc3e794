namespace CityOps.Hub.SignOn.Grants;

/// <summary>Everything an authorization code is bound to; all of it is checked before the code is spent (security.md M4).</summary>
public sealed record CodeBinding(Guid Grant, string Client, Guid User, string Sid, string RedirectUri, IReadOnlyList<string> Scopes)
{
    /// <summary>S256 challenge; null only for clients that may leave PKCE out.</summary>
    public string? Challenge { get; init; }

    public string? Nonce { get; init; }

    public string? Resource { get; init; }

    /// <summary>RFC 7638 thumbprint of the DPoP key the code may be redeemed with.</summary>
    public string? DpopThumbprint { get; init; }

    public DateTimeOffset AuthTime { get; init; }

    public string Acr { get; init; } = "";

    public IReadOnlyList<string> Amr { get; init; } = [];

    /// <summary>max_age was asked, so auth_time must be in the ID token.</summary>
    public bool AuthTimeAsked { get; init; }

    /// <summary>Claims of the <c>claims</c> parameter wanted in the ID token and at UserInfo.</summary>
    public IReadOnlyList<string> IdTokenClaims { get; init; } = [];

    public IReadOnlyList<string> UserInfoClaims { get; init; } = [];
}
