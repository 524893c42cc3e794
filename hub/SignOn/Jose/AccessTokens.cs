using System.Buffers.Text;
using System.Security.Cryptography;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>访问令牌: JWT access tokens (RFC 9068) that platforms call this hub with, signed ES256, five minutes long.</summary>
internal sealed class AccessTokens(TokenSigner signer, SignOnOptions options, TimeProvider clock)
{
    /// <summary>A token for the platform; no scopes means no narrowing, no thumbprint a bearer token.</summary>
    public string Issue(PlatformEntry platform, IReadOnlyCollection<string> scopes, string? thumbprint = null)
    {
        var now = clock.GetUtcNow();
        var code = platform.Code.ToString();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = options.Issuer,
            ["aud"] = options.Audience,
            ["sub"] = code,
            ["client_id"] = code,
            ["platform"] = code,
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + SignOnOptions.TokenLife).ToUnixTimeSeconds(),
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

        if (thumbprint is not null)
        {
            claims["cnf"] = new Dictionary<string, object> { ["jkt"] = thumbprint };
        }

        return signer.Sign("at+jwt", AsymmetricKey.Es256, claims);
    }
}
