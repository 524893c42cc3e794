using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Administration.Users;

/// <summary>角色分配: who may hold what. Nobody gives himself anything, and the three administrators are made by the tool on the machine.</summary>
internal sealed class RoleDesk(PeopleTables tables, AccountEnd end, SignOnOptions options, GuardSwitch guards, TimeProvider clock)
{
    public async Task<Outcome<User>> AssignAsync(Actor caller, User user, RoleSet body, long? version, CancellationToken ct)
    {
        if (guards.IsOn("role.self") && caller.User?.Id == user.Id)
        {
            return PeopleRefusals.OwnRoles;
        }

        if (!(await ReadAsync(caller, body.Roles, ct)).TryGet(out var wanted, out var refusal))
        {
            return refusal;
        }

        if (guards.IsOn("role.office") && !caller.IsTool && (AssignmentRules.OfficeOf(wanted) != Office.None || AssignmentRules.OfficeOf(user.Assignments) != Office.None))
        {
            return PeopleRefusals.OfficeProtected;
        }

        if (!await tables.Assignments.ReplaceAsync(user.Id, version ?? user.Version, wanted, caller.Name, clock.GetUtcNow(), ct))
        {
            return PeopleRefusals.ChangedSince;
        }

        // Rights are read anew with each call; sessions end so that what pages remember of them ends too.
        await end.AllAsync(user.Id, "roles", ct);
        return (await tables.Users.FindAsync(user.Id, ct))!;
    }

    /// <summary>The assignments a body asks for: known roles of this tier, scopes that exist and that the caller may give.</summary>
    public async Task<Outcome<Assignment[]>> ReadAsync(Actor caller, IReadOnlyList<RoleItem> items, CancellationToken ct)
    {
        var wanted = new List<Assignment>();
        foreach (var item in items)
        {
            if (AssignmentTable.ScopeOf(item.Scope) is not { } scope)
            {
                return PeopleRefusals.WrongScope.Because("范围须为 own、organisation 或 region", "A scope is own, organisation or region");
            }

            var one = new Assignment(item.Role, scope, item.Value);
            var place = scope == ScopeKind.Organisation && item.Value.Length <= 32 && !item.Value.Any(char.IsControl) ? (await tables.Organisations.FindAsync(item.Value, ct))?.Place : null;
            if (AssignmentRules.JudgeScope(one, options.Region, _ => place, RegionTree.Standard) is { } wrong)
            {
                return wrong;
            }

            if (!MayGive(caller, one, place))
            {
                return PeopleRefusals.WrongScope.Because("超出您的管理范围", "Beyond where you may assign roles");
            }

            wanted.Add(one);
        }

        var tier = options.Region.Tier;
        return AssignmentRules.Judge(wanted, tier, guards) is { } refusal ? refusal : wanted.Distinct().ToArray();
    }

    private bool MayGive(Actor caller, Assignment one, OrganisationPlace? place) => one.Scope switch
    {
        ScopeKind.Own => caller.May("role.assign", options.Region),
        ScopeKind.Region => caller.May("role.assign", RegionCode.Parse(one.Value)),
        _ => caller.May("role.assign", place!),
    };
}
