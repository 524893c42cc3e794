using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Upstream.Admission;

/// <summary>
/// Who may still use our own login page while an external authority is set: the administrators of
/// <c>SignOn:BreakGlass</c>, with two factors, and never unnoticed.
/// </summary>
public sealed class OwnLoginGate
{
    private readonly SignOnOptions options;
    private readonly WriteAudit audit;
    private readonly GuardSwitch guards;
    private readonly ILogger<OwnLoginGate> log;

    internal OwnLoginGate(SignOnOptions options, WriteAudit audit, GuardSwitch guards, ILogger<OwnLoginGate> log) =>
        (this.options, this.audit, this.guards, this.log) = (options, audit, guards, log);

    /// <summary>Null when the login may go on. Ask after the password and before the session; it asks for TOTP to be enrolled.</summary>
    public async Task<Refusal?> RefuseAsync(User user, string address, string correlation, CancellationToken ct)
    {
        if (options.Authority is null)
        {
            return null;
        }

        var admitted = options.BreakGlass.Contains(user.Login) && user.HasTotp;
        if (!admitted && guards.IsOn("upstream.own-login"))
        {
            return UpstreamRefusals.OwnLoginClosed;
        }

        UpstreamLog.GlassBroken(log, user.Id.ToString(), address);
        var facts = new Dictionary<string, string> { ["alarm"] = "break-glass" };
        await audit(new AuditEvent("signon.break-glass", AuditResult.Done, "ok", user.Id.ToString(), "", address, correlation) { Facts = facts }, ct);
        return null;
    }
}
