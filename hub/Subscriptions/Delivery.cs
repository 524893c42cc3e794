using CityOps.Hub.Exchange;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Subscriptions.Narrowing;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions;

/// <summary>What a subscriber asks for. <paramref name="After"/> null means its stored position.</summary>
public sealed record PullRequest(string Subscription, long? After, string? Log, int Limit, TimeSpan Wait);

/// <summary>What delivery reads and remembers.</summary>
public sealed record DeliveryParts(SubscriptionBook Book, LogTable Log, DeliveryTable Table, RegionTree Regions, ExchangeLimits Limits);

/// <summary>
/// 投递: log → a subscription's position → region filter → page. Pull is the first binding; every other one reads the same way.
/// </summary>
public sealed class Delivery(DeliveryParts parts, string log, LogNews news, TimeProvider clock)
{
    /// <summary>Backlog is counted to here; beyond it only "more than" is known.</summary>
    private const int MostCounted = 10_001;

    /// <summary>Rows looked at for one page when the filter lets few through; the position still moves past them.</summary>
    private const int MostScanned = 20_000;

    /// <summary>Rows read at a time where most may be filtered out.</summary>
    private const int FewestScanned = 200;

    private readonly SharedReads shared = new(parts.Log);

    /// <summary>This life of the log.</summary>
    public string Log => log;

    /// <summary>A page, waiting for news when there is none. Only the owner of the subscription gets it.</summary>
    public async Task<Outcome<Page>> PullAsync(string platform, PullRequest request, CancellationToken ct)
    {
        var (started, waited) = (clock.GetTimestamp(), TimeSpan.Zero);
        while (true)
        {
            if (Refuse(platform, request.Subscription, request.Log, out var subscription) is { } refusal)
            {
                return refusal;
            }

            var grown = Task.WhenAny(subscription!.Interfaces.Select(news.Next));
            var page = await ReadAsync(subscription, request.After, request.Limit, ct);
            var left = request.Wait - clock.GetElapsedTime(started);
            if (page.Records.Count > 0 || left <= TimeSpan.Zero)
            {
                Fail.At("deliver.before-answer");
                return page with { Waited = waited };
            }

            // What was looked at and is none of this subscriber's is not looked at again.
            request = request with { After = page.Next };
            var paused = clock.GetTimestamp();
            await WaitAsync(grown, left, ct);
            waited += clock.GetElapsedTime(paused);
        }
    }

    public async Task<Outcome<long>> MoveAsync(string platform, string id, PositionMove move, CancellationToken ct)
    {
        if (Refuse(platform, id, move.Log, out _) is { } refusal)
        {
            return refusal;
        }

        if (move.Position < 0 || move.Position > await parts.Log.HeadAsync(ct))
        {
            return ExchangeRefusals.BeyondHead;
        }

        await parts.Table.MoveAsync(id, new PositionMoveAt(move.Position, move.Released ?? [], clock.GetUtcNow()), ct);
        return await parts.Table.PositionAsync(id, ct);
    }

    public async Task<Outcome<int>> ParkAsync(string platform, string id, RefusalList refusals, CancellationToken ct)
    {
        if (Refuse(platform, id, refusals.Log, out var subscription) is { } refusal)
        {
            return refusal;
        }

        if (refusals.Records.Any(r => r is null))
        {
            return ExchangeRefusals.BodyMalformed.Because("records 中不得有 null。", "records must not hold null.");
        }

        var parked = new List<(string, long, string)>();
        foreach (var refused in refusals.Records)
        {
            var row = (await parts.Log.ReadAtAsync(subscription!.Reader, refused.Position, ct)).SingleOrDefault();
            // A subscriber that could not even read the record's id names it by position alone.
            var another = refused.RecordId.Length > 0 && row.Key is not null && HeadTable.RecordIdOf(row.Key) != refused.RecordId;
            if (row.Key is null || another || !Concerns(subscription, row.Regions))
            {
                return ExchangeRefusals.NotOffered.Because($"位点 {refused.Position} 上没有记录 {refused.RecordId}。", $"Position {refused.Position} does not hold record {refused.RecordId}.");
            }

            parked.Add((row.Key, row.Position, refused.Reason.Length > 500 ? refused.Reason[..500] : refused.Reason));
        }

        await parts.Table.ParkAsync(id, parked, clock.GetUtcNow(), ct);
        return parked.Count;
    }

    public async Task<Outcome<int>> ReleaseAsync(string platform, string id, ReleaseList release, CancellationToken ct)
    {
        if (Refuse(platform, id, null, out var subscription) is { } refusal)
        {
            return refusal;
        }

        var released = await parts.Table.ReleaseAsync(id, release.Positions, ct);
        news.Beat(subscription!.Interface);
        return released;
    }

    /// <summary>Records waiting behind a position of a subscription, counted to 10,001.</summary>
    public async Task<long> BacklogAsync(Subscription subscription, long after, CancellationToken ct)
    {
        if (subscription.TakesAll)
        {
            return await parts.Log.CountAfterAsync(subscription.Reader, after, MostCounted, ct);
        }

        if (subscription.Filter is { } filter)
        {
            return await FilteredBacklogAsync(subscription, filter, after, ct);
        }

        var regions = await parts.Log.RegionsAfterAsync(subscription.Reader, after, MostScanned, ct);
        return Math.Min(MostCounted, regions.Count(r => Concerns(subscription, r)));
    }

