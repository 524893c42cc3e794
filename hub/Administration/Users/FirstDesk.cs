using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas;

namespace CityOps.Hub.Administration.Users;

/// <summary>首批管理员: the three administrators, made once by the tool on the machine; no password is ever preset.</summary>
internal sealed class FirstDesk(PeopleTables tables, UserDesk users)
{
    /// <summary>Makes those of the three offices that nobody holds; refuses when all are held.</summary>
    public async Task<Outcome<Issued[]>> MakeAsync(Actor caller, CancellationToken ct)
    {
        if (!caller.IsTool)
        {
            return PolicyRefusals.NoRight;
        }

        var made = new List<Issued>();
        foreach (var role in RoleBook.All.Where(role => role.Office != Office.None).OrderBy(role => role.Office))
        {
            if (await tables.Users.AnyHoldsAsync(role.Code, ct))
            {
                continue;
            }

            var user = users.Draft(new NewUser(role.Code, role.Name), null);
            var added = await users.AddAsync(user, [new Assignment(role.Code, ScopeKind.Own, "")], caller.Name, (_, _) => Task.FromResult<Refusal?>(null), ct);
            if (!added.TryGet(out var one, out var refusal))
            {
                return refusal;
            }

            made.Add(one);
        }

        return made.Count == 0 ? PeopleRefusals.FirstMade : made.ToArray();
    }
}
