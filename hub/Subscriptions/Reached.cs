namespace CityOps.Hub.Subscriptions;

/// <summary>Later stages of a batch: how many subscriptions of its interface have applied past it.</summary>
public sealed record Stages(int Subscriptions, int Applied);

/// <summary>Compares a batch's last position with where the subscriptions of its interface are.</summary>
public sealed class Reached(SubscriptionBook book, DeliveryTable table)
{
    public async Task<Stages> ByAsync(string service, long lastPosition, CancellationToken ct)
    {
        var positions = await table.PositionsAsync(ct);
        var ids = book.All.Where(s => s.Interface == service || s.Converters.ContainsKey(service)).Select(s => s.Id).ToList();
        return new Stages(ids.Count, ids.Count(id => positions.TryGetValue(id, out var at) && at.Position >= lastPosition));
    }
}
