using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>The portal's relying party, which asks this deployment's own hub as it would ask any.</summary>
internal sealed record PortalParty(RelyingParty Party);

/// <summary>门户会话: begins with a sign-on at this deployment's own hub and ends with it.</summary>
internal sealed class PortalDesk(PortalParty own, PortalTables tables, PortalReader reader, WriteAudit audit, TimeProvider clock)
{
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(12);

    // No authority of the settings can have this id, so neither callback takes the other's requests.
    private const string Waiting = "(portal)";

    /// <summary>Where to send the browser. <paramref name="returnTo"/> is local already.</summary>
    public async Task<Outcome<string>> StartAsync(string returnTo, string? authority, string browser, UpstreamCall call, CancellationToken ct)
    {
        var ticket = LoginTicket.For(LoginTicket.Random(), browser);
        var more = new Dictionary<string, string>();
        if (authority is not null)
        {
            more["idp"] = authority;
        }

        if (!(await own.Party.StartAsync(ticket, more, ct)).TryGet(out var url, out var refusal))
        {
            return await RefuseAsync("portal.login", refusal, call, ct);
        }

        await tables.Waiting.AddAsync(ticket.State, browser, Waiting, returnTo, clock.GetUtcNow(), ct);
        return url;
    }

    /// <summary>The new session's cookie and the page that was wanted.</summary>
    public async Task<Outcome<(string Cookie, string ReturnTo)>> ReturnAsync(CallbackAnswer answer, string browser, UpstreamCall call, CancellationToken ct)
    {
        if (!LoginTicket.IsRandom(answer.State) || await tables.Waiting.TakeAsync(answer.State!, browser, clock.GetUtcNow(), ct) is not { } waiting || waiting.Party != Waiting)
        {
            return await RefuseAsync("portal.login", UpstreamRefusals.RequestInvalid.At("state"), call, ct);
        }

        if (!(await own.Party.RedeemAsync(answer, LoginTicket.For(answer.State!, browser), ct)).TryGet(out var vouched, out var refusal))
        {
            return await RefuseAsync("portal.login", refusal, call, ct);
        }

        var cookie = LoginTicket.Random();
        var now = clock.GetUtcNow();
        var tokens = new PortalTokens(vouched.Tokens.AccessToken, vouched.Tokens.ExpiresAt, vouched.Tokens.RefreshToken, vouched.Tokens.IdToken!);
        await tables.Sessions.AddAsync(
            cookie, new PortalRow(vouched.Sid ?? "", vouched.Subject, TokenSeal.Seal(tokens, cookie), PortalReader.RefreshAfter(tokens), now, now), ct);
        await audit(new AuditEvent("portal.login", AuditResult.Done, "ok", vouched.Subject, "", call.Address, call.Correlation), ct);
        return (cookie, waiting.Waiting);
    }

    /// <summary>Whose session the cookie is; null for none.</summary>
    public Task<PortalVisitor?> FindAsync(string? cookie, CancellationToken ct) => reader.FindAsync(cookie, ct);

    /// <summary>Ends the session here; answers where the browser signs out of the hub, null when there was no session.</summary>
    public async Task<string?> EndAsync(string cookie, UpstreamCall call, CancellationToken ct)
    {
        if (await tables.Sessions.FindAsync(cookie, ct) is not { } row)
        {
            return null;
        }

        await tables.Sessions.EndAsync(cookie, ct);
        await audit(new AuditEvent("portal.logout", AuditResult.Done, "ok", row.Subject, "", call.Address, call.Correlation), ct);
        var tokens = TokenSeal.Open(row.Tokens, cookie);
        return await own.Party.LogoutUrlAsync(tokens?.IdToken, new Uri(new Uri(own.Party.Options.Issuer), "/").AbsoluteUri, null, ct);
    }

    /// <summary>The hub's word that a sign-on has ended.</summary>
    public async Task<Refusal?> TakeLogoutAsync(string token, UpstreamCall call, CancellationToken ct)
    {
        var read = await own.Party.ReadLogoutTokenAsync(token, ct);
        if (!read.TryGet(out var notice, out var refusal))
        {
            return await RefuseAsync("portal.backchannel", refusal, call, ct);
        }

        if (!await tables.Sessions.EndAsync(notice, ct))
        {
            return await RefuseAsync("portal.backchannel", UpstreamRefusals.LogoutInvalid.At("jti"), call, ct);
        }

        await audit(new AuditEvent("portal.backchannel", AuditResult.Done, "ok", notice.Subject ?? "anonymous", "", call.Address, call.Correlation), ct);
        return null;
    }

    /// <summary>Somebody asked for a page they may not see.</summary>
    public Task DenyAsync(User user, string action, UpstreamCall call, CancellationToken ct) =>
        audit(new AuditEvent("portal.denied", AuditResult.Refused, PortalRefusals.RightMissing.Name, user.Subject, action, call.Address, call.Correlation), ct);

    private async Task<Refusal> RefuseAsync(string action, Refusal refusal, UpstreamCall call, CancellationToken ct)
    {
        var facts = new Dictionary<string, string> { ["check"] = refusal.DetailEn ?? "" };
        await audit(new AuditEvent(action, AuditResult.Refused, refusal.Name, "anonymous", "", call.Address, call.Correlation) { Facts = facts }, ct);
        return refusal;
    }
}
