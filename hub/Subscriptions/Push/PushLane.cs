using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Status.Measuring;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions.Push;

/// <summary>What the lanes of one process share.</summary>
/// <param name="Holder">The name of this process.</param>
internal sealed record PushParts(
    SubscriptionBook Book, Delivery Delivery, DeliveryTable Deliveries, PushTable Table, PushSender Sender, WriteLane<PushedTo, bool> Positions, LogNews News, CallMeter Meter, PushPace Pace, string Holder);

/// <summary>
/// One subscription's deliveries, in order, one at a time; a lane of its own for each, so that an endpoint that is slow, away
/// or wrong holds up nobody else. Sent first, remembered behind: what was sent just before a crash is sent again under the
/// same id. Nothing is sent on once the subscription has ended (I7).
/// </summary>
internal sealed class PushLane(string id, PushParts parts, TimeProvider clock)
{
    private const int PageRecords = 500;
    private const int HeadBytes = 8 << 10;
    private const int RecordBytes = 64;

    private Task remembering = Task.CompletedTask;
    private PushTarget target = null!;
    private long? position;
    private int most = parts.Pace.Records;
    private int refusals;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && parts.Book.Find(id) is { Granted.Mode: Requests.DeliverMode.Push } subscription && await parts.Table.FindAsync(id, ct) is { } found)
        {
            target = found;
            if (found.Stopped)
            {
                await IdleAsync(subscription, TimeSpan.MaxValue, ct);
            }
            else if (found.NextAt is { } next && next > clock.GetUtcNow())
            {
                await IdleAsync(subscription, next - clock.GetUtcNow(), ct);
            }
            else if (found.State != PushState.Unproven || await ProveAsync(ct))
            {
                await DeliverAsync(subscription, ct);
            }
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // Until that time is over, or an administrator, the subscriber or the registry has changed something.
    private async Task IdleAsync(Subscription subscription, TimeSpan most, CancellationToken ct)
    {
        for (var left = most; left > TimeSpan.Zero && ReferenceEquals(parts.Book.Find(id), subscription); left -= PushPace.Look)
        {
            await Task.Delay(Least(left, PushPace.Look), clock, ct);
        }
    }

    private async Task<bool> ProveAsync(CancellationToken ct)
    {
        var answer = await parts.Sender.ChallengeAsync(target, ct);
        if (answer.Verdict != PushVerdict.Taken)
        {
            await FailAsync(answer, ct);
            return false;
        }

        await MarkAsync(Well(), ct);
        return true;
    }

    // Goes on as long as it goes well; anything else comes back to be looked at anew. The log is read on news, and now and
    // then without: ten thousand idle lanes ask nothing.
    private async Task DeliverAsync(Subscription subscription, CancellationToken ct)
    {
        while (ReferenceEquals(parts.Book.Find(id), subscription) && !ct.IsCancellationRequested)
        {
            Task news = subscription.Interfaces is [var only] ? parts.News.Next(only) : Task.WhenAny(subscription.Interfaces.Select(parts.News.Next));
            var page = await parts.Delivery.ReadSharedAsync(subscription, position, PageRecords, news, ct);
            if (page.Records.Count > 0)
            {
                if (!await SendAllAsync(subscription, page, ct))
                {
                    return;
                }

                continue;
            }

            if (page.Next > (position ?? 0))
            {
                await RememberAsync(page.Next);
            }

            for (var looks = 0; looks < PushPace.LooksBeforeReading && !news.IsCompleted && ReferenceEquals(parts.Book.Find(id), subscription); looks++)
            {
                await news.WaitAsync(PushPace.Look, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<bool> SendAllAsync(Subscription subscription, Page page, CancellationToken ct)
    {
        for (var from = 0; from < page.Records.Count;)
        {
            if (!ReferenceEquals(parts.Book.Find(id), subscription))
            {
                return false;
            }

            var count = CountFrom(page.Records, from);
            var records = page.Records.Skip(from).Take(count).ToList();
            var last = from + count == page.Records.Count;
            var answer = await SendAsync(subscription, page, records, last, ct);
            switch (answer.Verdict)
            {
                case PushVerdict.TakenBut or PushVerdict.Taken:
                    await TakenAsync(records, answer, last ? page.Next : records[^1].Position, ct);
                    from += count;
                    break;
                case PushVerdict.NotThis when count > 1:
                    most = Math.Max(1, count / 2);
                    break;
                case PushVerdict.NotThis when ++refusals >= PushPace.RefusalsBeforeParking:
                    await parts.Deliveries.ParkAsync(id, [Parked(records[0], answer.Said)], clock.GetUtcNow(), ct);
                    await TakenAsync(records, answer, last ? page.Next : records[^1].Position, ct);
                    from += count;
                    break;
                default:
                    await FailAsync(answer, ct);
                    return false;
            }
        }

        return true;
    }

    // Released records go by themselves: they lie behind the position.
    private int CountFrom(IReadOnlyList<PageRecord> records, int from)
    {
        var released = records[from].Released;
        var (count, bytes) = (0, 0L);
        while (from + count < records.Count && count < most && records[from + count].Released == released && (count == 0 || bytes + records[from + count].Body.Length <= parts.Pace.Bytes))
        {
            bytes += records[from + count++].Body.Length;
        }

        return count;
    }

    private async Task<PushAnswer> SendAsync(Subscription subscription, Page page, IReadOnlyList<PageRecord> records, bool last, CancellationToken ct)
    {
        using var output = new PushBody(HeadBytes + records.Sum(record => record.Body.Length + RecordBytes));
        var part = page with { Records = records, Next = last ? page.Next : records[^1].Position, Subscription = subscription.Id, Interface = subscription.Interface };
        part.WriteTo(output);
        var name = WebhookSignature.IdOf(id, page.Log, records[0].Position, records[^1].Position, records[0].Released);
        var started = clock.GetTimestamp();
        var answer = await parts.Sender.SendAsync(target, name, output, ct);
        var taken = answer.Verdict is PushVerdict.Taken or PushVerdict.TakenBut;
        parts.Meter.Add(Road.Push, subscription.Interface, subscription.Platform, clock.GetElapsedTime(started), taken ? null : answer.Said, taken ? records.Count : 0, answer.Refused.Count);
        return answer;
    }

    private async Task TakenAsync(IReadOnlyList<PageRecord> records, PushAnswer answer, long upTo, CancellationToken ct)
    {
        var offered = records.ToDictionary(record => record.Position);
        var refused = answer.Refused.Where(one => offered.ContainsKey(one.Position)).ToList();
        if (refused.Count > 0)
        {
            await parts.Deliveries.ParkAsync(id, [.. refused.Select(one => Parked(offered[one.Position], one.Reason))], clock.GetUtcNow(), ct);
        }

        if (records[0].Released)
        {
            var settled = records.Select(record => record.Position).Except(refused.Select(one => one.Position)).ToList();
            await parts.Deliveries.MoveAsync(id, new PositionMoveAt(position ?? 0, settled, clock.GetUtcNow()), ct);
        }
        else
        {
            await RememberAsync(upTo);
        }

        refusals = 0;
        most = Math.Min(parts.Pace.Records, most * 2);
        if (target.State != PushState.Open || target.Attempts > 0)
        {
            await MarkAsync(Well(), ct);
        }
    }

    private static (string Key, long Position, string Reason) Parked(PageRecord record, string reason)
    {
        using var body = System.Text.Json.JsonDocument.Parse(record.Body);
        var key = HeadTable.KeyOf(body.RootElement.GetProperty("dataset").GetString()!, body.RootElement.GetProperty("recordId").GetString()!);
        return (key, record.Position, reason.Length > 500 ? reason[..500] : reason);
    }

    // One write is under way at most; the next waits for it, so that a crash sends again a delivery or two and no more.
    private async Task RememberAsync(long upTo)
    {
        await remembering;
        position = upTo;
        remembering = parts.Positions.WriteAsync(new PushedTo(id, upTo, clock.GetUtcNow()), CancellationToken.None);
    }

    private async Task FailAsync(PushAnswer answer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = target.FailingSince ?? now;
        var state = answer.Verdict switch
        {
            PushVerdict.Gone => PushState.Gone,
            PushVerdict.Blocked => PushState.BlockedDestination,
            _ when now - since >= PushPace.GiveUpAfter => PushState.GivenUp,
            _ when target.State == PushState.Unproven => PushState.Unproven,
            _ => PushState.Waiting,
        };
        await MarkAsync(
            target with
            {
                State = state, FailingSince = since, Attempts = target.Attempts + 1, Status = answer.Status, Error = answer.Said.Length > 300 ? answer.Said[..300] : answer.Said,
                NextAt = now + parts.Pace.WaitAfter(target.Attempts + 1, answer.RetryAfter), ChangedAt = now,
            },
            ct);
    }

    private PushTarget Well() => target with { State = PushState.Open, FailingSince = null, NextAt = null, Attempts = 0, Status = null, Error = null, ChangedAt = clock.GetUtcNow() };

    private async Task MarkAsync(PushTarget now, CancellationToken ct)
    {
        await parts.Table.MarkAsync(now, parts.Holder, ct);
        target = now;
    }
}
