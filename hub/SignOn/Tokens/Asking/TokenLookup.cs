using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Tokens.Making;

namespace CityOps.Hub.SignOn.Tokens.Asking;

/// <summary>An access token of this hub that holds now, taken apart.</summary>
internal sealed record AccessToken(string Subject, string Client, string Audience, string Jti, IReadOnlyList<string> Scopes)
{
    public DateTimeOffset Issued { get; init; }

    public DateTimeOffset Expires { get; init; }

    /// <summary>The sign-on it came of; null for a machine's.</summary>
    public Person? User { get; init; }

    /// <summary>The user as of now; null for a machine's.</summary>
    public User? Account { get; init; }

    public string? Thumbprint { get; init; }

    public IReadOnlyList<string> Actors { get; init; } = [];

    public bool IsMachine => User is null;
}

/// <summary>The one way this room looks at an access token: signature, revocation, and the user behind it, all as of now.</summary>
internal sealed class TokenLookup(TokenPeers peers, RevokedGrants revoked, GuardSwitch guards)
{
    private const int MostCharacters = JoseParts.MostCharacters;

    /// <summary>Null for whatever does not hold: malformed, another type, ended, revoked, of a disabled user.</summary>
    public async Task<AccessToken?> ReadAsync(string text, CancellationToken ct)
    {
        if (text.Length > MostCharacters || peers.Verify(text) is not { } held || AccessTokenClaims.Read(held.Claims) is not { } token)
        {
            return null;
        }

        if (guards.IsOn("token.revoked") && revoked.IsTokenRevoked(token.Jti))
        {
            return null;
        }

        return token.User is null ? token : await WithUserAsync(token, token.User, ct);
    }

    /// <summary>Whether tokens of this user count at all.</summary>
    public async Task<bool> IsActiveAsync(Guid user, CancellationToken ct) =>
        !guards.IsOn("token.user") || await peers.FindUser(user, ct) is { State: UserState.Active };

    private async Task<AccessToken?> WithUserAsync(AccessToken token, Person person, CancellationToken ct)
    {
        if (!Guid.TryParseExact(person.Gid, "N", out var grant) || !Guid.TryParseExact(token.Subject, "N", out var id))
        {
            return null;
        }

        if (guards.IsOn("token.grant") && revoked.IsRevoked(grant))
        {
            return null;
        }

        return await peers.FindUser(id, ct) is { } user && (user.State == UserState.Active || !guards.IsOn("token.user"))
            ? token with { Account = user }
            : null;
    }
}

/// <summary>Claims in, token out. Pure; the signature has been looked at before.</summary>
internal static class AccessTokenClaims
{
    public static AccessToken? Read(JsonElement claims)
    {
        if (!JoseParts.TryText(claims, "sub", out var subject)
            || !JoseParts.TryText(claims, "client_id", out var client)
            || !JoseParts.TryText(claims, "aud", out var audience)
            || !JoseParts.TryText(claims, "jti", out var jti)
            || !TokenClaims.TryTime(claims, "iat", out var issued)
            || !TokenClaims.TryTime(claims, "exp", out var expires))
        {
            return null;
        }

        return new AccessToken(subject, client, audience, jti, Words(claims, "scope"))
        {
            Issued = DateTimeOffset.FromUnixTimeSeconds(issued),
            Expires = DateTimeOffset.FromUnixTimeSeconds(expires),
            User = ReadUser(claims),
            Thumbprint = claims.TryGetProperty("cnf", out var cnf) && JoseParts.TryText(cnf, "jkt", out var jkt) ? jkt : null,
            Actors = [.. ReadActors(claims)],
        };
    }

    private static Person? ReadUser(JsonElement claims) =>
        JoseParts.TryText(claims, "gid", out var gid) && JoseParts.TryText(claims, "sid", out var sid)
            ? new Person(
                sid,
                gid,
                JoseParts.TryText(claims, "acr", out var acr) ? acr : "",
                TokenClaims.TryTime(claims, "auth_time", out var at) ? at : 0,
                Words(claims, AccessTokenMaker.UserInfoClaims))
            : null;

    private static IEnumerable<string> ReadActors(JsonElement claims)
    {
        for (var at = claims; at.TryGetProperty("act", out var act) && JoseParts.TryText(act, "sub", out var actor); at = act)
        {
            yield return actor;
        }
    }

    private static string[] Words(JsonElement claims, string name) =>
        JoseParts.TryText(claims, name, out var text) ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
}
