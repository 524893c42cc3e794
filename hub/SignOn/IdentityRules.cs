using System.Text.Json;
using CityOps.Hub.SignOn.Jose;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn;

/// <summary>Reads an identity out of the claims of an access token that held. Pure.</summary>
internal static class IdentityRules
{
    /// <summary>Null when what RFC 9068 2.2 requires is missing, or a claim of ours is not of its type.</summary>
    public static TokenIdentity? Read(JsonElement claims)
    {
        if (!TryName(claims, "sub", out var subject) || !TryName(claims, "client_id", out var client) || !TryName(claims, "jti", out var id))
        {
            return null;
        }

        if (!TryScopes(claims, out var scopes) || !TryThumbprint(claims, out var thumbprint))
        {
            return null;
        }

        var identity = new TokenIdentity(subject, scopes) { Kind = KindOf(subject, client), Client = client, TokenId = id, Thumbprint = thumbprint };
        return identity.Kind == SubjectKind.User ? WithSession(identity, claims) : identity;
    }

    // For a machine grant the subject is the client.
    private static SubjectKind KindOf(string subject, string client) =>
        subject != client ? SubjectKind.User
        : PlatformCode.TryParse(subject, out _) ? SubjectKind.Platform
        : SubjectKind.Client;

    // A person's token is not narrowed by silence: without scopes it allows nothing.
    private static TokenIdentity? WithSession(TokenIdentity identity, JsonElement claims)
    {
        DateTimeOffset? at = TokenClaims.TryTime(claims, "auth_time", out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return TryMaybe(claims, "gid", out var grant) && TryMaybe(claims, "sid", out var sid) && TryMaybe(claims, "acr", out var acr)
            ? identity with { Scopes = identity.Scopes ?? new HashSet<string>(), Grant = grant, Sid = sid, Acr = acr, AuthTime = at }
            : null;
    }

    private static bool TryName(JsonElement claims, string name, out string text) => JoseParts.TryText(claims, name, out text) && text.Length > 0;

    private static bool TryMaybe(JsonElement claims, string name, out string? text)
    {
        text = null;
        if (!claims.TryGetProperty(name, out var member))
        {
            return true;
        }

        var read = JoseParts.TryText(member, out var said);
        text = said;
        return read;
    }

    // A scope claim that names nothing allows nothing; one that is no text is no claim of ours.
    private static bool TryScopes(JsonElement claims, out IReadOnlySet<string>? scopes)
    {
        scopes = null;
        if (!claims.TryGetProperty("scope", out var member))
        {
            return true;
        }

        if (!JoseParts.TryText(member, out var text))
        {
            return false;
        }

        scopes = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return true;
    }

    private static bool TryThumbprint(JsonElement claims, out string? thumbprint)
    {
        thumbprint = null;
        if (!claims.TryGetProperty("cnf", out var bound))
        {
            return true;
        }

        // A binding we cannot check is no binding to ignore.
        var read = bound.ValueKind == JsonValueKind.Object && JoseParts.TryText(bound, "jkt", out var text) && text.Length > 0 ? text : null;
        thumbprint = read;
        return read is not null;
    }
}
