using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>Receives an authority's word that somebody has signed out there, and ends what stood on it.</summary>
internal sealed class BackchannelDesk(UpstreamParties parties, UpstreamTables tables, SessionNeeds sessions, WriteAudit audit, TimeProvider clock)
{
    public const string Path = "/signon/upstream/backchannel";

    /// <summary>Null when done. The notice is spent and its sessions are marked in one transaction; <see cref="EndMarkedAsync"/> does the rest, now or later.</summary>
    public async Task<Refusal?> TakeAsync(string token, UpstreamCall call, CancellationToken ct)
    {
        var refusal = await MarkAsync(token, ct);
        if (refusal is null)
        {
            await EndMarkedAsync(ct);
        }

        var facts = new Dictionary<string, string> { ["check"] = refusal?.DetailEn ?? "" };
        var result = refusal is null ? AuditResult.Done : AuditResult.Refused;
        await audit(new AuditEvent("upstream.backchannel", result, refusal?.Name ?? "ok", "anonymous", "", call.Address, call.Correlation) { Facts = facts }, ct);
        return refusal;
    }

    /// <summary>Ends every session that is marked: also those left over when a process stopped in between.</summary>
    public async Task EndMarkedAsync(CancellationToken ct)
    {
        foreach (var sid in await tables.Sessions.EndedAsync(ct))
        {
            await sessions.End(sid, "upstream", ct);
            await tables.Sessions.ForgetAsync(sid, ct);
        }
    }

    private async Task<Refusal?> MarkAsync(string token, CancellationToken ct)
    {
        if (Issuer(token) is not { } issuer || parties.OfIssuer(issuer) is not { } found)
        {
            return UpstreamRefusals.LogoutInvalid.At("issuer");
        }

        if (!(await found.Party.ReadLogoutTokenAsync(token, ct)).TryGet(out var notice, out var refusal))
        {
            return refusal;
        }

        return await tables.Sessions.MarkEndedAsync(notice, clock.GetUtcNow(), ct) ? null : UpstreamRefusals.LogoutInvalid.At("jti");
    }

    // Believed only as far as to choose whose keys and rules the token must satisfy.
    private static string? Issuer(string token)
    {
        if (JoseParts.Split(token, GuardSwitch.AllOn, out var text) != TokenFault.None)
        {
            return null;
        }

        using var payload = JoseParts.ReadObject(text.Payload, GuardSwitch.AllOn);
        return payload is not null && JoseParts.TryText(payload.RootElement, "iss", out var issuer) ? issuer : null;
    }
}
