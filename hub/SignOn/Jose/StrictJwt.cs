using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>
/// 令牌校验: the one strict door for signed tokens (security.md 6). The library's handler accepts `crit`, doubled
/// members, padded signatures and string times, so it sees a token only after our own reading of it, and only for the
/// signature. Nobody else may call that handler; a wall test sees to it.
/// </summary>
internal sealed class StrictJwt(TokenRules rules, Func<string, VerificationKey?> find, TimeProvider clock)
{
    private static readonly JsonWebTokenHandler Handler = new()
    {
        MaximumTokenSizeInBytes = JoseParts.MostCharacters,
        MapInboundClaims = false,
        SetDefaultTimesOnTokenCreation = false,
    };

    /// <summary>Size, parts, header, claims, then the signature: cheap refusals first, and memory stays constant.</summary>
    public async ValueTask<JwtVerdict> VerifyAsync(string token)
    {
        var shape = JoseParts.Split(token, out var headerBytes, out var payloadBytes);
        if (shape != TokenFault.None)
        {
            return new JwtVerdict(null, shape);
        }

        using var header = JoseParts.ReadObject(headerBytes);
        if (header is null)
        {
            return new JwtVerdict(null, TokenFault.MalformedHeader);
        }

        var headed = JoseHeader.Check(header.RootElement, rules.Type, find, out var key);
        if (headed != TokenFault.None)
        {
            return new JwtVerdict(null, headed);
        }

        using var payload = JoseParts.ReadObject(payloadBytes);
        return payload is null
            ? new JwtVerdict(null, TokenFault.MalformedPayload)
            : await VerifyAsync(token, key!, payload.RootElement);
    }

    private async ValueTask<JwtVerdict> VerifyAsync(string token, VerificationKey key, JsonElement payload)
    {
        var claims = TokenClaims.Check(payload, rules, clock.GetUtcNow().ToUnixTimeSeconds());
        if (claims != TokenFault.None)
        {
            return new JwtVerdict(null, claims);
        }

        var result = await Handler.ValidateTokenAsync(token, Pinned(key));
        if (!result.IsValid)
        {
            return new JwtVerdict(null, TokenFault.WrongSignature);
        }

        TokenClaims.TryTime(payload, "exp", out var expires);
        return new JwtVerdict(new VerifiedToken(key.Kid, expires, payload.Clone()), TokenFault.None);
    }

    // Times are ours (TimeProvider, integer claims); issuer and audience are checked twice on purpose.
    private TokenValidationParameters Pinned(VerificationKey key) => new()
    {
        IssuerSigningKey = key.Key,
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = [key.Algorithm],
        RequireSignedTokens = true,
        ValidIssuer = rules.Issuer,
        ValidAudience = rules.Audience,
        ValidateLifetime = false,
    };
}
