using System.Text.Json;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>What a logout token must say besides what every token must (OpenID Connect Back-Channel Logout 2.4). Pure.</summary>
internal static class LogoutTokenRules
{
    public const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>Somebody is named, the event is the one, it has an id, and there is no nonce (so it never passes for an ID token).</summary>
    public static bool Holds(JsonElement claims) =>
        (HasText(claims, "sub") || HasText(claims, "sid"))
        && HasText(claims, "jti")
        && !claims.TryGetProperty("nonce", out _)
        && claims.TryGetProperty("events", out var events)
        && events.ValueKind == JsonValueKind.Object
        && events.TryGetProperty(Event, out var said)
        && said.ValueKind == JsonValueKind.Object;

    private static bool HasText(JsonElement claims, string name) => JoseParts.TryText(claims, name, out var text) && text.Length > 0;
}