    private Refusal? Refuse(string platform, string id, string? foreignLog, out Subscription? subscription)
    {
        subscription = parts.Book.Find(id);
        if (subscription is null || subscription.Platform != platform)
        {
            return ExchangeRefusals.UnknownSubscription;
        }

        return foreignLog is null || foreignLog == log ? null : ExchangeRefusals.LogChanged;
    }

    /// <summary>What a subscription has waiting now, without waiting for more.</summary>
    /// <param name="from">Null means its stored position.</param>
    internal Task<Page> ReadAsync(Subscription subscription, long? from, int limit, CancellationToken ct) =>
        ReadAsync(subscription, from, limit, Plain(ct) with { Counts = true }, ct);

    /// <summary>The same for one of many lanes: what another lane has just read is not read again, and what waits is not counted.</summary>
    /// <param name="news">The news of its interfaces as they were before.</param>
    internal Task<Page> ReadSharedAsync(Subscription subscription, long? from, int limit, Task news, CancellationToken ct) => ReadAsync(
        subscription,
        from,
        limit,
        subscription is { Interfaces.Count: 1, Filter: null } ? new Reading((reader, after, most) => shared.ReadAsync(reader, subscription.Mask, news, after, most, ct)) { Masked = true } : Plain(ct),
        ct);

    private Reading Plain(CancellationToken ct) => new((reader, after, most) => parts.Log.ReadAsync(reader, after, most, ct));

    private async Task<Page> ReadAsync(Subscription subscription, long? from, int limit, Reading reading, CancellationToken ct)
    {
        var after = from ?? await parts.Table.PositionAsync(subscription.Id, ct);
        var draft = new PageDraft(subscription, limit, parts.Limits.PageBytes, after) { Masked = reading.Masked };
        foreach (var row in await parts.Table.ReleasedAsync(subscription.Reader, Math.Min(limit, 100), ct))
        {
            draft.AddReleased(row);
        }

        var (scanned, full, end) = (0, false, false);
        while (scanned < MostScanned && !full && !end)
        {
            var wanted = Math.Max(subscription.TakesAll ? 1 : FewestScanned, limit - draft.Records.Count);
            var rows = await reading.Rows(subscription.Reader, draft.Next, wanted);
            full = !rows.All(row => Concerns(subscription, row.Regions) && subscription.Filter?.Passes(row.Body) != false ? draft.TryAdd(row) : draft.Pass(row));
            scanned += rows.Count;
            end = rows.Count < wanted;
        }

        // Set aside before the page is given: the position that passes these records comes later.
        if (draft.Unconverted.Count > 0)
        {
            await parts.Table.ParkAsync(subscription.Id, draft.Unconverted, clock.GetUtcNow(), ct);
        }

        long? backlog = end && !full ? 0 : reading.Counts ? await BacklogAsync(subscription, draft.Next, ct) : null;
        return new Page(log, draft.Records, draft.Next, backlog, draft.OldestAt) { Fields = subscription.Mask?.Fields };
    }

    // Rows are read a few at a time: whether one passes is only seen in its body.
    private async Task<long> FilteredBacklogAsync(Subscription subscription, RecordFilter filter, long after, CancellationToken ct)
    {
        var (found, scanned) = (0L, 0);
        while (scanned < MostScanned)
        {
            var rows = await parts.Log.ReadAsync(subscription.Reader, after, FewestScanned, ct);
            found += rows.Count(row => Concerns(subscription, row.Regions) && filter.Passes(row.Body));
            scanned += rows.Count;
            if (rows.Count < FewestScanned)
            {
                break;
            }

            after = rows[^1].Position;
        }

        return Math.Min(MostCounted, found);
    }

    /// <summary>Whether a row of its interfaces reaches this subscription.</summary>
    public bool Gets(Subscription subscription, LogRow row) => Concerns(subscription, row.Regions) && subscription.Filter?.Passes(row.Body) != false;

    private bool Concerns(Subscription subscription, string regions) =>
        subscription.Whole
        || subscription.Regions.Any(region => LogTable.Concerns(regions, region, parts.Regions) || (subscription.TakesWider && LogTable.Covers(regions, region, parts.Regions)));

    private async Task WaitAsync(Task news, TimeSpan most, CancellationToken ct)
    {
        try
        {
            await news.WaitAsync(most, clock, ct);
        }
        catch (TimeoutException)
        {
            // Nothing announced in all that time: one last look before an empty answer.
        }
    }

    /// <summary>How the rows of a page come.</summary>
    private sealed record Reading(Func<RowReader, long, int, Task<IReadOnlyList<LogRow>>> Rows)
    {
        /// <summary>Narrowed to the subscription's members already.</summary>
        public bool Masked { get; init; }

        /// <summary>Whether what waits behind the page is counted.</summary>
        public bool Counts { get; init; }
    }
}
