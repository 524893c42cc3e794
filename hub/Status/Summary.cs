using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Links;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Hub.Status;

/// <summary>Counts of one interface since the log began.</summary>
public sealed record InterfaceCounts(string Interface, string Title, string Direction, long Offered, long Accepted, long Duplicate, long Stale, long Rejected);

/// <summary>One flow of a link as it is now. <c>Backlog</c> is counted to 10,001.</summary>
public sealed record FlowCounts(string Flow, string Interface, string Way, long Position, long Backlog, long Parked, string? OldestAt, string? LastGoodAt, string? FailingSince, string? Error);

/// <summary>One subscription as it is now. <c>Backlog</c> is counted to 10,001.</summary>
public sealed record SubscriptionCounts(string Subscription, string Platform, string Interface, long Position, long Backlog, long Parked, string? MovedAt);

/// <summary>运行概况: counts only, true at <c>At</c>; what <c>GET /status/v1/summary</c> answers.</summary>
public sealed record Summary(
    string Platform,
    string Name,
    string Tier,
    string Region,
    string At,
    string Log,
    long Head,
    long Quarantined,
    IReadOnlyList<InterfaceCounts> Interfaces,
    IReadOnlyList<FlowCounts> Links,
    IReadOnlyList<SubscriptionCounts> Subscriptions);

/// <summary>What the summary looks at.</summary>
public sealed record SummaryParts(Deployment Deployment, InterfaceBook Interfaces, LogTables Tables, DeliveryTable Deliveries, SubscriptionBook Subscriptions);

/// <summary>Reads the summary from what is stored (I11); nothing is remembered between calls.</summary>
public sealed class SummaryReader(SummaryParts parts, Delivery delivery, LinkTable links, FlowBoard board, TimeProvider clock)
{
    private const int MostCounted = 10_001;

    public async Task<Summary> ReadAsync(CancellationToken ct)
    {
        var d = parts.Deployment;
        return new Summary(
            d.Code.ToString(),
            d.Name,
            d.Tier.ToString(),
            d.Region.ToString(),
            ChinaTime.Format(clock.GetUtcNow()),
            delivery.Log,
            await parts.Tables.Log.HeadAsync(ct),
            await parts.Tables.Quarantine.CountAsync(ct),
            await InterfacesAsync(ct),
            await LinksAsync(ct),
            await SubscriptionsAsync(ct));
    }

    private async Task<List<InterfaceCounts>> InterfacesAsync(CancellationToken ct)
    {
        var tallies = (await parts.Tables.Tallies.AllAsync(ct)).ToDictionary(t => t.Interface, StringComparer.Ordinal);
        return
        [
            .. from service in parts.Interfaces.All.OrderBy(s => s.Name, StringComparer.Ordinal)
               let t = tallies.GetValueOrDefault(service.Name) ?? new Tally(service.Name, 0, 0, 0, 0)
               select new InterfaceCounts(service.Name, service.Dataset.Title, service.Code.Direction.ToString(), t.Offered, t.Accepted, t.Duplicate, t.Stale, t.Rejected),
        ];
    }

    // Most interfaces have never carried a record here: only of the others is anything counted.
    private async Task<HashSet<string>> UsedAsync(CancellationToken ct) =>
        [.. (await parts.Tables.Tallies.AllAsync(ct)).Where(t => t.Accepted > 0).Select(t => t.Interface)];

    /// <summary>The flows of this hub's own link, with what waits in each.</summary>
    public async Task<List<FlowCounts>> LinksAsync(CancellationToken ct)
    {
        var used = await UsedAsync(ct);
        var (positions, parked) = (await links.PositionsAsync(ct), await links.ParkedCountsAsync(ct));
        var counts = new List<FlowCounts>();
        foreach (var flow in board.All)
        {
            var at = positions.GetValueOrDefault(flow.Flow, new FlowPosition("", 0));
            var send = flow.Way == FlowWay.Send && used.Contains(flow.Interface);
            var backlog = send ? await parts.Tables.Log.CountAfterAsync(ReaderOf(flow), at.Position, MostCounted, ct) : 0;
            var oldest = backlog > 0 ? (await parts.Tables.Log.ReadAsync(ReaderOf(flow), at.Position, 1, ct)).Select(r => ChinaTime.Format(r.AcceptedAt)).FirstOrDefault() : null;
            counts.Add(new FlowCounts(
                flow.Flow, flow.Interface, flow.Way.ToString(), at.Position, backlog, parked.GetValueOrDefault(flow.Flow), oldest, Text(flow.LastGoodAt), Text(flow.FailingSince), flow.Error));
        }

        return counts;
    }

    private static RowReader ReaderOf(FlowState flow) => new(flow.Flow, "", [flow.Interface]);

    private async Task<List<SubscriptionCounts>> SubscriptionsAsync(CancellationToken ct)
    {
        var used = await UsedAsync(ct);
        var positions = await parts.Deliveries.PositionsAsync(ct);
        var parked = await parts.Deliveries.ParkedCountsAsync(ct);
        var counts = new List<SubscriptionCounts>();
        foreach (var s in parts.Subscriptions.All.OrderBy(s => s.Id, StringComparer.Ordinal))
        {
            var known = positions.TryGetValue(s.Id, out var at);
            var backlog = used.Contains(s.Interface) ? await delivery.BacklogAsync(s, at.Position, ct) : 0;
            counts.Add(new SubscriptionCounts(
                s.Id, s.Platform, s.Interface, at.Position, backlog, parked.GetValueOrDefault(s.Id), known ? ChinaTime.Format(at.MovedAt) : null));
        }

        return counts;
    }

    private static string? Text(DateTimeOffset? at) => at is { } time ? ChinaTime.Format(time) : null;
}
