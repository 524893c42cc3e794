using System.Text.Json;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>Whom a token may name as its audience.</summary>
internal enum AudiencePolicy
{
    /// <summary>Ours alone, as text or as an array of that one.</summary>
    Only,

    /// <summary>Ours alone, as text: assertions of clients (the audience fix to RFC 7523).</summary>
    TextOnly,

    /// <summary>Ours among others, then with <c>azp</c> ours: ID tokens of other issuers.</summary>
    WithParty,

    /// <summary>One text or several; the caller compares.</summary>
    Any,
}

/// <summary>
/// What one use of a token demands (security.md 6): <paramref name="Type"/> without <c>application/</c>, exact issuer
/// and audience, the longest life, and the clock skew forgiven (5 s for ourselves, at most 60 s for peers).
/// </summary>
internal sealed record TokenRules(string Type, string Issuer, string Audience, TimeSpan Life, TimeSpan Skew)
{
    public static readonly TimeSpan OwnSkew = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan PeerSkew = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan AssertionLife = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public AudiencePolicy Audiences { get; init; } = AudiencePolicy.Only;

    /// <summary>A second spelling of the type, for uses older than explicit types.</summary>
    public string? OtherType { get; init; }

    public bool TypeMayBeAbsent { get; init; }

    /// <summary>Without <c>iat</c> the life counts from now.</summary>
    public bool IssueTimeMayBeAbsent { get; init; }

    /// <summary>Tokens past their end hold too: a hint only says who somebody was.</summary>
    public bool EndedToo { get; init; }

    /// <summary>How deep the payload may nest.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Our own access tokens for this hub.</summary>
    public static TokenRules AccessToken(SignOnOptions options) =>
        new("at+jwt", options.Issuer, options.Audience, SignOnOptions.TokenLife, OwnSkew);

    /// <summary>Our own access tokens for whomever; the caller compares the audience.</summary>
    public static TokenRules AnyAccessToken(SignOnOptions options) => AccessToken(options) with { Audiences = AudiencePolicy.Any };

    /// <summary>Our own ID token coming back as <c>id_token_hint</c>, also when it has ended; the caller compares the audience.</summary>
    public static TokenRules IdTokenHint(SignOnOptions options) =>
        new("JWT", options.Issuer, "", Day, OwnSkew) { Audiences = AudiencePolicy.Any, EndedToo = true, Depth = 8 };

    /// <summary>An ID token another issuer made for us; the nonce is the caller's to compare.</summary>
    public static TokenRules IdToken(string issuer, string clientId) =>
        new("JWT", issuer, clientId, Day, PeerSkew) { Audiences = AudiencePolicy.WithParty, TypeMayBeAbsent = true, Depth = 8 };

    /// <summary>A logout token another issuer made for us; the rules of the relying party say the rest.</summary>
    public static TokenRules LogoutToken(string issuer, string clientId) =>
        new("logout+jwt", issuer, clientId, TimeSpan.FromMinutes(10), PeerSkew);

    /// <summary>A client's proof of itself (RFC 7523): issuer and subject are the client, the audience is our issuer.</summary>
    public static TokenRules ClientAssertion(string clientId, SignOnOptions options) =>
        new("client-authentication+jwt", clientId, options.Issuer, AssertionLife, PeerSkew)
        {
            Audiences = AudiencePolicy.TextOnly,
            OtherType = "JWT",
            TypeMayBeAbsent = true,
            IssueTimeMayBeAbsent = true,
        };
}

/// <summary>A key that may verify, with the one algorithm it is for: the token has no say in that.</summary>
internal sealed record VerificationKey(string Kid, string Algorithm, AsymmetricKey Key);

/// <summary>The key for a token's header: its <c>kid</c> (null when absent) and the algorithm it claims; null when there is none.</summary>
internal delegate VerificationKey? KeyChoice(string? kid, string? algorithm);

/// <summary>A token that held: its key, its end (seconds since 1970) and all its claims.</summary>
internal sealed record VerifiedToken(string Kid, long Expires, JsonElement Claims);

/// <summary>Either the verified token or why not.</summary>
internal readonly record struct JwtVerdict(VerifiedToken? Token, TokenFault Fault);
