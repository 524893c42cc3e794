using CityOps.Hub.SignOn.People;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.Admin;

/// <summary>
/// Who administers: a user with rights, this deployment's own tool (no rights asked: whoever holds its secret holds the
/// machine), or a platform below that was given a quota.
/// </summary>
/// <param name="Name">For the trail: user id or platform code.</param>
public sealed record AdminCaller(string Name, string Source, string Correlation)
{
    public User? User { get; init; }

    public Rights Rights { get; init; } = Rights.None;

    /// <summary>The platform code of a grantee; null for users and the own tool.</summary>
    public string? Grantee { get; init; }

    public bool IsTool { get; init; }

    public bool May(string action, RegionCode region) => IsTool || Rights.Allows(action, region, RegionTree.Standard);

    public bool May(string action, OrganisationPlace place) => IsTool || Rights.Allows(action, place, RegionTree.Standard);
}
