using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Upstream.Admission;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>Where a call came from, for sessions and audit.</summary>
internal sealed record UpstreamCall(string Address, string Agent, string Correlation);

/// <summary>The cookies of one browser, as far as this room reads them.</summary>
/// <param name="Own">Ties a request to this browser while it is away.</param>
/// <param name="Interaction">The value of the waiting request's cookie.</param>
internal sealed record UpstreamBrowser(string Own, string? Interaction);

/// <summary>上级认证: sends people to another authority and judges what they bring back.</summary>
internal sealed class UpstreamDesk(UpstreamParties parties, UpstreamTables tables, UpstreamFinish finish, WriteAudit audit, TimeProvider clock)
{
    /// <summary>The authority's address to send the browser to.</summary>
    public async Task<Outcome<string>> StartAsync(string id, string interaction, string browser, UpstreamCall call, CancellationToken ct)
    {
        if (parties.Find(id) is not { } found)
        {
            return await RefuseAsync("upstream.start", "", UpstreamRefusals.Unknown, call, ct);
        }

        if (interaction.Length is 0 or > 128)
        {
            return await RefuseAsync("upstream.start", id, UpstreamRefusals.RequestInvalid.At("interaction"), call, ct);
        }

        var ticket = LoginTicket.For(LoginTicket.Random(), browser);
        if (!(await found.Party.StartAsync(ticket, new Dictionary<string, string>(), ct)).TryGet(out var url, out var refusal))
        {
            return await RefuseAsync("upstream.start", id, refusal, call, ct);
        }

        await tables.Waiting.AddAsync(ticket.State, browser, id, interaction, clock.GetUtcNow(), ct);
        await audit(new AuditEvent("upstream.start", AuditResult.Done, "ok", "anonymous", id, call.Address, call.Correlation), ct);
        return url;
    }

    /// <summary>Every step may refuse; the session exists only after the last.</summary>
    public async Task<Outcome<(string Cookie, string Next)>> ReturnAsync(CallbackAnswer answer, UpstreamBrowser browser, UpstreamCall call, CancellationToken ct)
    {
        if (!LoginTicket.IsRandom(answer.State) || await tables.Waiting.TakeAsync(answer.State!, browser.Own, clock.GetUtcNow(), ct) is not { } waiting)
        {
            return await RefuseAsync("upstream.login", "", UpstreamRefusals.RequestInvalid.At("state"), call, ct);
        }

        if (parties.Find(waiting.Party) is not { } found)
        {
            return await RefuseAsync("upstream.login", "", UpstreamRefusals.Unknown, call, ct);
        }

        if (!(await found.Party.RedeemAsync(answer, LoginTicket.For(answer.State!, browser.Own), ct)).TryGet(out var vouched, out var refusal))
        {
            return await RefuseAsync("upstream.login", waiting.Party, refusal, call, ct);
        }

        var done = await finish.SignOnAsync(found.Settings, vouched, (waiting.Waiting, browser.Interaction), call, ct);
        if (!done.TryGet(out var session, out refusal))
        {
            return await RefuseAsync("upstream.login", waiting.Party, refusal, call, ct);
        }

        var facts = new Dictionary<string, string> { ["authority"] = waiting.Party, ["acr"] = AdmissionRules.AcrOf(found.Settings, vouched) };
        await audit(
            new AuditEvent("upstream.login", AuditResult.Done, "ok", session.User.Id.ToString(), "", call.Address, call.Correlation) { Facts = facts }, ct);
        return (session.Cookie, session.Next);
    }

    /// <summary>
    /// Where a browser whose session of ours ends may sign out of the authority too; null when it came from none. Ask before
    /// the session is ended.
    /// </summary>
    public async Task<string?> LogoutUrlAsync(string sid, string? state, CancellationToken ct)
    {
        if (await tables.Sessions.FindAsync(sid, ct) is not { } session || parties.OfIssuer(session.Issuer) is not { } found)
        {
            return null;
        }

        return await found.Party.LogoutUrlAsync(session.IdToken, parties.LoggedOutUrl, state, ct);
    }

    private async Task<Refusal> RefuseAsync(string action, string authority, Refusal refusal, UpstreamCall call, CancellationToken ct)
    {
        var facts = new Dictionary<string, string> { ["check"] = refusal.DetailEn ?? "" };
        await audit(new AuditEvent(action, AuditResult.Refused, refusal.Name, "anonymous", authority, call.Address, call.Correlation) { Facts = facts }, ct);
        return refusal;
    }
}
