using System.Globalization;
using CityOps.Hub.Audit.Witness;
using CityOps.Schemas;

namespace CityOps.Hub.Audit;

/// <summary>What an auditor asks for: reading and taking the log, and deleting what is old enough. Each leaves its own trace.</summary>
internal sealed class AuditDesk(AuditTable entries, AuditLog log, TimeProvider clock)
{
    /// <summary>Cybersecurity Law, article 21: six months at least.</summary>
    public const int LeastMonths = 6;

    /// <summary>Told before anything is read, so that there is no reading without a trace.</summary>
    public Task TellReadAsync(string actor, string what, AuditSource source, CancellationToken ct) =>
        log.WriteAsync(new AuditEvent(AuditActions.Read, AuditResult.Done, "ok", actor, "", source.Address, source.Correlation) { Facts = new Dictionary<string, string> { ["what"] = what } }, ct);

    /// <summary>
    /// Deletes whole checkpointed prefixes older than so many months and answers how far; 0 when nothing was due. The
    /// entry that tells of it comes first: a verifier accepts no hole that no entry explains.
    /// </summary>
    public async Task<Outcome<long>> CutAsync(int months, string actor, AuditSource source, CancellationToken ct)
    {
        if (months < LeastMonths)
        {
            return AuditRefusals.TooYoung;
        }

        var now = clock.GetUtcNow();
        var upto = await entries.CuttableAsync(now.AddMonths(-months), ct);
        if (upto > 0)
        {
            var facts = new Dictionary<string, string> { ["upto"] = upto.ToString(CultureInfo.InvariantCulture), ["months"] = months.ToString(CultureInfo.InvariantCulture) };
            await log.WriteAsync(new AuditEvent(AuditActions.Cut, AuditResult.Done, "ok", actor, "", source.Address, source.Correlation) { Facts = facts }, ct);
            await entries.CutAsync(upto, actor, now, ct);
        }

        return upto;
    }
}
