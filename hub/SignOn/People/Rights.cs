using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.People;

/// <summary>权限: a named action, <c>module.action</c>, and where it may be done. Pure.</summary>
public sealed record Rights(IReadOnlyList<HeldAction> Actions)
{
    public static readonly Rights None = new([]);

    /// <summary>Whether the action is held anywhere at all.</summary>
    public bool Holds(string action) => Actions.Any(held => held.Action == action);

    /// <summary>The regions the action is held for, each with all below it; one organisation is no region.</summary>
    public IReadOnlyList<RegionCode> Regions(string action) =>
        [.. Actions.Where(held => held.Action == action && held.Scope != ScopeKind.Organisation).Select(held => RegionCode.Parse(held.Value)).Distinct()];

    /// <summary>The organisations the action is held in, each with all below it.</summary>
    public IReadOnlyList<string> Organisations(string action) =>
        [.. Actions.Where(held => held.Action == action && held.Scope == ScopeKind.Organisation).Select(held => held.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether it is held for this region; rights in one organisation never reach a whole region.</summary>
    public bool Allows(string action, RegionCode region, RegionTree tree) =>
        Actions.Any(held => held.Action == action && held.Reaches(region, tree));

    /// <summary>Whether it is held for this organisation: by its region, by itself or by one above it.</summary>
    public bool Allows(string action, OrganisationPlace place, RegionTree tree) =>
        Actions.Any(held => held.Action == action && (held.Scope == ScopeKind.Organisation ? place.LiesUnder(held.Value) : held.Reaches(place.Region, tree)));
}

/// <summary>One action in one scope; the values of own and region scopes are the region's code.</summary>
public sealed record HeldAction(string Action, ScopeKind Scope, string Value)
{
    internal bool Reaches(RegionCode region, RegionTree tree) =>
        Scope != ScopeKind.Organisation && RegionCode.TryParse(Value, out var held) && tree.Contains(held, region);
}

/// <summary>Where an organisation stands: its region, and the ids from the root down to it, each after a slash.</summary>
public sealed record OrganisationPlace(string Path, RegionCode Region)
{
    public bool LiesUnder(string organisation) => organisation.Length > 0 && $"{Path}/".Contains($"/{organisation}/", StringComparison.Ordinal);
}
