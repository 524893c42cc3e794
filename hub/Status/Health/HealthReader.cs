using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Onboarding.Beats;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Status.Probes;
using CityOps.Hub.Status.Quality;
using CityOps.Hub.Subscriptions;
using CityOps.Hub.Subscriptions.Push;
using CityOps.Hub.Subscriptions.Requests;

namespace CityOps.Hub.Status.Health;

/// <summary>Where health is looked for.</summary>
internal sealed record HealthParts(
    HubSetup Setup, PlatformDirectory Platforms, InterfaceBook Interfaces, SubscriptionBook Subscriptions, LogTables Tables, DeliveryTable Deliveries, PushTable Pushes, CallTable Calls, HealthTable Health,
    IncidentTable Incidents, FlowBoard Flows, HeartbeatTable Beats, SheetShelf Sheets, ProbeTable Probes, QualityTable Quality);

/// <summary>Gathers what is stored now into one look. Bounded: laggards are looked for among those that can be behind.</summary>
internal sealed class HealthReader(HealthParts parts, TimeProvider clock)
{
    private const int MostLaggards = 500;
    private const int MostPushes = 5_000;
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(20);
    /// <summary>A verdict nobody looked at again for so long beyond three periods is not known any more.</summary>
    private static readonly TimeSpan ProbesMissed = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ReadingPause = TimeSpan.FromSeconds(10);

    public async Task<HealthFacts> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var feeds = await parts.Tables.Feeds.AllAsync(ct);
        return new HealthFacts(
            now, parts.Platforms.Current, parts.Interfaces.Current, feeds, Sum(await parts.Calls.SinceAsync(CallTable.Short, CallTable.StartOf(now - Recent, CallTable.Short), ct)),
            await parts.Tables.Causes.SinceAsync(now - HealthRules.RefusalMemory, ct), await parts.Pushes.TroubledAsync(MostPushes, ct), await LaggardsAsync(feeds, now, ct), parts.Flows.All,
            [.. await parts.Incidents.WindowsAsync(now, ct)])
        {
            Upper = parts.Setup.Options.Upper?.Code ?? "",
            Fresh = Fresh(),
            Beats = await parts.Beats.AllAsync(ct),
            Incomplete = await IncompleteAsync(now, ct),
            Probes = await parts.Probes.TroubledAsync(now - (parts.Setup.Options.Probes.Every * 3) - ProbesMissed, ct),
        };
    }

    public static Dictionary<CallKey, CallStats> Sum(IEnumerable<CallRow> rows)
    {
        var sums = new Dictionary<CallKey, CallStats>();
        foreach (var row in rows)
        {
            var sum = sums.TryGetValue(row.Key, out var before) ? before : sums[row.Key] = new CallStats();
            sum.Add(row.Stats.Calls, row.Stats.Errors, row.Stats.Records, row.Stats.Rejected, row.Stats.Millis, row.Stats.Buckets, row.Stats.LastError);
        }

        return sums;
    }

    // What the owner wrote down outranks the configuration.
    private Dictionary<string, int> Fresh()
    {
        var fresh = new Dictionary<string, int>(parts.Setup.Options.FreshSeconds, StringComparer.Ordinal);
        foreach (var sheet in parts.Sheets.All.Where(one => one.FreshSeconds is not null))
        {
            fresh[sheet.Code] = sheet.FreshSeconds!.Value;
        }

        return fresh;
    }

    private async Task<IReadOnlyList<Incomplete>> IncompleteAsync(DateTimeOffset now, CancellationToken ct)
    {
        var promised = parts.Sheets.All.Where(one => one.Completeness is not null).ToDictionary(one => one.Code, one => one.Completeness!.Value, StringComparer.Ordinal);
        return promised.Count == 0 ? [] :
        [
            .. (await parts.Quality.OfInterfacesAsync(QualityRules.DayOf(now - TimeSpan.FromDays(1)), promised.Keys, ct))
                .Where(row => row.Parts.Complete < promised[row.Interface] * 100).Select(row => new Incomplete(row.Day, row.Platform, row.Interface, (int)(row.Parts.Complete!.Value / 100), promised[row.Interface])),
        ];
    }

    // A subscription is behind when its interface has grown since it last moved; only then is the log asked.
    private async Task<IReadOnlyList<Lagging>> LaggardsAsync(IReadOnlyList<Feed> feeds, DateTimeOffset now, CancellationToken ct)
    {
        var grown = feeds.Where(feed => feed.Accepted > 0 && feed.LastGoodAt is not null).GroupBy(feed => feed.Interface).ToDictionary(all => all.Key, all => all.Max(feed => feed.LastGoodAt!.Value), StringComparer.Ordinal);
        var positions = await parts.Deliveries.PositionsAsync(ct);
        var candidates = new List<(Subscription One, long Position)>();
        foreach (var one in parts.Subscriptions.All)
        {
            // Whoever has never moved has never begun: that is no illness of a link that worked.
            if (grown.TryGetValue(one.Interface, out var last) && one.Granted?.Mode != DeliverMode.Push && positions.TryGetValue(one.Id, out var at) && last > at.MovedAt && now - at.MovedAt > ReadingPause)
            {
                candidates.Add((one, at.Position));
            }
        }

        var found = new List<Lagging>();
        foreach (var (one, position) in candidates.Take(MostLaggards))
        {
            if (await parts.Health.OldestAfterAsync(one.Interface, position, ct) is { } oldest)
            {
                found.Add(new Lagging(one.Id, one.Platform, one.Interface, oldest));
            }
        }

        return found;
    }
}
