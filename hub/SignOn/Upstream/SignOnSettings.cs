using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>Section <c>SignOn</c> of the configuration: whose word on who somebody is counts at this deployment.</summary>
public sealed record SignOnSettings
{
    /// <summary>Hubs of other tiers, and further authorities, that people may come from.</summary>
    public IReadOnlyList<AuthoritySettings> Authorities { get => field ?? []; init; } = [];

    /// <summary>The one external authority; with it our own login page is for <see cref="BreakGlass"/> alone.</summary>
    public AuthoritySettings? Authority { get; init; }

    /// <summary>Logins of administrators who may sign on here when that authority is away, with two factors; every time is an alarm.</summary>
    public IReadOnlyList<string> BreakGlass { get => field ?? []; init; } = [];

    /// <summary>Other deployments whose pages our people may open with their account here.</summary>
    public IReadOnlyList<VisitSettings> Visits { get => field ?? []; init; } = [];

    /// <summary>Everything wrong with them, each in words with its key.</summary>
    public IEnumerable<string> Faults() =>
    [
        .. AuthoritySettingsRules.Faults(Authority is { } external ? [external with { Id = UpstreamBook.External }, .. Authorities] : Authorities),
        .. Visits.SelectMany((visit, at) => visit.Faults().Select(fault => $"SignOn:Visits:{at} ('{visit.Id}'): {fault}")),
        .. Visits.GroupBy(visit => visit.Id, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(twice => $"SignOn:Visits: Id '{twice.Key}' comes twice"),
    ];

    /// <summary>The options with these settings in them.</summary>
    public SignOnOptions In(SignOnOptions options) => options with { Authorities = Authorities, Authority = Authority, BreakGlass = BreakGlass, Visits = Visits };
}
