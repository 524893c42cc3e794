using CityOps.Hub.SignOn;

namespace CityOps.Hub.Audit;

/// <summary>Makes the signed heads of the log: at every full thousand of entries, and a minute after the last when there are new ones.</summary>
internal sealed class Checkpointer(AuditTable entries, CheckpointTable checkpoints, SignOnOptions options, CheckpointSigner sign, TimeProvider clock)
{
    public const int Every = 1_000;
    public static readonly TimeSpan AtLeastEvery = TimeSpan.FromMinutes(1);

    /// <summary>Makes what is due; answers the size of the last one made, 0 when none was due.</summary>
    public async Task<long> RunAsync(CancellationToken ct)
    {
        var last = await checkpoints.LastAsync(ct);
        var peaks = last is null ? new MerklePeaks() : new MerklePeaks(last.Size, last.Peaks);
        var (head, made) = (await entries.HeadAsync(ct), 0L);
        if (head < peaks.Size)
        {
            throw new InvalidOperationException($"The audit log holds {head} entries, but {peaks.Size} were signed for: its end was cut off.");
        }

        while (peaks.Size < head)
        {
            var next = Math.Min(head, (peaks.Size / Every + 1) * Every);
            var due = next % Every == 0 || last is null || clock.GetUtcNow() - last.At >= AtLeastEvery;
            if (!due)
            {
                return made;
            }

            foreach (var leaf in await entries.LeavesAsync(peaks.Size, (int)(next - peaks.Size), ct))
            {
                peaks.Add(leaf);
            }

            if (peaks.Size != next)
            {
                throw new InvalidOperationException($"The audit log's counter says {head}, but leaf {peaks.Size + 1} is missing.");
            }

            await MakeAsync(peaks, ct);
            made = next;
        }

        return made;
    }

    private async Task MakeAsync(MerklePeaks peaks, CancellationToken ct)
    {
        var (root, now) = (peaks.Root(), clock.GetUtcNow());
        var signed = sign(Checkpoint.Claims(options.Issuer, peaks.Size, root, now));
        await checkpoints.AddAsync(new StoredCheckpoint(peaks.Size, root, peaks.ToBytes(), now, signed), ct);
    }
}
