using CityOps.Hub;
using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Subscriptions;
using CityOps.Node.Contracts;
using CityOps.Store;
using Microsoft.Extensions.Hosting;

namespace CityOps.Node.Sync;

/// <summary>What the node's link to its own hub is made of.</summary>
internal sealed record SyncParts(InterfaceBook Interfaces, SubscriptionBook Subscriptions, Intake Intake, Delivery Delivery);

/// <summary>
/// 节点同步: the node is a platform of its own hub. The same relays that join hubs send its outbox and apply its
/// subscriptions.
/// </summary>
internal sealed class SyncService(HubSetup setup, SyncParts parts, Engine engine, NodeSink sink, OutboxOutgoing outgoing) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var board = new FlowBoard(setup.Clock);
        var table = new LinkTable(engine, setup.Clock, "node");
        var link = new LocalLink(parts.Intake, parts.Delivery, new Sender(setup.Deployment.Code.ToString(), setup.Deployment.Region, Standing.Own, false, null));
        IEnumerable<Relay> Sends() => parts.Interfaces.All.Select(s => new PushRelay(
            new FlowState($"out:{s.Name}", s.Name, FlowWay.Send), board, link, new PushEnd(outgoing, table, setup.Clock, setup.Chance)));
        IEnumerable<Relay> Applies() => parts.Subscriptions.Of(setup.Deployment.Code.ToString()).Select(s => new PullRelay(
            new FlowState(s.Id, s.Interface, FlowWay.Apply), board, link, new PullEnd(sink, setup.Clock, setup.Chance)));
        return Task.WhenAll(new RelayRoster(() => Sends().Concat(Applies()), () => parts.Interfaces.Changed).RunAsync(stoppingToken), outgoing.News.RunAsync(stoppingToken));
    }
}

/// <summary>What a node sends: its outbox, interface by interface.</summary>
internal sealed class OutboxOutgoing(OutboxTable outbox, OutboxSignal signal, TimeProvider clock) : IOutgoing
{
    private const long MostBytes = 4 << 20;

    public InterfaceNews News { get; } = new OutboxNews(outbox, signal, clock);

    public async Task<IReadOnlyList<Outgoing>> ReadAsync(string service, long after, int limit, CancellationToken ct)
    {
        var rows = await outbox.ReadAsync(after, service, limit, MostBytes, ct);
        return [.. rows.Select(r => new Outgoing(r.Position, r.RecordId, r.Rev, r.Body))];
    }
}

/// <summary>What is new in a node's outbox, interface by interface.</summary>
internal sealed class OutboxNews(OutboxTable outbox, OutboxSignal signal, TimeProvider clock) : InterfaceNews(signal, clock)
{
    protected override Task<long> HeadAsync(CancellationToken ct) => outbox.HeadAsync(ct);

    protected override Task<IReadOnlyList<Grown>> GrownAsync(long after, CancellationToken ct) => outbox.GrownAsync(after, ct);
}
