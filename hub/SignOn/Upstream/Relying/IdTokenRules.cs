using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Upstream.Discovery;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>What is demanded of an ID token: nonce null and the earlier subject given when it came of a refresh.</summary>
internal sealed record IdTokenDemand(string Issuer, string ClientId, string? Nonce, string AccessToken, DateTimeOffset Now)
{
    public string? SameSubject { get; init; }
}

/// <summary>The claims of an ID token whose signature held (OpenID Connect Core 3.1.3.7, 12.2). Pure.</summary>
internal static class IdTokenRules
{
    private const long Skew = 60;

    /// <summary>The name of the check that failed; null when all hold.</summary>
    public static string? Fault(JsonElement claims, IdTokenDemand demand, GuardSwitch guards)
    {
        if (guards.IsOn("upstream.iss") && (!JoseParts.TryText(claims, "iss", out var issuer) || issuer != demand.Issuer))
        {
            return "iss";
        }

        if (Audience(claims, demand.ClientId, guards) is { } foreign)
        {
            return foreign;
        }

        if (guards.IsOn("upstream.sub") && !IsSubject(claims))
        {
            return "sub";
        }

        if (guards.IsOn("upstream.same-sub") && demand.SameSubject is { } before && claims.GetProperty("sub").GetString() != before)
        {
            return "same-sub";
        }

        return Times(claims, demand.Now.ToUnixTimeSeconds(), guards) ?? Bindings(claims, demand, guards);
    }

    public static string? Audience(JsonElement claims, string client, GuardSwitch guards)
    {
        var audience = JoseParts.TryText(claims, "aud", out var one) ? [one] : WireJson.Texts(claims, "aud") ?? [];
        if (guards.IsOn("upstream.aud") && !audience.Contains(client))
        {
            return "aud";
        }

        var presenter = JoseParts.TryText(claims, "azp", out var said) ? said : null;
        var wrong = claims.TryGetProperty("azp", out _) ? presenter != client : audience.Count > 1;
        return wrong && guards.IsOn("upstream.azp") ? "azp" : null;
    }

    public static string? Times(JsonElement claims, long now, GuardSwitch guards)
    {
        if (guards.IsOn("upstream.exp") && (!TokenClaims.TryTime(claims, "exp", out var expires) || now >= expires + Skew))
        {
            return "exp";
        }

        if (guards.IsOn("upstream.iat") && (!TokenClaims.TryTime(claims, "iat", out var issued) || issued > now + Skew))
        {
            return "iat";
        }

        return guards.IsOn("upstream.nbf") && claims.TryGetProperty("nbf", out _) && (!TokenClaims.TryTime(claims, "nbf", out var from) || from > now + Skew) ? "nbf" : null;
    }

    private static string? Bindings(JsonElement claims, IdTokenDemand demand, GuardSwitch guards)
    {
        if (guards.IsOn("upstream.nonce") && demand.Nonce is { } nonce && (!JoseParts.TryText(claims, "nonce", out var said) || said != nonce))
        {
            return "nonce";
        }

        return guards.IsOn("upstream.at-hash") && claims.TryGetProperty("at_hash", out _)
            && (!JoseParts.TryText(claims, "at_hash", out var hash) || hash != HalfHash(demand.AccessToken)) ? "at-hash" : null;
    }

    // All three algorithms hash with SHA-256.
    private static string HalfHash(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)).AsSpan(0, 16));

    private static bool IsSubject(JsonElement claims) =>
        JoseParts.TryText(claims, "sub", out var subject) && subject.Length is > 0 and <= 255 && subject.All(letter => letter is >= ' ' and < '\x7f');
}
