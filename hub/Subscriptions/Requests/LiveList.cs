using CityOps.Hub.Administration;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>A subscription in use, as pages and platforms see it. <c>Backlog</c> is counted to 10,001.</summary>
internal sealed record LiveSubscription(
    string Subscription, string Platform, string PlatformName, string Interface, string Title, bool Statutory, string Mode, IReadOnlyList<string>? Fields, IReadOnlyList<string> Regions, string? ValidTo,
    string? Request, long Position, string? MovedAt, long Backlog, long Parked);

/// <summary>The subscriptions in use, a page at a time; only those of the page are looked at.</summary>
internal sealed class LiveList(SubscriptionBook book, PlatformDirectory platforms, Catalog.InterfaceBook interfaces, Delivery delivery, DeliveryTable table)
{
    public async Task<(IReadOnlyList<LiveSubscription> Items, string? Next)> PageAsync(Actor caller, string? platform, string? service, PageAsked page, CancellationToken ct)
    {
        var mine = caller is { Platform: { } own, IsTool: false } ? own : null;
        var found = book.All
            .Where(one => (mine is null ? caller.IsTool || Within(caller, one) : one.Platform == mine) && (platform is null || one.Platform == platform) && (service is null || one.Interface == service))
            .Where(one => string.CompareOrdinal(one.Id, page.After) > 0)
            .OrderBy(one => one.Id, StringComparer.Ordinal).Take(page.Most).ToList();
        var parked = await table.ParkedCountsAsync(ct);
        var items = new List<LiveSubscription>();
        foreach (var one in found)
        {
            var at = await table.FindAsync(one.Id, ct);
            items.Add(new LiveSubscription(
                one.Id, one.Platform, platforms.Find(one.Platform)?.Name ?? "", one.Interface, interfaces.Find(one.Interface)?.Dataset.Title ?? "", one.Statutory,
                (one.Granted?.Mode ?? DeliverMode.Pull).ToString().ToLowerInvariant(), one.Mask?.Fields, [.. one.Regions.Select(region => region.ToString())], one.Granted?.ValidTo.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                one.Granted?.Id, at?.Position ?? 0, at is { } moved ? ChinaTime.Format(moved.MovedAt) : null, await delivery.BacklogAsync(one, at?.Position ?? 0, ct), parked.GetValueOrDefault(one.Id)));
        }

        return (items, found.Count == page.Most ? found[^1].Id : null);
    }

    private bool Within(Actor caller, Subscription one) =>
        platforms.Find(one.Platform) is { } platform && (caller.May(RequestDesk.Decide, platform.Region) || caller.May("exchange.operate", platform.Region) || caller.May("status.read", platform.Region));
}
