using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Hub.SignOn.Upstream;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>
/// Finds out, for every page anew, whose session a cookie is and what that person may do now: an account that was disabled,
/// a right that was withdrawn, a sign-on that has ended are felt at the next page.
/// </summary>
internal sealed class PortalReader(PortalParty own, PortalTables tables, PortalNeeds needs, UpstreamBook book, TimeProvider clock)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    public static DateTimeOffset RefreshAfter(PortalTokens tokens) => tokens.ExpiresAt - Ahead;

    public async Task<PortalVisitor?> FindAsync(string? cookie, CancellationToken ct)
    {
        if (!Upstream.Relying.LoginTicket.IsRandom(cookie) || await tables.Sessions.FindAsync(cookie!, ct) is not { } row)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var lives = now - row.StartedAt < PortalDesk.LongestLife && now - row.SeenAt < Idle;
        if (!lives || await PersonAsync(row, ct) is not { } person || TokenSeal.Open(row.Tokens, cookie!) is not { } tokens)
        {
            await tables.Sessions.EndAsync(cookie!, ct);
            return null;
        }

        if (now >= row.RefreshAfter && await RefreshAsync(cookie!, row, tokens, ct) is var fresh)
        {
            if (fresh is null)
            {
                return null;
            }

            tokens = fresh;
        }

        if (now - row.SeenAt >= Ahead)
        {
            await tables.Sessions.SeeAsync(cookie!, now, ct);
        }

        return new PortalVisitor(person.User, await needs.RightsOf(person.User.Id, ct), person.Session.Acr, HomeOf(person.Session), now < tokens.ExpiresAt ? tokens.AccessToken : null);
    }

    private async Task<(User User, UserSession Session)?> PersonAsync(PortalRow row, CancellationToken ct) =>
        Guid.TryParseExact(row.Subject, "N", out var id)
        && await needs.FindSession(row.Sid, ct) is { } session && session.User == id
        && await needs.FindUser(id, ct) is { State: UserState.Active } user
            ? (user, session)
            : null;

    private string? HomeOf(UserSession session) =>
        session.Upstream is { } issuer ? book.All.FirstOrDefault(authority => authority.Issuer == issuer)?.Name ?? issuer : null;

    // One of several pages refreshes; the others use what they have. Null: the hub takes the session back.
    private async Task<PortalTokens?> RefreshAsync(string cookie, PortalRow row, PortalTokens tokens, CancellationToken ct)
    {
        if (tokens.RefreshToken is not { } refreshToken || !await tables.Sessions.ClaimAsync(cookie, clock.GetUtcNow(), ct))
        {
            return tokens;
        }

        var answer = await own.Party.RefreshAsync(refreshToken, row.Subject, ct);
        if (answer.TryGet(out var fresh, out var refusal))
        {
            var next = new PortalTokens(fresh.AccessToken, fresh.ExpiresAt, fresh.RefreshToken ?? refreshToken, fresh.IdToken ?? tokens.IdToken);
            await tables.Sessions.RenewAsync(cookie, TokenSeal.Seal(next, cookie), RefreshAfter(next), ct);
            return next;
        }

        if (refusal.Name == UpstreamRefusals.Away.Name)
        {
            return tokens;
        }

        await tables.Sessions.EndAsync(cookie, ct);
        return null;
    }
}
