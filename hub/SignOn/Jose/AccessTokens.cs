using System.Buffers.Text;
using System.Security.Cryptography;
using CityOps.Hub.SignOn.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>访问令牌: JWT access tokens (RFC 9068) that platforms call this hub with, signed ES256, five minutes long.</summary>
internal sealed class AccessTokens(KeyKeeper keys, SignOnOptions options, TimeProvider clock)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token for the platform; no scopes means no narrowing.</summary>
    public string Issue(PlatformEntry platform, IReadOnlyCollection<string> scopes)
    {
        var now = clock.GetUtcNow();
        var code = platform.Code.ToString();
        var claims = new Dictionary<string, object>
        {
            ["sub"] = code,
            ["client_id"] = code,
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ["region"] = platform.Region.ToString(),
        };
        if (platform.Code.Tier is not null)
        {
            claims["tier"] = platform.Code.Kind.ToString();
        }

        if (scopes.Count > 0)
        {
            claims["scope"] = string.Join(' ', scopes);
        }

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = options.Issuer,
            Audience = options.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + SignOnOptions.TokenLife).UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(keys.Ring.Signer(now).Pair, SigningKey.Algorithm),
        });
    }
}
