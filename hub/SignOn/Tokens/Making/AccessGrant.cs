using CityOps.Hub.SignOn.Grants;

namespace CityOps.Hub.SignOn.Tokens.Making;

/// <summary>What an access token is to say.</summary>
internal sealed record AccessGrant(string Subject, string Client, string Audience, IReadOnlyList<string> Scopes)
{
    /// <summary>The DPoP key it is bound to.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The platform it speaks for, when no user does.</summary>
    public PlatformEntry? Platform { get; init; }

    public Person? User { get; init; }

    /// <summary>Who acts for the subject (RFC 8693 4.1), the nearest first.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>Not later than this, however long tokens live.</summary>
    public DateTimeOffset? Until { get; init; }

    public static AccessGrant Of(CodeBinding binding, string audience, IReadOnlyList<string> scopes) =>
        new(binding.User.ToString("N"), binding.Client, audience, scopes)
        {
            User = new Person(binding.Sid, binding.Grant.ToString("N"), binding.Acr, binding.AuthTime.ToUnixTimeSeconds(), binding.UserInfoClaims),
        };
}

/// <summary>What an access token says of a user's sign-on; the claims named are those asked for at UserInfo one by one.</summary>
internal sealed record Person(string Sid, string Gid, string Acr, long AuthTime, IReadOnlyList<string> UserInfoClaims);
