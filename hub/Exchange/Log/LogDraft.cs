using System.Runtime.InteropServices;

namespace CityOps.Hub.Exchange.Log;

/// <summary>What one transaction is about to write, while its batches are decided in order. Memory only.</summary>
internal sealed class LogDraft(long position, Dictionary<string, Head> heads)
{
    private readonly Dictionary<string, (long Accepted, long Duplicate, long Stale, long Rejected)> tallies = new(StringComparer.Ordinal);

    /// <summary>Position of the newest entry so far.</summary>
    public long Position { get; private set; } = position;

    public List<LogEntry> Entries { get; } = [];

    /// <summary>Keys that stood in the store before this transaction.</summary>
    public IReadOnlySet<string> Known { get; } = heads.Keys.ToHashSet(StringComparer.Ordinal);

    public Dictionary<string, Head> Changed { get; } = new(StringComparer.Ordinal);

    public List<Quarantined> Quarantined { get; } = [];

    public List<(StoredBatch Batch, DateTimeOffset ReceivedAt)> Batches { get; } = [];

    public IEnumerable<Tally> Tallies => tallies.Select(t => new Tally(t.Key, t.Value.Accepted, t.Value.Duplicate, t.Value.Stale, t.Value.Rejected));

    public Head? HeadOf(string key) => Changed.GetValueOrDefault(key) ?? heads.GetValueOrDefault(key);

    /// <summary>Takes over a batch that is kept: its entries, heads, rejected records and receipt.</summary>
    public void Keep(long last, IEnumerable<LogEntry> entries, IEnumerable<Head> changed, IEnumerable<Quarantined> quarantined)
    {
        Position = last;
        Entries.AddRange(entries);
        Quarantined.AddRange(quarantined);
        foreach (var head in changed)
        {
            Changed[head.Key] = head;
        }
    }

    public void Count(string service, ReceiptCounts counts)
    {
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(tallies, service, out _);
        tally.Accepted += counts.Accepted;
        tally.Duplicate += counts.Duplicate;
        tally.Stale += counts.Stale;
        tally.Rejected += counts.Rejected;
    }
}
