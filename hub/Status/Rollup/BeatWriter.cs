using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding.Beats;
using CityOps.Hub.Onboarding.Joining;
using CityOps.Hub.Status.Health;

namespace CityOps.Hub.Status.Rollup;

/// <summary>What this deployment says of itself: to the hub above as heartbeat, to its own pages as the root of the tree.</summary>
internal sealed class BeatWriter(Watch watch, SummaryReader summary, HeartbeatTable beats, HealthParts parts, TimeProvider clock)
{
    /// <summary>Platforms below of which is told; more would be a fault of the registration.</summary>
    private const int MostBelow = 2_000;

    public async Task<Heartbeat> WriteAsync(CancellationToken ct)
    {
        var view = watch.Newest ?? await watch.LookAsync(ct);
        var links = (await summary.LinksAsync(ct)).Where(one => one.Backlog > 0).ToList();
        return new Heartbeat(clock.GetUtcNow())
        {
            Software = ApplicantDesk.Software,
            Backlog = new BeatBacklog(links.Sum(one => one.Backlog), Oldest(links)),
            Newest = Newest(view.Facts.Feeds),
            Health = HealthOf(view),
            Below = Below(await beats.AllAsync(ct)),
        };
    }

    /// <summary>Colours of the interfaces in use, and how many incidents are open.</summary>
    public static BeatHealth HealthOf(HealthView view)
    {
        var lights = view.Facts.Feeds.Select(feed => feed.Interface).Distinct(StringComparer.Ordinal).CountBy(view.LightOf).ToDictionary();
        return new BeatHealth(lights.GetValueOrDefault(Light.Green), lights.GetValueOrDefault(Light.Yellow), lights.GetValueOrDefault(Light.Red), lights.GetValueOrDefault(Light.Unknown), view.Findings.Count);
    }

    // Each with the time it is true of: nothing becomes younger by being told on.
    private List<BeatBelow> Below(IReadOnlyList<HeardBeat> heard) =>
    [
        .. heard.Where(one => one.Beat.Health is not null).SelectMany(one => one.Beat.Below.Prepend(
            new BeatBelow(one.Platform, parts.Platforms.Find(one.Platform)?.Name ?? one.Platform, one.ReceivedAt, one.Beat.Health!, one.Beat.Backlog))).Take(MostBelow),
    ];

    private static Dictionary<string, DateTimeOffset> Newest(IReadOnlyList<Feed> feeds) =>
        feeds.Where(feed => feed.LastDataAt is not null).GroupBy(feed => feed.Interface.Split('.')[0], StringComparer.Ordinal).ToDictionary(all => all.Key, all => all.Max(feed => feed.LastDataAt!.Value), StringComparer.Ordinal);

    private static DateTimeOffset? Oldest(List<FlowCounts> links) =>
        links.Where(one => one.OldestAt is not null).Select(one => (DateTimeOffset?)DateTimeOffset.Parse(one.OldestAt!, System.Globalization.CultureInfo.InvariantCulture)).Min();
}
