using System.Text.Json;

namespace CityOps.Hub.Audit.Verifying;

/// <summary>
/// Reads an exported log line by line and names what is wrong with it (security.md 9.5). It needs nothing but the file, the
/// checkpoints others hold, and the keys that may have signed them. Memory stays constant. Pure.
/// </summary>
/// <param name="elsewhere">Checkpoints from witnesses; they tell what a log cannot tell of itself: that its end or all of it was replaced.</param>
/// <param name="keys">The keys to trust by kid; null: the key that stands beside each checkpoint, which shows slips but no forger.</param>
internal sealed class AuditVerifier(IReadOnlyList<AuditLine.Head> elsewhere, IReadOnlyDictionary<string, JsonElement>? keys)
{
    private const int MostFaults = 100;
    private readonly List<AuditFault> faults = [];
    private readonly SignedHeads heads = new();
    private readonly AuditOrder order = new();
    private readonly MerklePeaks tree = new();
    private byte[] previous = AuditEntry.NoLeaf;
    private DateTimeOffset latest = DateTimeOffset.MinValue;
    private long entriesFrom;
    private long cut;
    private long rewrittenAfter;
    private bool rewritten;
    private bool altered;

    /// <summary>Takes up what others hold, before the first line.</summary>
    public void Begin()
    {
        foreach (var head in elsewhere)
        {
            if (Trusted(head) is { } checkpoint)
            {
                heads.Add(checkpoint, HeadOrigin.Elsewhere, faults);
            }
        }

        Compare();
    }

    public void Feed(ReadOnlyMemory<byte> line)
    {
        switch (AuditFile.Read(line))
        {
            case AuditLine.Entry entry:
                Take(entry);
                break;
            case AuditLine.Deleted deleted:
                Take(deleted);
                break;
            case AuditLine.Head head when Trusted(head) is { } checkpoint:
                heads.Add(checkpoint, HeadOrigin.Own, faults);
                Compare();
                break;
            case AuditLine.Broken:
                Fault(AuditFaultKind.Altered, order.Next, "a line that cannot be read");
                order.Lost();
                break;
        }
    }

    public AuditVerdict Finish()
    {
        order.Close(faults);
        if (entriesFrom - 1 > cut)
        {
            Fault(AuditFaultKind.Deleted, cut + 1, "entries are missing that no recorded deletion covers");
        }

        if (order.InOrder)
        {
            heads.Close(tree.Size, faults);
        }

        var first = faults.GroupBy(f => f.Kind).Select(g => g.MinBy(f => f.Index)!).OrderBy(f => f.Index).ThenBy(f => f.Kind).Take(MostFaults);
        return new AuditVerdict(order.Count, heads.Count, heads.SealedTo(HeadOrigin.Own), heads.SealedTo(HeadOrigin.Elsewhere), [.. first]);
    }

    private void Take(AuditLine.Entry entry)
    {
        if (!MerkleTree.Leaf(entry.Body.Span).AsSpan().SequenceEqual(entry.Leaf))
        {
            // Nothing such an entry says of itself is believed, its number neither.
            Fault(AuditFaultKind.Altered, order.Next, "its bytes do not have the hash it is listed with");
            order.Take(order.Next, faults);
            Grow(entry.Leaf);
            return;
        }

        var follows = order.Take(entry.Seq, faults);
        if (follows && !entry.Prev.AsSpan().SequenceEqual(previous))
        {
            Fault(AuditFaultKind.Altered, Math.Max(1, entry.Seq - 1), $"entry {entry.Seq} names another hash for the entry before it");
        }

        if (follows && entry.At < latest)
        {
            Fault(AuditFaultKind.Backdated, entry.Seq, "it is older than the entry before it");
        }

        latest = entry.At > latest ? entry.At : latest;
        entriesFrom = entriesFrom == 0 ? entry.Seq : entriesFrom;
        cut = Math.Max(cut, entry.Cut);
        Grow(entry.Leaf);
    }

    private void Take(AuditLine.Deleted deleted)
    {
        order.Take(deleted.Seq, faults);
        if (entriesFrom > 0)
        {
            Fault(AuditFaultKind.Deleted, deleted.Seq, "the entry is gone, though it is not at the beginning");
        }

        Grow(deleted.Leaf);
    }

    private void Grow(byte[] leaf)
    {
        previous = leaf;
        tree.Add(leaf);
        Compare();
    }

    private void Compare()
    {
        // What is already named better than by a root that differs is not named again.
        if (!order.InOrder || altered || !heads.Knows(tree.Size))
        {
            return;
        }

        if (heads.Agree(tree.Size, tree.Root()))
        {
            rewrittenAfter = rewritten ? rewrittenAfter : tree.Size;
        }
        else if (!rewritten)
        {
            rewritten = true;
            Fault(AuditFaultKind.Rewritten, rewrittenAfter + 1, $"the root of the first {tree.Size} entries is not the one that was signed");
        }
    }

    private Checkpoint? Trusted(AuditLine.Head head)
    {
        var checkpoint = Checkpoint.Read(head.Signed);
        var key = checkpoint is null ? default : keys is null ? head.Jwk : keys.GetValueOrDefault(checkpoint.Kid);
        if (checkpoint is not null && checkpoint.IsSignedBy(key))
        {
            return checkpoint;
        }

        Fault(AuditFaultKind.Forged, checkpoint?.Size ?? order.Next, "a checkpoint whose signature does not hold by a key that is trusted");
        return null;
    }

    private void Fault(AuditFaultKind kind, long index, string why)
    {
        altered |= kind == AuditFaultKind.Altered;
        faults.Add(new AuditFault(kind, index, why));
    }
}
