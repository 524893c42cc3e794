using CityOps.Schemas;

namespace CityOps.Hub.Audit.Witness;

/// <summary>What was sent to be witnessed: a checkpoint, the size it goes on from, and the leaf hashes in between.</summary>
/// <param name="Head">How long the sender's log says it is now.</param>
internal sealed record WitnessCall(Checkpoint Checkpoint, string Jwk, long From, byte[] Leaves, long Head);

/// <summary>Whether a log has only grown. Pure.</summary>
internal static class WitnessRules
{
    /// <summary>The tree as it now is, or why the checkpoint is refused. <paramref name="last"/> null: the first of its log.</summary>
    /// <param name="same">What was witnessed at exactly this size, if anything.</param>
    public static Outcome<MerklePeaks> Judge(WitnessCall call, Witnessed? last, Witnessed? same)
    {
        var (held, given) = (last?.Size ?? 0, call.Checkpoint);
        if (same is not null && !same.Root.AsSpan().SequenceEqual(given.Root))
        {
            return AuditRefusals.Fork;
        }

        if (call.Head < held || (given.Size <= held && same is null))
        {
            return AuditRefusals.Shrunk.Because($"已见证 {held} 条，提交的日志有 {Math.Min(call.Head, given.Size)} 条。", $"{held} entries were witnessed, the log sent has {Math.Min(call.Head, given.Size)}.");
        }

        if (same is not null)
        {
            return new MerklePeaks(same.Size, same.Peaks);
        }

        if (call.From != held)
        {
            return AuditRefusals.Behind.Because($"见证方已有 {held} 条。", $"This witness holds {held} entries.");
        }

        return Grow(call, last);
    }

    private static Outcome<MerklePeaks> Grow(WitnessCall call, Witnessed? last)
    {
        if (call.Leaves.Length != (call.Checkpoint.Size - call.From) * MerkleTree.HashBytes)
        {
            return AuditRefusals.BadCheckpoint.Because("叶子哈希的个数不符。", "The number of leaf hashes does not fit the sizes.");
        }

        var peaks = last is null ? new MerklePeaks() : new MerklePeaks(last.Size, last.Peaks);
        for (var at = 0; at < call.Leaves.Length; at += MerkleTree.HashBytes)
        {
            peaks.Add(call.Leaves.AsSpan(at, MerkleTree.HashBytes));
        }

        return peaks.Root().AsSpan().SequenceEqual(call.Checkpoint.Root) ? peaks : AuditRefusals.Fork;
    }
}
