using System.Runtime.InteropServices;
using CityOps.Hub.Status.Health;

namespace CityOps.Hub.Exchange.Log;

/// <summary>What one transaction is about to write, while its batches are decided in order. Memory only.</summary>
internal sealed class LogDraft(long position, Dictionary<string, Head> heads)
{
    private const int MostPointer = 200;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private readonly Dictionary<string, (long Accepted, long Duplicate, long Stale, long Rejected)> tallies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Interface, string Sender), Feed> feeds = [];
    private readonly Dictionary<(string Day, string Interface, string Sender), FeedDay> days = [];
    private readonly Dictionary<(string Sender, string Interface, string Pointer, string Code), Cause> causes = [];

    /// <summary>Position of the newest entry so far.</summary>
    public long Position { get; private set; } = position;

    public List<LogEntry> Entries { get; } = [];

    /// <summary>Keys that stood in the store before this transaction.</summary>
    public IReadOnlySet<string> Known { get; } = heads.Keys.ToHashSet(StringComparer.Ordinal);

    public Dictionary<string, Head> Changed { get; } = new(StringComparer.Ordinal);

    public List<Quarantined> Quarantined { get; } = [];

    public List<(StoredBatch Batch, DateTimeOffset ReceivedAt)> Batches { get; } = [];

    public IEnumerable<Tally> Tallies => tallies.Select(t => new Tally(t.Key, t.Value.Accepted, t.Value.Duplicate, t.Value.Stale, t.Value.Rejected));

    public IReadOnlyCollection<Feed> Feeds => feeds.Values;

    public IReadOnlyCollection<FeedDay> Days => days.Values;

    public IReadOnlyCollection<Cause> Causes => causes.Values;

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

    /// <summary>Counts a kept batch for its sender, and each of its rejected records for every cause it was refused for.</summary>
    public void Count(AcceptWork work, ReceiptCounts counts, DateTimeOffset? newest, IReadOnlyList<Quarantined> rejected)
    {
        var at = work.ReceivedAt;
        var key = (work.Service.Name, work.Sender.Code);
        var before = feeds.GetValueOrDefault(key) ?? new Feed(work.Service.Name, work.Sender.Code, 0, 0, 0, 0, at);
        feeds[key] = new Feed(
            before.Interface, before.Sender, before.Accepted + counts.Accepted, before.Duplicate + counts.Duplicate, before.Stale + counts.Stale, before.Rejected + counts.Rejected, at)
        {
            LastGoodAt = counts.Offered > counts.Rejected || counts.Offered == 0 ? at : before.LastGoodAt,
            LastDataAt = newest > before.LastDataAt || before.LastDataAt is null ? newest : before.LastDataAt,
            LastRejectedAt = counts.Rejected > 0 ? at : before.LastRejectedAt,
        };
        foreach (var record in rejected)
        {
            foreach (var problem in record.Problems.DistinctBy(one => (one.Pointer, one.Code)))
            {
                Count(record, problem);
            }
        }
    }

    /// <summary>Counts a kept batch for its sender's day, and the period of the day it came in.</summary>
    public void CountDay(AcceptWork work, ReceiptCounts counts, long inTime)
    {
        var local = work.ReceivedAt.ToOffset(China);
        var key = (local.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), work.Service.Name, work.Sender.Code);
        var before = days.GetValueOrDefault(key) ?? new FeedDay(key.Item1, key.Item2, key.Item3, 0, 0, 0, 0, 0, FeedDay.NoSlot, work.ReceivedAt);
        var good = counts.Offered > counts.Rejected || counts.Offered == 0; // a batch without records says that there is nothing to say
        var slot = good && Expectation.PeriodOf(work.Service.Traits) is { } period ? (long)(local.TimeOfDay / period) : FeedDay.NoSlot;
        days[key] = before with
        {
            Accepted = before.Accepted + counts.Accepted, Duplicate = before.Duplicate + counts.Duplicate, Stale = before.Stale + counts.Stale, Rejected = before.Rejected + counts.Rejected,
            InTime = before.InTime + inTime, Slot = Math.Max(before.Slot, slot),
        };
    }

    private void Count(Quarantined record, ReceiptProblem problem)
    {
        var pointer = PlaceOf(problem.Pointer);
        ref var cause = ref CollectionsMarshal.GetValueRefOrAddDefault(causes, (record.Sender, record.Interface, pointer, problem.Code), out var known);
        cause = known
            ? cause! with { Count = cause.Count + 1 }
            : new Cause(
                record.ReceivedAt.ToOffset(China).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), record.Sender, record.Interface, pointer, problem.Code, 1, Short(problem.Message), Short(problem.MessageEn), record.ReceivedAt);
    }

    // The third photo and the fourth are one cause.
    private static string PlaceOf(string pointer)
    {
        var parts = pointer.Split('/').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? "*" : part);
        var place = string.Join('/', parts);
        return new string([.. place.Take(MostPointer).Where(letter => !char.IsControl(letter))]);
    }

    private static string Short(string text) => text.Length > 300 ? text[..300] : text;
}
