using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>One field that was asked for, as the reviewer sees it.</summary>
internal sealed record AskedField(string Name, string Title, int Level);

/// <summary>What a reviewer wants to know before deciding (domain.md 4.5): what is asked, how much it is, who else has it, how the applicant behaved.</summary>
/// <param name="RecordsLastDay">Records of the interface accepted in the last 24 hours, counted to 10,001.</param>
internal sealed record ReviewContext(
    string Title, string Share, int HighestLevel, IReadOnlyList<AskedField> Fields, long RecordsLastDay, int Subscribers, IReadOnlyList<string> Peers, IReadOnlyDictionary<string, long> Past, long Parked, bool Overdue);

/// <summary>Gathers it from what is stored now.</summary>
internal sealed class ContextReader(RequestTable table, InterfaceBook interfaces, SubscriptionBook subscriptions, LogTable log, DeliveryTable deliveries, TimeProvider clock)
{
    private const int MostCounted = 10_001;
    private const int MostPeers = 20;

    /// <summary>Null when the interface is no longer there.</summary>
    public async Task<ReviewContext?> OfAsync(SubscriptionRequest request, CancellationToken ct)
    {
        if (interfaces.Find(request.Interface) is not { } service)
        {
            return null;
        }

        var sheet = FieldSheet.Of(service.Dataset);
        var wanted = (request.Fields ?? [.. sheet.Usual]).Concat(sheet.Always).ToHashSet(StringComparer.Ordinal);
        var fields = sheet.Fields.Where(field => wanted.Contains(field.Name)).Select(field => new AskedField(field.Name, field.Title, field.Level)).ToList();
        var peers = subscriptions.All.Where(one => one.Interface == request.Interface && one.Platform != request.Platform).Select(one => one.Platform).Order(StringComparer.Ordinal).ToList();
        var past = await table.PastAsync(request.Platform, ct);
        var parked = await deliveries.ParkedCountsAsync(ct);
        return new ReviewContext(
            service.Dataset.Title, service.Traits.Share.ToString(), fields.Max(field => field.Level), fields, await LastDayAsync(request.Interface, ct), peers.Count, [.. peers.Take(MostPeers)],
            past.ToDictionary(one => one.State, one => one.Count, StringComparer.Ordinal), subscriptions.Of(request.Platform).Sum(one => parked.GetValueOrDefault(one.Id)),
            request.Pending && clock.GetUtcNow() > request.ReplyDue);
    }

    private async Task<long> LastDayAsync(string service, CancellationToken ct)
    {
        var from = await log.PositionAtAsync(service, clock.GetUtcNow() - TimeSpan.FromDays(1), ct);
        return await log.CountAfterAsync(new RowReader("", "", [service]), from, MostCounted, ct);
    }
}
