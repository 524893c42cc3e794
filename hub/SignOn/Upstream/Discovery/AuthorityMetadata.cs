namespace CityOps.Hub.SignOn.Upstream.Discovery;

/// <summary>What an authority publishes of itself, already judged: every address is on the issuer's origin.</summary>
internal sealed record AuthorityMetadata(string Issuer, string AuthorizationEndpoint, string TokenEndpoint, string JwksUri)
{
    public string? UserInfoEndpoint { get; init; }

    public string? EndSessionEndpoint { get; init; }

    public string? RevocationEndpoint { get; init; }

    /// <summary>Where an issuer publishes it (OpenID Connect Discovery 4).</summary>
    public static string AddressOf(string issuer) => issuer.TrimEnd('/') + "/.well-known/openid-configuration";
}
