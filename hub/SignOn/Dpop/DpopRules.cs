using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Dpop;

/// <summary>What the claims of a proof must say about the call it came with (RFC 9449 4.3). Pure.</summary>
internal static class DpopRules
{
    /// <summary>How old a proof may be.</summary>
    public const long MostBack = 60;

    /// <summary>How far ahead its maker's clock may run; the conformance suite sends proofs of ten seconds ahead that must hold.</summary>
    public const long MostAhead = 30;

    private const int MostIdCharacters = 256;

    /// <summary>The id of a proof that fits; null for one that does not.</summary>
    public static string? Check(JsonElement claims, DpopCall call, GuardSwitch guards, long now)
    {
        if (!JoseParts.TryText(claims, "jti", out var id) || id.Length is 0 or > MostIdCharacters)
        {
            return null;
        }

        if (guards.IsOn("dpop.method") && !(JoseParts.TryText(claims, "htm", out var method) && method == call.Method))
        {
            return null;
        }

        if (guards.IsOn("dpop.url") && !(JoseParts.TryText(claims, "htu", out var url) && HtuRules.Same(url, call.Url)))
        {
            return null;
        }

        if (guards.IsOn("dpop.times") && !TimesHold(claims, now))
        {
            return null;
        }

        return guards.IsOn("dpop.token") && call.AccessToken is { } token && !IsFor(claims, token) ? null : id;
    }

    /// <summary>The <c>ath</c> of a token.</summary>
    public static string HashOf(string accessToken) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));

    private static bool IsFor(JsonElement claims, string token) => JoseParts.TryText(claims, "ath", out var hash) && hash == HashOf(token);

    // exp and nbf are not of RFC 9449, but a maker who puts them there means them.
    private static bool TimesHold(JsonElement claims, long now) =>
        TokenClaims.TryTime(claims, "iat", out var issued)
        && issued >= now - MostBack
        && issued <= now + MostAhead
        && (!claims.TryGetProperty("exp", out _) || (TokenClaims.TryTime(claims, "exp", out var ends) && ends > now - MostAhead))
        && (!claims.TryGetProperty("nbf", out _) || (TokenClaims.TryTime(claims, "nbf", out var starts) && starts <= now + MostAhead));
}

/// <summary>The call a proof came with; the access token's text at resources, null at the token endpoint.</summary>
internal readonly record struct DpopCall(string Method, string Url, string? AccessToken);
