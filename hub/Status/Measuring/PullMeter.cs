using CityOps.Hub.Subscriptions;
using CityOps.Schemas;

namespace CityOps.Hub.Status.Measuring;

/// <summary>Counts pulls: the time of work, without the time a caller chose to wait for news.</summary>
public sealed class PullMeter(CallMeter meter, SubscriptionBook book, TimeProvider clock)
{
    public async Task<Outcome<Page>> PullAsync(Delivery delivery, string platform, PullRequest request, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var outcome = await delivery.PullAsync(platform, request, ct);
        var (waited, records) = outcome.Match(page => (page.Waited, page.Records.Count), _ => (TimeSpan.Zero, 0));
        meter.Add(Road.Pull, book.Find(request.Subscription)?.Interface ?? "?", platform, clock.GetElapsedTime(started) - waited, outcome.Match<string?>(_ => null, refusal => refusal.Name), records);
        return outcome;
    }
}
