using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>What one of our own ID tokens says when it comes back as a hint; it may have ended long ago.</summary>
internal sealed record IdTokenHint(string Subject, string Client, string? Sid);

/// <summary>Reads <c>id_token_hint</c>: only what this hub signed counts, and it never signs anybody in.</summary>
internal sealed class IdTokenHints(KeyKeeper keys, SignOnOptions options, GuardSwitch guards)
{
    private static readonly TimeSpan MostLife = TimeSpan.FromDays(1);

    /// <summary>Null for anything this hub did not sign as an ID token.</summary>
    public async Task<IdTokenHint?> ReadAsync(string token)
    {
        if (JoseParts.Split(token, out _, out var bytes) != TokenFault.None)
        {
            return null;
        }

        using var payload = JoseParts.ReadObject(bytes);
        if (payload is null
            || !JoseParts.TryText(payload.RootElement, "sub", out var subject)
            || !JoseParts.TryText(payload.RootElement, "aud", out var client)
            || !TokenClaims.TryTime(payload.RootElement, "iat", out var issued))
        {
            return null;
        }

        // A hint only says who somebody was, so it is judged as of the moment it was made.
        var rules = new TokenRules("JWT", options.Issuer, client, MostLife, TokenRules.OwnSkew);
        var verdict = await new StrictJwt(rules, keys.Find, new StoppedClock(issued)).VerifyAsync(token);
        return verdict.Token is null && guards.IsOn("hint.signature")
            ? null
            : new IdTokenHint(subject, client, JoseParts.TryText(payload.RootElement, "sid", out var sid) ? sid : null);
    }

    private sealed class StoppedClock(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
