namespace CityOps.Hub.SignOn;

/// <summary>What kind of subject a token speaks for.</summary>
public enum SubjectKind
{
    /// <summary>A registered platform; it may still be paused.</summary>
    Platform,

    /// <summary>A person, signed in here.</summary>
    User,

    /// <summary>An application by itself.</summary>
    Client,
}

/// <summary>Who a token speaks for. <paramref name="Scopes"/> null means not narrowed.</summary>
/// <param name="Subject">Platform code, user id (32 hex digits) or client id.</param>
public sealed record TokenIdentity(string Subject, IReadOnlySet<string>? Scopes)
{
    public SubjectKind Kind { get; init; } = SubjectKind.Platform;

    /// <summary>The client the token was given to.</summary>
    public string Client { get; init; } = "";

    public string TokenId { get; init; } = "";

    /// <summary>The grant it came of, 32 hex digits; null for machine tokens.</summary>
    public string? Grant { get; init; }

    /// <summary>The sign-on session it came of.</summary>
    public string? Sid { get; init; }

    public string? Acr { get; init; }

    public DateTimeOffset? AuthTime { get; init; }

    /// <summary>The DPoP key it is bound to (RFC 7638).</summary>
    public string? Thumbprint { get; init; }

    /// <summary>Empty unless a platform speaks.</summary>
    public string PlatformCode => Kind == SubjectKind.Platform ? Subject : "";
}

/// <summary>Whether a token's id or its grant's has been revoked before its end; asked on every call, so from memory.</summary>
public delegate bool RevokedCheck(string id);
