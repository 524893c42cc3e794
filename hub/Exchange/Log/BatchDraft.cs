using System.Security.Cryptography;
using CityOps.Hub.Status.Health;
using CityOps.Schemas;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Exchange.Log;

/// <summary>
/// One batch decided record by record against a draft, which it changes only when it is kept: an atomic batch with a bad
/// record leaves nothing behind.
/// </summary>
internal sealed class BatchDraft
{
    /// <summary>Problems told beyond the first of each rejected record, and warnings told, per batch.</summary>
    private const int MostFurtherProblems = 1_000;

    private readonly LogDraft draft;
    private readonly AcceptWork work;
    private readonly List<LogEntry> entries = [];
    private readonly Dictionary<string, Head> changed = new(StringComparer.Ordinal);
    private readonly List<Quarantined> quarantined = [];
    private readonly List<ReceiptProblem> problems = [];
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<ReceiptProblem> warnings = [];
    private long position;
    private readonly TimeSpan? late;
    private DateTimeOffset? newest;
    private long inTime;
    private int further;
    private (int Accepted, int Duplicate, int Stale, int Rejected) counts;

    public BatchDraft(LogDraft draft, AcceptWork work)
    {
        (this.draft, this.work, position, late) = (draft, work, draft.Position, Expectation.LateOf(work.Service.Traits));
        for (var i = 0; i < work.Records.Count; i++)
        {
            Decide(i, work.Records[i]);
        }
    }

    /// <summary>Set when the whole batch is refused: atomic, and a record in it is not fit.</summary>
    public Refusal? Refused => work.Mode == BatchMode.Atomic && counts.Rejected > 0
        ? ExchangeRefusals.AtomicRefused with { Fields = [.. problems.Take(100).Select(p => new FieldError($"/{p.Index}{p.Pointer}", $"{p.Code} {p.Message}"))] }
        : null;

    public ReceiptCounts Counts => new(counts.Accepted, counts.Duplicate, counts.Stale, counts.Rejected);

    /// <summary>The receipt of a batch that is thrown away: no position, nothing kept.</summary>
    public static Accepted Try(AcceptWork work)
    {
        var batch = new BatchDraft(new LogDraft(0, new(StringComparer.Ordinal)), work);
        return new Accepted((batch.Write() with { FirstPosition = null, LastPosition = null, Test = true }).ToJson(), false) { Counts = batch.Counts };
    }

    public StoredBatch Keep()
    {
        var receipt = Write();
        var stored = new StoredBatch(work.Key, work.Service.Name, work.BodyDigest, entries.Count > 0 ? position : 0, receipt.ToJson());
        draft.Keep(position, entries, changed.Values, quarantined);
        draft.Count(work.Service.Name, receipt.Counts);
        draft.Count(work, receipt.Counts, newest, quarantined);
        draft.CountDay(work, receipt.Counts, inTime);
        draft.Batches.Add((stored, work.ReceivedAt));
        return stored;
    }

    private Receipt Write() =>
        new(
            work.BatchId,
            work.Service.Name,
            work.Sender.Code,
            ChinaTime.Format(work.ReceivedAt),
            entries.Count > 0 ? entries[0].Position : null,
            entries.Count > 0 ? position : null,
            Counts,
            problems,
            Convert.ToHexStringLower(digest.GetHashAndReset()))
        { Warnings = warnings.Count > 0 ? warnings : null };

    private void Decide(int index, Offered offered)
    {
        if (offered.Record is not { } record)
        {
            Reject(index, offered, offered.Problems);
            return;
        }

        var key = HeadTable.KeyOf(record.Header.Dataset, record.Header.RecordId);
        var before = changed.GetValueOrDefault(key) ?? draft.HeadOf(key);
        var (verdict, problem) = HeadRules.Decide(before, record);
        if (verdict == Verdict.Rejected)
        {
            Reject(index, offered, [problem!.Value]);
            return;
        }

        digest.AppendData(record.Digest);
        Flag(index, offered);
        switch (verdict)
        {
            case Verdict.Accepted:
                counts.Accepted++;
                inTime += work.ReceivedAt - record.Header.DataTime <= late ? 1 : 0;
                newest = newest > record.Header.DataTime ? newest : record.Header.DataTime;
                position++;
                var regions = Concerned(before, record);
                entries.Add(new LogEntry(position, work.Service.Name, key, regions, record, work.ReceivedAt) { Previous = before?.Position });
                changed[key] = new Head(key, record.Header.SourcePlatform, record.Header.Rev, record.Digest, position, work.Service.Dataset.Addressee is null ? null : regions);
                break;
            case Verdict.Duplicate:
                counts.Duplicate++;
                break;
            default:
                counts.Stale++;
                break;
        }
    }

    // Whoever was told of a key once is told of every later revision: a withdrawn task, or one narrowed to others, must
    // reach those who hold the old one. A deletion names no addressees of its own.
    private string Concerned(Head? before, Record record)
    {
        if (work.Service.Dataset.Addressee is null)
        {
            return record.Header.Region.ToString();
        }

        var earlier = before?.Addressees?.Split(' ') ?? [];
        return string.Join(' ', earlier.Union(record.Regions.Select(r => r.ToString())));
    }

    private void Flag(int index, Offered offered)
    {
        foreach (var w in offered.Warnings.Take(MostFurtherProblems - warnings.Count))
        {
            warnings.Add(new ReceiptProblem(index, offered.RecordId, w.Pointer, w.Keyword, w.Code, w.Message, w.MessageEn));
        }
    }

    private void Reject(int index, Offered offered, IReadOnlyList<RecordProblem> found)
    {
        counts.Rejected++;
        var told = new List<ReceiptProblem>();
        foreach (var p in found)
        {
            if (told.Count > 0 && ++further > MostFurtherProblems)
            {
                break;
            }

            told.Add(new ReceiptProblem(index, offered.RecordId, p.Pointer, p.Keyword, p.Code, p.Message, p.MessageEn));
        }

        problems.AddRange(told);
        quarantined.Add(new Quarantined(work.Sender.Code, work.Service.Name, work.BatchId, index, offered.RecordId, work.ReceivedAt, told, offered.Sent));
    }
}
