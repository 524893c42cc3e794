using System.Text.Json.Serialization;
using CityOps.Hub;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.Guards;
using CityOps.Schemas.Catalogue;

namespace CityOps.Node.Hosting;

/// <summary>
/// The configuration of one deployment, as its file says it. Without a file these defaults run: a city with SQLite files
/// in <c>data/</c> beside the working folder and no hub above.
/// </summary>
internal sealed record DeploymentOptions
{
    /// <summary>Platform code of this deployment; tier and region follow from it.</summary>
    public string Code { get; init; } = "C-340100";

    /// <summary>Name shown on pages; the region's name when empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it listens: plain http on loopback. For the outside a proxy with TLS stands in front.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:7300";

    /// <summary>Address others know it by, where that is not <see cref="Listen"/>: issuer and audience of its tokens.</summary>
    public string PublicUrl { get; init; } = "";

    [JsonIgnore]
    public string Origin => (PublicUrl.Length > 0 ? PublicUrl : Listen).TrimEnd('/');

    /// <summary>The data standard it exchanges by; no setting, for a build carries its own.</summary>
    [JsonIgnore]
    public SchemaSet Schemas { get; init; } = SchemaSet.Standard;

    public StoreOptions Store { get; init; } = new();

    public HubOptions Hub { get; init; } = new();

    public SignOnSettings SignOn { get => field ?? new(); init; }

    public GuardOptions Guards { get => field ?? new(); init; } = new();

    public CalendarOptions Calendar { get => field ?? new(); init; }

    /// <summary>Fail points to arm, for kill rounds only: <c>point:count:action,…</c>.</summary>
    public string Fail { get; init; } = "";
}

/// <summary>Store addresses: <c>sqlite:FILE</c> or <c>postgres:CONNECTION STRING</c>; hub and node may share a PostgreSQL.</summary>
internal sealed record StoreOptions
{
    public string Hub { get; init; } = "sqlite:data/hub.db";

    public string Node { get; init; } = "sqlite:data/node.db";
}
