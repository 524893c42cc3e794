namespace CityOps.Hub.Audit.Verifying;

/// <summary>Where a checkpoint was found: in the log's own export, or with somebody who had witnessed it.</summary>
internal enum HeadOrigin
{
    Own,
    Elsewhere,
}

/// <summary>All signed heads of a log, by size; two of one size that differ are a fork.</summary>
internal sealed class SignedHeads
{
    private readonly Dictionary<long, (byte[] Root, HeadOrigin Origin)> bySize = [];
    private readonly Dictionary<HeadOrigin, long> longest = new() { [HeadOrigin.Own] = 0, [HeadOrigin.Elsewhere] = 0 };
    private readonly Dictionary<HeadOrigin, long> confirmed = new() { [HeadOrigin.Own] = 0, [HeadOrigin.Elsewhere] = 0 };
    private readonly HashSet<(long, HeadOrigin)> origins = [];
    private long lastAgreed;

    public int Count { get; private set; }

    public void Add(Checkpoint checkpoint, HeadOrigin origin, List<AuditFault> faults)
    {
        Count++;
        longest[origin] = Math.Max(longest[origin], checkpoint.Size);
        origins.Add((checkpoint.Size, origin));
        if (bySize.TryAdd(checkpoint.Size, (checkpoint.Root, origin)))
        {
            return;
        }

        if (!bySize[checkpoint.Size].Root.AsSpan().SequenceEqual(checkpoint.Root))
        {
            faults.Add(new AuditFault(AuditFaultKind.Forked, lastAgreed + 1, $"two signed heads of {checkpoint.Size} entries have different roots"));
        }
    }

    public bool Knows(long size) => bySize.ContainsKey(size);

    public bool Agree(long size, byte[] root)
    {
        if (!bySize[size].Root.AsSpan().SequenceEqual(root))
        {
            return false;
        }

        lastAgreed = Math.Max(lastAgreed, size);
        foreach (var origin in longest.Keys.Where(origin => origins.Contains((size, origin))).ToArray())
        {
            confirmed[origin] = Math.Max(confirmed[origin], size);
        }

        return true;
    }

    /// <summary>How far checkpoints of that origin confirm the log.</summary>
    public long SealedTo(HeadOrigin origin) => confirmed[origin];

    /// <summary>The file has ended: heads beyond its end tell that it was longer.</summary>
    public void Close(long size, List<AuditFault> faults)
    {
        if (longest[HeadOrigin.Own] > size)
        {
            faults.Add(new AuditFault(AuditFaultKind.Truncated, size + 1, $"its own checkpoint was signed for {longest[HeadOrigin.Own]} entries"));
        }
        else if (longest[HeadOrigin.Elsewhere] > size)
        {
            faults.Add(new AuditFault(AuditFaultKind.RolledBack, size + 1, $"{longest[HeadOrigin.Elsewhere]} entries were witnessed (take the export after the witness's list)"));
        }
    }
}
