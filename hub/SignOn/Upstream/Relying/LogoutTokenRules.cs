using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>Whose sessions an authority has ended. Of <paramref name="Subject"/> and <paramref name="Sid"/> at least one is given.</summary>
internal sealed record LogoutNotice(string Issuer, string? Subject, string? Sid, string Id, DateTimeOffset Expires);

/// <summary>What a logout token that held must say besides (Back-Channel Logout 2.6). Pure.</summary>
internal static class LogoutTokenRules
{
    public const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>The name of the check that failed; null when all hold.</summary>
    public static string? Fault(JsonElement claims, GuardSwitch guards)
    {
        if (guards.IsOn("upstream.logout-event") && !HasEvent(claims))
        {
            return "events";
        }

        if (guards.IsOn("upstream.logout-nonce") && claims.TryGetProperty("nonce", out _))
        {
            return "nonce";
        }

        return guards.IsOn("upstream.logout-whom") && !NamesSomebody(claims) ? "sub-or-sid" : null;
    }

    public static LogoutNotice Read(JsonElement claims, string issuer)
    {
        TokenClaims.TryTime(claims, "exp", out var expires);
        return new LogoutNotice(issuer, Text(claims, "sub"), Text(claims, "sid"), Text(claims, "jti") ?? "", DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    private static bool HasEvent(JsonElement claims) =>
        claims.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Object
        && events.TryGetProperty(Event, out var member) && member.ValueKind == JsonValueKind.Object;

    private static bool NamesSomebody(JsonElement claims) =>
        IsNamed(claims, "sub") && IsNamed(claims, "sid") && (Text(claims, "sub") ?? Text(claims, "sid")) is not null
        && Text(claims, "jti") is { Length: > 0 and <= 256 };

    private static bool IsNamed(JsonElement claims, string name) => !claims.TryGetProperty(name, out _) || Text(claims, name) is { Length: > 0 and <= 255 };

    private static string? Text(JsonElement claims, string name) => JoseParts.TryText(claims, name, out var text) ? text : null;
}
