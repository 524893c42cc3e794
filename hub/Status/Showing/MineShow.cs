using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Status.Health;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Status.Showing;

/// <summary>本平台视图: what a partner sees of this hub: the interfaces it uses, what is wrong on its own side, planned pauses; nothing of others (I7).</summary>
internal sealed class MineShow(HealthShow health, HealthParts parts, PeopleTables people)
{
    private const int Most = 500;

    /// <summary>Null where the caller stands for no platform.</summary>
    public async Task<object?> OfAsync(Actor caller, CancellationToken ct)
    {
        var code = caller.User is { Delegation: { } delegation } ? (await people.Delegations.ChainAsync(delegation, ct)).FirstOrDefault(one => one.Id == delegation)?.Grantee : caller.Platform;
        if (code is null || parts.Platforms.Find(code) is not { } platform)
        {
            return null;
        }

        var view = await health.ViewAsync(ct);
        var feeds = view.Facts.Feeds.Where(feed => feed.Sender == code).ToDictionary(feed => feed.Interface, StringComparer.Ordinal);
        var reads = parts.Subscriptions.Of(code).Select(one => one.Interface).ToHashSet(StringComparer.Ordinal);
        var used = reads.Union(platform.Publishes).Union(feeds.Keys).Where(name => parts.Interfaces.Find(name) is not null).Order(StringComparer.Ordinal).ToList();
        return new
        {
            at = ChinaTime.Format(view.Facts.Now), platform = code, name = platform.Name, hub = parts.Platforms.Deployment.Name, total = used.Count,
            interfaces = used.Take(Most).Select(name => new
            {
                code = name, title = parts.Interfaces.Find(name)!.Dataset.Title, light = view.LightOf(name).ToString().ToLowerInvariant(), reads = reads.Contains(name), brings = platform.Publishes.Contains(name) || feeds.ContainsKey(name),
                lastAt = feeds.GetValueOrDefault(name)?.LastGoodAt is { } last ? ChinaTime.Format(last) : null,
            }),
            findings = view.Findings.Where(one => one.Platform == code || one.Owner == code).Select(one => health.Show(one, view)),
            windows = view.Facts.Windows.Where(one => one.Platform == code || (one.Interface is { } service && used.Contains(service))).Select(one => new
            {
                @interface = one.Interface, starts = ChinaTime.Format(one.Starts), ends = ChinaTime.Format(one.Ends), reason = one.Reason,
            }),
        };
    }
}
