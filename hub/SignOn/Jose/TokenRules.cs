using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>
/// What one use of a token demands (security.md 6): <paramref name="Type"/> without <c>application/</c>, exact issuer
/// and audience, the longest life, and the clock skew forgiven (5 s for ourselves, at most 60 s for peers).
/// </summary>
internal sealed record TokenRules(string Type, string Issuer, string Audience, TimeSpan Life, TimeSpan Skew)
{
    public static readonly TimeSpan OwnSkew = TimeSpan.FromSeconds(5);

    public static TokenRules AccessToken(SignOnOptions options) =>
        new("at+jwt", options.Issuer, options.Audience, SignOnOptions.TokenLife, OwnSkew);
}

/// <summary>A key that may verify, with the one algorithm it is for: the token has no say in that.</summary>
internal sealed record VerificationKey(string Kid, string Algorithm, SecurityKey Key);

/// <summary>A token that held: its key, its end (seconds since 1970) and all its claims.</summary>
internal sealed record VerifiedToken(string Kid, long Expires, JsonElement Claims);

/// <summary>Either the verified token or why not.</summary>
internal readonly record struct JwtVerdict(VerifiedToken? Token, TokenFault Fault);
