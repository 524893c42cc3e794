using System.Collections.Concurrent;
using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Schemas;
using CityOps.Store;

namespace CityOps.Hub.Exchange;

/// <summary>What a sender says about a batch besides its body.</summary>
public sealed record BatchHeader(string Interface, string BatchId, BatchMode Mode, BodyForm Form, string? Coding, long? WireLength);

/// <summary>What intake is made of besides the lane.</summary>
public sealed record IntakeParts(Gate Gate, Decoder Decoder, SourceRules Sources, BatchTable Batches, ExchangeLimits Limits);

/// <summary>
/// 数据交换接收. Read <see cref="TakeAsync"/> top to bottom: each line may refuse, and the receipt exists only once the
/// records are on disk (I1).
/// </summary>
public sealed class Intake(IntakeParts parts, WriteLane<AcceptWork, Accepted> lane, ByteBudget budget, HubPulse pulse, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, byte> inFlight = new(StringComparer.Ordinal);

    public async Task<Outcome<Accepted>> TakeAsync(Sender sender, BatchHeader header, Stream wire, CancellationToken ct)
    {
        var receivedAt = clock.GetUtcNow();
        if (!parts.Gate.Enter(sender, header.Interface, header.Mode).TryGet(out var service, out var notAllowed))
        {
            return notAllowed;
        }

        using var only = Enter(sender, header);
        if (only is null)
        {
            return ExchangeRefusals.InFlight;
        }

        using var share = await budget.TakeAsync(Weigh(header), ct);
        if (!(await Body.ReadAsync(wire, header.Coding, header.WireLength, parts.Limits, ct)).TryGet(out var body, out var unreadable))
        {
            return unreadable;
        }

        using (body)
        {
            Fail.At("intake.after-read");
            if (header.Mode != BatchMode.Test && await ReplayAsync(sender, header, body, ct) is { } before)
            {
                return before;
            }

            if (!parts.Decoder.Decode(service, body, header.Form).TryGet(out var decoded, out var malformed))
            {
                return malformed;
            }

            using (decoded)
            {
                var fit = decoded.Offered.Select(o => HoldToSource(sender, service, o, receivedAt)).ToList();
                var work = new AcceptWork(sender, service, header.BatchId, body.Digest, receivedAt, header.Mode, fit);
                return header.Mode == BatchMode.Test ? BatchDraft.Try(work) : await WriteAsync(work);
            }
        }
    }

    // Not cancelled with the caller: the batch's memory must outlive the write, and a sender that leaves early finds its
    // receipt when it asks again.
    private async Task<Outcome<Accepted>> WriteAsync(AcceptWork work)
    {
        Fail.At("intake.before-begin");
        var accepted = await lane.WriteAsync(work, CancellationToken.None);
        if (accepted.Refusal is { } refused)
        {
            return refused;
        }

        pulse.Beat();
        Fail.At("intake.before-answer");
        return accepted;
    }

    private async Task<Outcome<Accepted>?> ReplayAsync(Sender sender, BatchHeader header, Body body, CancellationToken ct)
    {
        if (await parts.Batches.FindAsync(BatchTable.KeyOf(sender.Code, header.BatchId), ct) is not { } stored)
        {
            return null;
        }

        return stored.BodyDigest.AsSpan().SequenceEqual(body.Digest) && stored.Interface == header.Interface
            ? new Accepted(stored.Receipt, true)
            : ExchangeRefusals.Mismatch;
    }

    private Offered HoldToSource(Sender sender, InterfaceService service, Offered offered, DateTimeOffset now) =>
        offered.Record is { } record && parts.Sources.Refuse(sender, service.Code.Direction, record, now) is { } problem
            ? offered with { Record = null, Problems = [problem] }
            : offered;

    private InFlight? Enter(Sender sender, BatchHeader header)
    {
        var key = BatchTable.KeyOf(sender.Code, header.BatchId);
        return inFlight.TryAdd(key, 0) ? new InFlight(inFlight, key) : null;
    }

    // Body, arena and records: about twice the unpacked size. A packed body is charged for what it may grow to.
    private long Weigh(BatchHeader header)
    {
        var wire = header.WireLength ?? parts.Limits.BatchBytes;
        return 2 * Math.Min(parts.Limits.BatchBytes, header.Coding is null ? wire : wire * 10);
    }

    private sealed class InFlight(ConcurrentDictionary<string, byte> running, string key) : IDisposable
    {
        public void Dispose() => running.TryRemove(key, out _);
    }
}
