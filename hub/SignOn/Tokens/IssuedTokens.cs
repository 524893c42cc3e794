namespace CityOps.Hub.SignOn.Tokens;

/// <summary>What a successful token request brings (RFC 6749 5.1). No scopes: not narrowed.</summary>
internal sealed record IssuedTokens(string AccessToken, int Seconds, IReadOnlyList<string> Scopes)
{
    /// <summary>Bound to a DPoP key.</summary>
    public bool Bound { get; init; }

    public string? RefreshToken { get; init; }

    public string? IdToken { get; init; }

    /// <summary>Token exchange only (RFC 8693 2.2.1).</summary>
    public string? IssuedType { get; init; }

    /// <summary>Whom the tokens speak for; for the audit log.</summary>
    public string Subject { get; init; } = "";
}
