using System.Security.Cryptography;
using CityOps.Hub.Exchange;
using CityOps.Schemas;
using CityOps.Store;

namespace CityOps.Hub.Links;

/// <summary>
/// Sends one interface's records over a link, in position order. What the other side refuses is parked per key and the
/// position moves on (I5); what it cannot be reached for waits (I10). The batch id is the digest of the body, so a batch
/// rebuilt after a crash is a new batch of known records, not an error (I2).
/// </summary>
public sealed class PushRelay(FlowState flow, FlowBoard board, ILink link, PushEnd end) : Relay(flow, board, end.Clock, end.Chance)
{
    private const int MostRecords = 1_000;
    private const int MostBytes = 4 << 20;
    private static readonly TimeSpan ProbeAfter = TimeSpan.FromSeconds(30);

    // Most interfaces of a link are never used: their health is asked for less often, but still told within two minutes.
    private static readonly TimeSpan ProbeUnusedAfter = TimeSpan.FromSeconds(90);
    private int limit = MostRecords;
    private long heard;
    private long? position;

    protected override async Task<Refusal?> StepAsync(CancellationToken ct)
    {
        var news = end.Source.News.Next(Service);
        var at = position ??= (await end.Table.WhereAsync(Flow, ct)).Position;
        var batch = Fit(await end.Source.ReadAsync(Service, at, limit, ct));
        if (batch.Count == 0 && QuietFor(at) is var quiet && quiet > TimeSpan.Zero)
        {
            await news.WaitAsync(quiet, Clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }

        // An idle link sends a batch of nothing now and then: its id is always the same, so the other side answers the
        // receipt it has, through the whole true path, and keeps nothing new.
        var lines = Join(batch);
        Fail.At("link.before-send");
        var outcome = await link.SendAsync(Service, batch.Count == 0 ? $"idle-{Service}" : Convert.ToHexStringLower(SHA256.HashData(lines)), lines, ct);
        Fail.At("link.after-send");
        heard = Clock.GetTimestamp();
        if (!outcome.TryGet(out var receipt, out var refusal))
        {
            return await RefusedAsync(batch, refusal, ct);
        }

        Heard();
        if (batch.Count == 0)
        {
            return null;
        }

        var refused = Refused(batch, receipt);
        var bad = refused.Select(p => p.RecordId).ToHashSet(StringComparer.Ordinal);
        var settled = await end.Table.ParkedAsync(Flow, ct) > 0 ? batch.Select(o => o.RecordId).Where(id => !bad.Contains(id)).Distinct().ToList() : [];
        await MoveAsync(batch[^1].Position, refused, settled, ct);
        limit = Math.Min(MostRecords, limit * 2);
        return null;
    }

    private TimeSpan QuietFor(long at) => (link.MayBreak, heard) switch
    {
        (false, _) => ProbeAfter,
        (true, 0) => TimeSpan.Zero,
        _ => (at == 0 ? ProbeUnusedAfter : ProbeAfter) - Clock.GetElapsedTime(heard),
    };

    // Too large for the other side: send less; a single record that is too large is parked like any refused one.
    private async Task<Refusal?> RefusedAsync(List<Outgoing> batch, Refusal refusal, CancellationToken ct)
    {
        if (refusal.Kind != RefusalKind.TooLarge || batch.Count == 0)
        {
            return refusal;
        }

        if (batch.Count > 1)
        {
            limit = batch.Count / 2;
            return null;
        }

        await MoveAsync(batch[0].Position, [new LinkParked(batch[0].RecordId, batch[0].Position, batch[0].Rev, refusal.Code, refusal.Detail ?? refusal.Title)], [], ct);
        return null;
    }

    private async Task MoveAsync(long to, IReadOnlyList<LinkParked> refused, IReadOnlyCollection<string> settled, CancellationToken ct)
    {
        await end.Table.SentAsync(Flow, to, refused, settled, ct);
        position = to;
    }

    private static List<LinkParked> Refused(List<Outgoing> batch, Receipt receipt) =>
        [.. receipt.Problems.DistinctBy(p => p.Index).Select(p => new LinkParked(batch[p.Index].RecordId, batch[p.Index].Position, batch[p.Index].Rev, p.Code, p.Message))];

    private static List<Outgoing> Fit(IReadOnlyList<Outgoing> read)
    {
        var bytes = 0;
        var count = read.TakeWhile((o, i) => (bytes += o.Body.Length + 1) <= MostBytes || i == 0).Count();
        return [.. read.Take(count)];
    }

    private static byte[] Join(List<Outgoing> batch)
    {
        var lines = new byte[batch.Sum(o => o.Body.Length + 1)];
        var at = 0;
        foreach (var record in batch)
        {
            record.Body.CopyTo(lines.AsSpan(at));
            at += record.Body.Length;
            lines[at++] = (byte)'\n';
        }

        return lines;
    }
}

/// <summary>The near end of a sending flow. Time and chance come from outside, so that a simulation can own them.</summary>
public sealed record PushEnd(IOutgoing Source, LinkTable Table, TimeProvider Clock, Random Chance);
