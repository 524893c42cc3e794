namespace CityOps.Hub.Audit.Verifying;

/// <summary>Follows the sequence numbers of a log: which are missing, come too late, or twice.</summary>
internal sealed class AuditOrder
{
    private const int MostGaps = 10_000;
    private readonly List<(long From, long To)> gaps = [];

    /// <summary>The number that should come now.</summary>
    public long Next { get; private set; } = 1;

    public long Count { get; private set; }

    /// <summary>Whether every number so far came in its place, so that roots can be compared.</summary>
    public bool InOrder { get; private set; } = true;

    /// <summary>A line that should have been an entry and cannot be read.</summary>
    public void Lost()
    {
        InOrder = false;
        Next++;
        Count++;
    }

    /// <summary>True when the number is the next one after the last; what is not is named, gaps when it is known that they stay.</summary>
    public bool Take(long seq, List<AuditFault> faults)
    {
        Count++;
        if (seq == Next)
        {
            Next++;
            return InOrder;
        }

        InOrder = false;
        if (seq > Next)
        {
            if (gaps.Count < MostGaps)
            {
                gaps.Add((Next, seq - 1));
            }

            Next = seq + 1;
            return false;
        }

        var gap = gaps.FindIndex(g => g.From <= seq && seq <= g.To);
        if (gap < 0)
        {
            faults.Add(new AuditFault(AuditFaultKind.Inserted, seq, "the number comes a second time"));
            return false;
        }

        faults.Add(new AuditFault(AuditFaultKind.Swapped, seq, "it stands behind later entries"));
        Split(gap, seq);
        return false;
    }

    /// <summary>What is missing at the end was deleted.</summary>
    public void Close(List<AuditFault> faults) =>
        faults.AddRange(gaps.Select(gap => new AuditFault(AuditFaultKind.Deleted, gap.From, gap.From == gap.To ? "the entry is missing" : $"entries up to {gap.To} are missing")));

    private void Split(int gap, long seq)
    {
        var (from, to) = gaps[gap];
        gaps.RemoveAt(gap);
        if (seq < to)
        {
            gaps.Insert(gap, (seq + 1, to));
        }

        if (from < seq)
        {
            gaps.Insert(gap, (from, seq - 1));
        }
    }
}
