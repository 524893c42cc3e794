namespace CityOps.Hub.SignOn.Sessions;

/// <summary>会话: one sign-on of one user in one browser. <paramref name="Sid"/> is what clients are told, never the cookie.</summary>
public sealed record UserSession(string Sid, Guid User, DateTimeOffset AuthTime)
{
    /// <summary>Methods used (RFC 8176): pwd, otp, and fed for another issuer's word.</summary>
    public IReadOnlyList<string> Amr { get; init; } = [];

    /// <summary><c>urn:cityops:acr:1</c> for one factor, <c>urn:cityops:acr:2</c> for two.</summary>
    public string Acr { get; init; } = "urn:cityops:acr:1";

    /// <summary>The issuer this sign-on came from; null for our own login page.</summary>
    public string? Upstream { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset SeenAt { get; init; }

    public string Address { get; init; } = "";

    public string Agent { get; init; } = "";
}
