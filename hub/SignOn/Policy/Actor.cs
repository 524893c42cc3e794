using CityOps.Hub.SignOn.People;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.Policy;

/// <summary>
/// 调用者: who acts in a call: a user with rights, this deployment's own tool (no rights asked: whoever holds its secret holds
/// the machine), or another platform, where a route lets platforms in.
/// </summary>
/// <param name="Name">For the trail: user id or platform code.</param>
public sealed record Actor(string Name, string Source, string Correlation)
{
    public User? User { get; init; }

    public Rights Rights { get; init; } = Rights.None;

    /// <summary>The code of the platform that calls, this deployment's own or another; null for users.</summary>
    public string? Platform { get; init; }

    /// <summary>The platform code of a deployment below that calls; null for all others.</summary>
    public string? Grantee { get; init; }

    public bool IsTool { get; init; }

    public bool Holds(string action) => IsTool || Rights.Holds(action);

    public bool May(string action, RegionCode region) => IsTool || Rights.Allows(action, region, RegionTree.Standard);

    public bool May(string action, OrganisationPlace place) => IsTool || Rights.Allows(action, place, RegionTree.Standard);

    /// <summary>The regions the action reaches; null where it reaches everything there is.</summary>
    public IReadOnlyList<RegionCode>? Reach(string action) => IsTool ? null : Rights.Regions(action);
}
