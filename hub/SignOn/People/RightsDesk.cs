using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.People;

/// <summary>What a user may do now: roles, their scopes, and the delegation they came by, all as stored now.</summary>
public sealed class RightsDesk
{
    private readonly PeopleTables tables;
    private readonly SignOnOptions options;
    private readonly GuardSwitch guards;
    private readonly TimeProvider clock;

    internal RightsDesk(PeopleTables tables, SignOnOptions options, GuardSwitch guards, TimeProvider clock) =>
        (this.tables, this.options, this.guards, this.clock) = (tables, options, guards, clock);

    public async Task<Rights> OfAsync(Guid user, CancellationToken ct)
    {
        if (await tables.Users.FindAsync(user, ct) is not { State: UserState.Active } found)
        {
            return Rights.None;
        }

        if (found.Delegation is not { } delegation)
        {
            return RightsRules.Of(found.Assignments, options.Region);
        }

        var chain = await tables.Delegations.ChainAsync(delegation, ct);
        return guards.IsOn("delegation.live") && !chain.All(link => link.IsLive(clock.GetUtcNow()))
            ? Rights.None
            : RightsRules.Delegated(found.Assignments, chain, RegionTree.Standard);
    }
}

/// <summary>From roles to actions. Pure.</summary>
internal static class RightsRules
{
    /// <param name="home">What the scope own means.</param>
    public static Rights Of(IEnumerable<Assignment> assignments, RegionCode home) => new(
        [.. assignments.SelectMany(one => Actions(one.Role), (one, action) => one.Scope == ScopeKind.Own
            ? new HeldAction(action, ScopeKind.Own, home.ToString())
            : new HeldAction(action, one.Scope, one.Value)).Distinct()]);

    /// <summary>Roles that a link does not allow count nothing, nor do regions beyond the nearest link's; what is own is that link's region.</summary>
    public static Rights Delegated(IEnumerable<Assignment> assignments, IReadOnlyList<Delegation> chain, RegionTree tree) =>
        chain is not [var nearest, ..]
            ? Rights.None
            : Of(assignments.Where(one => DelegationRules.Allows(chain, one.Role) && Within(one, nearest.Region, tree)), nearest.Region);

    private static bool Within(Assignment one, RegionCode region, RegionTree tree) => one.Scope switch
    {
        ScopeKind.Own => true,
        ScopeKind.Region => RegionCode.TryParse(one.Value, out var wanted) && tree.Contains(region, wanted),
        _ => false, // organisations are this hub's own
    };

    private static IEnumerable<string> Actions(string role) => RoleBook.Find(role)?.Actions ?? Enumerable.Empty<string>();
}
