using CityOps.Hub.Guards;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.People.Roles;

/// <summary>Which roles one account may hold together and where. Pure.</summary>
internal static class AssignmentRules
{
    /// <summary>Refuses unknown roles, roles of another tier, and any account that would hold one of the three administrators beside something else.</summary>
    public static Refusal? Judge(IReadOnlyCollection<Assignment> wanted, Tier tier, GuardSwitch guards)
    {
        foreach (var one in wanted)
        {
            if (RoleBook.Find(one.Role) is not { } role || (guards.IsOn("role.tier") && !role.Tiers.Contains(tier)))
            {
                return PeopleRefusals.UnknownRole.Because($"本级没有角色 {one.Role}", $"There is no role {one.Role} at this tier");
            }
        }

        return guards.IsOn("role.three-apart") ? Combined([.. wanted.Select(one => RoleBook.Find(one.Role)!)]) : null;
    }

    /// <summary>A scope must lie in the region of the deployment (or of the delegation); an organisation must exist there.</summary>
    public static Refusal? JudgeScope(Assignment one, RegionCode within, Func<string, OrganisationPlace?> place, RegionTree tree) => one.Scope switch
    {
        ScopeKind.Own => one.Value.Length == 0 ? null : PeopleRefusals.WrongScope.Because("own 范围不带值", "The scope own takes no value"),
        ScopeKind.Region => RegionCode.TryParse(one.Value, out var region) && tree.Contains(within, region)
            ? null
            : PeopleRefusals.WrongScope.Because($"区域 {one.Value} 不在 {within} 之内", $"Region {one.Value} does not lie in {within}"),
        _ => place(one.Value) is { } found && tree.Contains(within, found.Region)
            ? null
            : PeopleRefusals.WrongScope.Because($"没有机构 {one.Value}", $"There is no organisation {one.Value}"),
    };

    /// <summary>Whether an account with these roles is one of the three administrators.</summary>
    public static Office OfficeOf(IEnumerable<Assignment> held) =>
        held.Select(one => RoleBook.Find(one.Role)?.Office ?? Office.None).FirstOrDefault(office => office != Office.None);

    // An administrator's account does that one office and nothing else: whoever configures can then never read or erase the trail.
    private static Refusal? Combined(Role[] roles) =>
        roles.Any(role => role.Office != Office.None) && roles.DistinctBy(role => role.Code).Count() > 1
            ? PeopleRefusals.RolesApart.Because(
                $"{string.Join("、", roles.Select(role => role.Name).Distinct())} 不得由同一账号兼任",
                $"One account cannot hold together: {string.Join(", ", roles.Select(role => role.NameEn).Distinct())}")
            : null;
}
