using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Schemas;

namespace CityOps.Hub.Audit.Witness;

/// <summary>
/// 见证: keeps the checkpoints of deployments below. One that contradicts what was witnessed is refused, kept as evidence and
/// told in this hub's own audit log: that is how a truncated, rewritten or restored log comes to light.
/// </summary>
internal sealed class WitnessDesk(WitnessTable table, AuditLog audit, GuardSwitch guards, TimeProvider clock)
{
    /// <summary>How many entries of a peer are witnessed by now, of its current epoch.</summary>
    public async Task<long> HeldAsync(string peer, CancellationToken ct) => (await table.LastAsync(peer, ct))?.Size ?? 0;

    /// <summary>Answers how many entries are witnessed afterwards.</summary>
    public async Task<Outcome<long>> TakeAsync(string peer, WitnessCall call, AuditSource source, CancellationToken ct)
    {
        if (guards.IsOn("audit.witness.signature") && !IsSigned(call))
        {
            return AuditRefusals.BadCheckpoint;
        }

        var last = await table.LastAsync(peer, ct);
        var same = last is null ? null : await table.FindAsync(peer, last.Epoch, call.Checkpoint.Size, ct);
        if (!WitnessRules.Judge(call, last, same).TryGet(out var peaks, out var refusal))
        {
            await TellAsync(peer, call, refusal, source, ct);
            return refusal;
        }

        if (same is null)
        {
            var seen = new Witnessed(peer, last?.Epoch ?? 1, call.Checkpoint.Size, call.Checkpoint.Root, peaks.ToBytes(), clock.GetUtcNow(), new SignedCheckpoint(call.Checkpoint.Signed, call.Jwk));
            if (!await table.AddAsync(seen, ct))
            {
                return AuditRefusals.Behind;
            }
        }

        return Math.Max(last?.Size ?? 0, call.Checkpoint.Size);
    }

    /// <summary>An operator accepts that a peer's log begins anew, after its store was lost; what was witnessed stays.</summary>
    public async Task<Outcome<long>> BeginAsync(string peer, string actor, AuditSource source, CancellationToken ct)
    {
        if (await table.LastAsync(peer, ct) is not { } last)
        {
            return AuditRefusals.NoSuchPeer;
        }

        var epoch = last.Epoch + 1;
        await table.AddAsync(new Witnessed(peer, epoch, 0, MerkleTree.EmptyRoot, [], clock.GetUtcNow(), new SignedCheckpoint("", "")), ct);
        await audit.WriteAsync(Event("audit.witness.epoch", AuditResult.Done, "ok", actor, peer, source) with { Facts = new Dictionary<string, string> { ["epoch"] = $"{epoch}", ["held"] = $"{last.Size}" } }, ct);
        return epoch;
    }

    private static bool IsSigned(WitnessCall call)
    {
        using var jwk = JsonDocument.Parse(call.Jwk);
        return call.Checkpoint.IsSignedBy(jwk.RootElement);
    }

    private async Task TellAsync(string peer, WitnessCall call, Refusal refusal, AuditSource source, CancellationToken ct)
    {
        if (refusal.Name != AuditRefusals.Fork.Name && refusal.Name != AuditRefusals.Shrunk.Name)
        {
            return;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{refusal.Name} {call.Checkpoint.Size} {Convert.ToHexString(call.Checkpoint.Root)}")));
        if (await table.RefuseAsync(new Contradiction(peer, refusal.Name, call.Checkpoint.Size, clock.GetUtcNow(), call.Checkpoint.Signed), digest, ct))
        {
            var facts = new Dictionary<string, string> { ["size"] = $"{call.Checkpoint.Size}", ["root"] = Convert.ToHexStringLower(call.Checkpoint.Root), ["evidence"] = digest };
            await audit.WriteAsync(Event("audit.witness", AuditResult.Refused, refusal.Name, peer, peer, source) with { Facts = facts }, ct);
        }
    }

    private static AuditEvent Event(string action, AuditResult result, string code, string actor, string subject, AuditSource source) =>
        new(action, result, code, actor, subject, source.Address, source.Correlation);
}

/// <summary>Where a call came from, for the audit log.</summary>
internal sealed record AuditSource(string Address, string Correlation);
