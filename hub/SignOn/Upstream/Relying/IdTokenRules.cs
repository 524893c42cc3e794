using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>What is demanded of an ID token: nonce null and the earlier subject given when it came of a refresh.</summary>
internal sealed record IdTokenDemand(string? Nonce, string AccessToken)
{
    public string? SameSubject { get; init; }
}

/// <summary>What ties an ID token that held to this request, this person and this access token (OpenID Connect Core 3.1.3.7, 12.2). Pure.</summary>
internal static class IdTokenRules
{
    /// <summary>The name of the check that failed; null when all hold.</summary>
    public static string? Fault(JsonElement claims, IdTokenDemand demand, GuardSwitch guards)
    {
        if (guards.IsOn("upstream.sub") && !IsSubject(claims))
        {
            return "sub";
        }

        if (guards.IsOn("upstream.same-sub") && demand.SameSubject is { } before && claims.GetProperty("sub").GetString() != before)
        {
            return "same-sub";
        }

        return Bindings(claims, demand, guards);
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
