using CityOps.Hub.Catalog;
using CityOps.Schemas.Codes;
using CityOps.Hub.Exchange;
using CityOps.Hub.Subscriptions;
using Microsoft.Extensions.Hosting;

namespace CityOps.Hub.Links;

/// <summary>What this hub's link to the hub above is made of.</summary>
public sealed record Uplink(ILink Link, Sender Upper, LogOutgoing Outgoing, IntakeSink Sink);

/// <summary>
/// 上级级联: one sending flow for every interface that travels above this tier, one applying flow for every interface that
/// comes down. The lower side always dials.
/// </summary>
public sealed class UplinkService(HubSetup setup, InterfaceBook interfaces, FlowBoard board, LinkTable table, Uplink? uplink) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        uplink is null ? Task.CompletedTask : new RelayRoster(() => interfaces.All.SelectMany(s => RelaysOf(s, uplink)), () => interfaces.Changed).RunAsync(stoppingToken);

    private IEnumerable<Relay> RelaysOf(InterfaceService service, Uplink up)
    {
        if (service.TravelsAbove(setup.Deployment.Tier))
        {
            yield return new PushRelay(
                new FlowState($"up:{service.Name}", service.Name, FlowWay.Send), board, up.Link, new PushEnd(up.Outgoing, table, setup.Clock, setup.Chance));
        }

        if (service.Code.Direction == Direction.Down)
        {
            yield return new PullRelay(
                new FlowState(Subscription.IdOf(setup.Deployment.Code.ToString(), service.Name), service.Name, FlowWay.Apply), board, up.Link, new PullEnd(up.Sink, setup.Clock, setup.Chance));
        }
    }
}
