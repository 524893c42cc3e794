using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Store;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>The tables of this room.</summary>
internal sealed record UpstreamTables(WaitingTable Waiting, UpstreamSessionTable Sessions)
{
    public static UpstreamTables Of(Engine engine, GuardSwitch guards) => new(new WaitingTable(engine, guards), new UpstreamSessionTable(engine, guards));
}
