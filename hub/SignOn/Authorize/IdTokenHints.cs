using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>What one of our own ID tokens says when it comes back as a hint; it may have ended long ago.</summary>
internal sealed record IdTokenHint(string Subject, string Client, string? Sid);

/// <summary>Reads <c>id_token_hint</c>: only what this hub signed counts, and it never signs anybody in.</summary>
internal sealed class IdTokenHints(KeyKeeper keys, SignOnOptions options, TimeProvider clock, GuardSwitch guards)
{
    private readonly StrictJwt jwt = new(TokenRules.IdTokenHint(options), keys.Choose, clock, guards);

    /// <summary>Null for anything this hub did not sign as an ID token for one client.</summary>
    public IdTokenHint? Read(string token) =>
        jwt.Verify(token).Token is { } held
        && JoseParts.TryText(held.Claims, "sub", out var subject)
        && AudienceRules.Read(held.Claims) is [var client]
            ? new IdTokenHint(subject, client, JoseParts.TryText(held.Claims, "sid", out var sid) ? sid : null)
            : null;
}
