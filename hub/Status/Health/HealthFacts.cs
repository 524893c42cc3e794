using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Onboarding.Beats;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Status.Probes;
using CityOps.Hub.Subscriptions.Push;

namespace CityOps.Hub.Status.Health;

/// <summary>A subscriber that lets records wait.</summary>
/// <param name="Oldest">When the oldest record it has not taken was accepted.</param>
internal sealed record Lagging(string Subscription, string Platform, string Interface, DateTimeOffset Oldest);

/// <summary>A day of a sender that brought less than is due.</summary>
/// <param name="Percent">Of the due periods, those in which something came.</param>
internal sealed record Incomplete(string Day, string Platform, string Interface, int Percent, int Promised);

/// <summary>What one look at a hub sees. Everything is of one moment, <paramref name="Now"/>.</summary>
/// <param name="Calls">Measured calls of the last minute.</param>
/// <param name="Causes">Why records were refused in the last day, newest first.</param>
internal sealed record HealthFacts(
    DateTimeOffset Now, PlatformList Platforms, InterfaceList Interfaces, IReadOnlyList<Feed> Feeds, IReadOnlyDictionary<CallKey, CallStats> Calls, IReadOnlyList<Cause> Causes,
    IReadOnlyList<PushTarget> Pushes, IReadOnlyList<Lagging> Laggards, IReadOnlyCollection<FlowState> Flows, IReadOnlyList<Maintenance> Windows)
{
    /// <summary>Code of the hub above; empty at the top.</summary>
    public string Upper { get; init; } = "";

    /// <summary>What the SLA of an interface says its freshness is, in seconds.</summary>
    public IReadOnlyDictionary<string, int> Fresh { get; init; } = new Dictionary<string, int>();

    /// <summary>The newest heartbeat of each platform that ever sent one.</summary>
    public IReadOnlyList<HeardBeat> Beats { get; init; } = [];

    /// <summary>完整性 of yesterday where it is below what the sheet promises.</summary>
    public IReadOnlyList<Incomplete> Incomplete { get; init; } = [];

    /// <summary>Stretches of probes that do not hold and still last.</summary>
    public IReadOnlyList<ProbeStretch> Probes { get; init; } = [];

    public string NameOf(string platform) => Platforms.Find(platform)?.Name is { Length: > 0 } name ? name : platform;

    public bool InWindow(string? platform, string? service) => Windows.Any(one => one.Covers(platform, service, Now));
}
