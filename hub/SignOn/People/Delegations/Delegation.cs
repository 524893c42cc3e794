using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.People.Delegations;

/// <summary>账号授权: a quota of accounts at this hub that another deployment may fill, with the roles and the region they may have.</summary>
/// <param name="Parent">The delegation it was given out of; null when this hub's own administrators gave it.</param>
/// <param name="Grantee">Platform code of the deployment whose people these are.</param>
/// <param name="Used">Accounts made under it and quotas given on.</param>
public sealed record Delegation(Guid Id, Guid? Parent, string Grantee, int Quota, int Used, IReadOnlyList<string> Roles, RegionCode Region)
{
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    public string GivenBy { get; init; } = "";

    public DateTimeOffset GivenAt { get; init; }

    public bool IsLive(DateTimeOffset now) => WithdrawnAt is null && !(ExpiresAt <= now);
}

/// <summary>What may be delegated, and what an account under a chain of delegations may still do. Pure.</summary>
internal static class DelegationRules
{
    public const int MostQuota = 100_000;

    public const int MostDeep = 4;

    /// <param name="chain">The parents, nearest first; empty when this hub gives it itself.</param>
    /// <param name="within">The region of this hub.</param>
    public static Refusal? Judge(Delegation wanted, IReadOnlyList<Delegation> chain, RegionCode within, RegionTree tree, DateTimeOffset now)
    {
        if (wanted.Quota is < 1 or > MostQuota)
        {
            return No($"名额须为 1–{MostQuota}", $"The quota is 1 to {MostQuota}");
        }

        if (chain.Count >= MostDeep)
        {
            return No($"最多转授 {MostDeep} 级", $"A delegation is handed on {MostDeep} times at most");
        }

        if (wanted.ExpiresAt <= now || (chain is [{ ExpiresAt: { } end }, ..] && !(wanted.ExpiresAt <= end)))
        {
            return No("到期时间须在将来，且不晚于上级授权", "It must end in the future and no later than the one above");
        }

        return JudgeRoles(wanted, chain) ?? JudgeRegion(wanted, chain, within, tree);
    }

    /// <summary>The assignments that still count: those every link of the chain allows, cut to its regions. None when any link has ended.</summary>
    public static bool Allows(IReadOnlyList<Delegation> chain, string role) => chain.All(link => link.Roles.Contains(role, StringComparer.Ordinal));

    private static Refusal? JudgeRoles(Delegation wanted, IReadOnlyList<Delegation> chain)
    {
        if (wanted.Roles.Count == 0)
        {
            return No("至少授予一个角色", "At least one role is granted");
        }

        foreach (var code in wanted.Roles)
        {
            if (RoleBook.Find(code) is not { Office: Office.None })
            {
                return No($"角色 {code} 不存在或不得授权", $"The role {code} does not exist or is not delegated");
            }

            if (!Allows(chain, code))
            {
                return No($"上级授权不含角色 {code}", $"The delegation above does not hold the role {code}");
            }
        }

        return null;
    }

    // The region lies in the grantee's own region, in that of the delegation above, and in this hub's.
    private static Refusal? JudgeRegion(Delegation wanted, IReadOnlyList<Delegation> chain, RegionCode within, RegionTree tree)
    {
        if (!PlatformCode.TryParse(wanted.Grantee, out var grantee) || grantee.Region is not { } home || !tree.Contains(within, home))
        {
            return No($"{wanted.Grantee} 不是本级之下的平台", $"{wanted.Grantee} is not a platform below this hub");
        }

        if (!tree.Contains(home, wanted.Region))
        {
            return No($"区域 {wanted.Region} 不在 {wanted.Grantee} 之内", $"Region {wanted.Region} does not lie in {wanted.Grantee}");
        }

        return chain is [var parent, ..] && (!tree.Contains(parent.Region, wanted.Region) || !tree.Contains(parent.Region, home))
            ? No($"区域 {wanted.Region} 超出上级授权 {parent.Region}", $"Region {wanted.Region} goes beyond {parent.Region} of the delegation above")
            : null;
    }

    private static Refusal No(string detail, string detailEn) => PeopleRefusals.BadDelegation.Because(detail, detailEn);
}
