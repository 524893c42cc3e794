using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>
/// The one place where records enter the log: many batches, one transaction. Takes the position lock first, reads heads
/// under it, decides in order, writes in bulk (design.md I4). Safe to run again after an ambiguous commit: a batch that
/// is already stored answers with its stored receipt.
/// </summary>
public sealed class AcceptFold(LogTables tables)
{
    private const string Counter = "hub_position";

    public async Task<IReadOnlyList<Accepted>> FoldAsync(WriteScope scope, IReadOnlyList<AcceptWork> works, CancellationToken ct)
    {
        long wanted = works.Sum(w => w.Records.Count(r => r.Record is not null));
        var head = await PositionCounter.TakeAsync(scope, Counter, wanted, ct);
        Fail.At("intake.after-lock");
        var taken = await tables.Batches.ReadAsync(scope, [.. works.Select(w => w.Key).Distinct()], ct);
        var draft = new LogDraft(head - wanted, await ReadHeadsAsync(scope, works, taken, ct));
        var answers = works.Select(work => Answer(work, draft, taken)).ToList();
        await WriteAsync(scope, draft, ct);
        await PositionCounter.GiveBackAsync(scope, Counter, head - draft.Position, ct);
        return answers;
    }

    private async Task<Dictionary<string, Head>> ReadHeadsAsync(WriteScope scope, IReadOnlyList<AcceptWork> works, Dictionary<string, StoredBatch> taken, CancellationToken ct)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var work in works.Where(w => !taken.ContainsKey(w.Key)))
        {
            foreach (var offered in work.Records)
            {
                if (offered.Record is { } record)
                {
                    keys.Add(HeadTable.KeyOf(record.Header.Dataset, record.Header.RecordId));
                }
            }
        }

        return keys.Count == 0 ? new(StringComparer.Ordinal) : await tables.Heads.ReadAsync(scope, keys, ct);
    }

    private static Accepted Answer(AcceptWork work, LogDraft draft, Dictionary<string, StoredBatch> taken)
    {
        if (taken.TryGetValue(work.Key, out var stored))
        {
            return stored.BodyDigest.AsSpan().SequenceEqual(work.BodyDigest) && stored.Interface == work.Service.Name
                ? new Accepted(stored.Receipt, true)
                : new Accepted([], false, ExchangeRefusals.Mismatch);
        }

        var batch = new BatchDraft(draft, work);
        if (batch.Refused is { } refusal)
        {
            return new Accepted([], false, refusal);
        }

        var receipt = batch.Keep();
        taken.Add(work.Key, receipt);
        return new Accepted(receipt.Receipt, false) { Counts = batch.Counts };
    }

    private async Task WriteAsync(WriteScope scope, LogDraft draft, CancellationToken ct)
    {
        if (draft.Entries.Count > 0)
        {
            await tables.Log.AppendAsync(scope, draft.Entries, ct);
            await tables.Heads.WriteAsync(scope, draft.Changed.Values, draft.Known, ct);
        }

        if (draft.Quarantined.Count > 0)
        {
            await tables.Quarantine.AppendAsync(scope, draft.Quarantined, ct);
        }

        if (draft.Batches.Count > 0)
        {
            await tables.Batches.AppendAsync(scope, draft.Batches, ct);
            await TallyTable.AddAsync(scope, draft.Tallies, ct);
            await FeedTable.AddAsync(scope, draft.Feeds, ct);
            await FeedDayTable.AddAsync(scope, draft.Days, ct);
            await CauseTable.AddAsync(scope, draft.Causes, ct);
        }
    }
}
