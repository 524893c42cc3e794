using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Upstream.Discovery;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>Whose sessions an authority has ended. Of <paramref name="Subject"/> and <paramref name="Sid"/> at least one is given.</summary>
internal sealed record LogoutNotice(string Issuer, string? Subject, string? Sid, string Id, DateTimeOffset Expires);

/// <summary>The claims of a logout token whose signature held (Back-Channel Logout 2.6). Pure.</summary>
internal static class LogoutTokenRules
{
    public const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private const long MostLife = 15 * 60;

    /// <summary>The name of the check that failed; null when all hold.</summary>
    public static string? Fault(JsonElement claims, string issuer, string client, DateTimeOffset now, GuardSwitch guards)
    {
        if (guards.IsOn("upstream.logout-iss") && (!JoseParts.TryText(claims, "iss", out var said) || said != issuer))
        {
            return "iss";
        }

        if (guards.IsOn("upstream.logout-aud") && (WireJson.Texts(claims, "aud") is { } many ? many is not [var only] || only != client : Text(claims, "aud") != client))
        {
            return "aud";
        }

        if (IdTokenRules.Times(claims, now.ToUnixTimeSeconds(), guards) is { } time)
        {
            return time;
        }

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
        && Text(claims, "jti") is { Length: > 0 and <= 256 }
        && TokenClaims.TryTime(claims, "exp", out var expires) && TokenClaims.TryTime(claims, "iat", out var issued) && expires - issued is > 0 and <= MostLife;

    private static bool IsNamed(JsonElement claims, string name) => !claims.TryGetProperty(name, out _) || Text(claims, name) is { Length: > 0 and <= 255 };

    private static string? Text(JsonElement claims, string name) => JoseParts.TryText(claims, name, out var text) ? text : null;
}
