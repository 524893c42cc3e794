using System.Buffers.Text;
using System.Security.Cryptography;

namespace CityOps.Hub.SignOn.Tokens.Making;

/// <summary>An access token's text and how many seconds it lives.</summary>
internal readonly record struct MadeToken(string Text, int Seconds);

/// <summary>访问令牌: JWT access tokens (RFC 9068) for one audience, signed ES256, five minutes long.</summary>
internal sealed class AccessTokenMaker(TokenPeers peers, SignOnOptions options, TimeProvider clock)
{
    public const string UserInfoClaims = "userinfo_claims";

    public MadeToken Make(AccessGrant grant)
    {
        var now = clock.GetUtcNow();
        var end = grant.Until < now + SignOnOptions.TokenLife ? grant.Until.Value : now + SignOnOptions.TokenLife;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = options.Issuer,
            ["aud"] = grant.Audience,
            ["sub"] = grant.Subject,
            ["client_id"] = grant.Client,
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = end.ToUnixTimeSeconds(),
        };
        AddIf(claims, "scope", grant.Scopes.Count > 0 ? string.Join(' ', grant.Scopes) : null);
        AddIf(claims, "cnf", grant.Thumbprint is { } jkt ? new Dictionary<string, object> { ["jkt"] = jkt } : null);
        AddIf(claims, "act", ActOf(grant.Actors));
        AddPlatform(claims, grant.Platform);
        AddUser(claims, grant.User);
        return new MadeToken(peers.Sign("at+jwt", "ES256", claims), (int)(end.ToUnixTimeSeconds() - now.ToUnixTimeSeconds()));
    }

    private static void AddPlatform(Dictionary<string, object> claims, PlatformEntry? platform)
    {
        if (platform is null)
        {
            return;
        }

        claims["platform"] = platform.Code.ToString();
        claims["region"] = platform.Region.ToString();
        AddIf(claims, "tier", platform.Code.Tier is null ? null : platform.Code.Kind.ToString());
    }

    private static void AddUser(Dictionary<string, object> claims, Person? user)
    {
        if (user is null)
        {
            return;
        }

        claims["sid"] = user.Sid;
        claims["gid"] = user.Gid;
        claims["auth_time"] = user.AuthTime;
        AddIf(claims, "acr", user.Acr.Length > 0 ? user.Acr : null);
        AddIf(claims, UserInfoClaims, user.UserInfoClaims.Count > 0 ? string.Join(' ', user.UserInfoClaims) : null);
    }

    // The nearest actor is outermost.
    private static Dictionary<string, object>? ActOf(IReadOnlyList<string> actors)
    {
        Dictionary<string, object>? act = null;
        foreach (var actor in actors.Reverse())
        {
            var outer = new Dictionary<string, object> { ["sub"] = actor };
            AddIf(outer, "act", act);
            act = outer;
        }

        return act;
    }

    private static void AddIf(Dictionary<string, object> claims, string name, object? value)
    {
        if (value is not null)
        {
            claims[name] = value;
        }
    }
}
