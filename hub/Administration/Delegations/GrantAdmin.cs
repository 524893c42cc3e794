using CityOps.Hub.Administration.Users;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Hub.Administration.Delegations;

internal sealed record NewDelegation(string Grantee, int Quota, IReadOnlyList<string> Roles, string Region)
{
    /// <summary>The delegation to take it out of; needed for all but this hub's own administrators.</summary>
    public string? Parent { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>An account under a quota, with the roles it holds in the delegation's region and the grantee's own user it belongs to.</summary>
internal sealed record NewAccount(string Login, string Name, IReadOnlyList<string> Roles)
{
    public string? Post { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>Null: the person signs in here with a password.</summary>
    public LinkItem? Link { get; init; }
}

/// <summary>
/// Who may handle which quota: this hub's security administrators all of them; a platform those given to it; a user under a
/// quota who manages accounts that one. Whoever may handle a quota may handle what was handed on of it. All else is 404.
/// </summary>
internal sealed class GrantAdmin(PeopleTables tables, DelegationDesk desk, UserDesk users, SignOnOptions options, TimeProvider clock)
{
    private const string Action = "grant.manage";

    public async Task<Outcome<Delegation>> FindAsync(Actor caller, string id, CancellationToken ct) =>
        (await ChainAsync(caller, id, ct)) is [var one, ..] ? one : PeopleRefusals.UnknownUser;

    public async Task<(IReadOnlyList<Delegation> Items, string? Next)> PageAsync(Actor caller, string? grantee, PageAsked page, CancellationToken ct)
    {
        var after = Guid.TryParseExact(page.After, "N", out var key) ? key : Guid.Empty;
        var read = await tables.Delegations.PageAsync(null, grantee, after, page.Most, ct);
        var seen = new List<Delegation>();
        foreach (var one in read)
        {
            if (OwnsAll(caller) || MayHandle(caller, await tables.Delegations.ChainAsync(one.Id, ct)))
            {
                seen.Add(one);
            }
        }

        return (seen, read.Count == page.Most ? read[^1].Id.ToString("N") : null);
    }

    public async Task<Outcome<Delegation>> GiveAsync(Actor caller, NewDelegation body, CancellationToken ct)
    {
        if (body.Parent is null ? !OwnsAll(caller) : await ChainAsync(caller, body.Parent, ct) is [])
        {
            return PeopleRefusals.UnknownUser;
        }

        return RegionCode.TryParse(body.Region, out var region)
            ? await desk.GiveAsync(
                new Delegation(Guid.Empty, body.Parent is null ? null : Guid.ParseExact(body.Parent, "N"), body.Grantee, body.Quota, 0, [.. body.Roles.Distinct(StringComparer.Ordinal)], region) { ExpiresAt = body.ExpiresAt?.ToUniversalTime() },
                caller.Name,
                ct)
            : PeopleRefusals.BadDelegation.Because($"区域 {body.Region} 不正确", $"Region {body.Region} is no region");
    }

    /// <summary>A quota is withdrawn by who gave it: from above, never by who holds it.</summary>
    public async Task<Outcome<Delegation>> WithdrawAsync(Actor caller, string id, CancellationToken ct)
    {
        var chain = await ChainAsync(caller, id, ct);
        return chain.Count > 0 && (OwnsAll(caller) || MayHandle(caller, [.. chain.Skip(1)])) ? await desk.WithdrawAsync(chain[0].Id, caller.Name, ct) : PeopleRefusals.UnknownUser;
    }

    public async Task<Outcome<(IReadOnlyList<User> Items, string? Next)>> AccountsAsync(Actor caller, string id, PageAsked page, CancellationToken ct)
    {
        if (await ChainAsync(caller, id, ct) is not [var one, ..])
        {
            return PeopleRefusals.UnknownUser;
        }

        var read = await tables.Users.PageAsync(new UserFilter(null, null, one.Id, null), page.After, page.Most, ct);
        return (read, read.Count == page.Most ? read[^1].Login : null);
    }

    public async Task<Outcome<Issued>> MakeAccountAsync(Actor caller, string id, NewAccount body, CancellationToken ct)
    {
        var chain = await ChainAsync(caller, id, ct);
        if (chain is not [var one, ..])
        {
            return PeopleRefusals.UnknownUser;
        }

        var user = users.Draft(new NewUser(body.Login, body.Name) { Post = body.Post, Phone = body.Phone, Email = body.Email }, one.Id);
        if ((Refuse(chain, body) ?? UserRules.Judge(user)) is { } refusal)
        {
            return refusal;
        }

        var roles = body.Roles.Distinct(StringComparer.Ordinal).Select(role => new Assignment(role, ScopeKind.Own, "")).ToArray();
        return await users.AddAsync(user, roles, caller.Name, (scope, fresh) => TakePlaceAsync(scope, fresh, one, body, caller.Name, ct), ct);
    }

    public async Task<Outcome<User>> CloseAccountAsync(Actor caller, string id, string user, CancellationToken ct) =>
        await ChainAsync(caller, id, ct) is [var one, ..]
        && Guid.TryParseExact(user, "N", out var parsed)
        && await tables.Users.FindAsync(parsed, ct) is { } found
        && found.Delegation == one.Id
        && found.Id != caller.User?.Id
            ? await users.SetStateAsync(found, UserState.Closed, ct)
            : PeopleRefusals.UnknownUser;

    private Refusal? Refuse(IReadOnlyList<Delegation> chain, NewAccount body)
    {
        if (!chain.All(link => link.IsLive(clock.GetUtcNow())))
        {
            return PeopleRefusals.DelegationEnded;
        }

        if (body.Roles.Count == 0 || body.Roles.FirstOrDefault(role => RoleBook.Find(role) is null || !DelegationRules.Allows(chain, role)) is not null)
        {
            return PeopleRefusals.BadDelegation.Because("角色须在授权之内", "The roles must be among those of the delegation");
        }

        return body.Link is null ? null : LinkDesk.Refuse(body.Link);
    }

    // The place and the link are taken with the account or not at all.
    private static async Task<Refusal?> TakePlaceAsync(WriteScope scope, User fresh, Delegation one, NewAccount body, string by, CancellationToken ct)
    {
        if (!await DelegationTable.TakeAsync(scope, one.Id, 1, fresh.ChangedAt, ct))
        {
            return PeopleRefusals.QuotaSpent;
        }

        return body.Link is { } link && !await AccountLinkTable.AddAsync(scope, new AccountLink(link.Issuer, link.Subject, fresh.Id, by, fresh.ChangedAt), ct) ? PeopleRefusals.LinkTaken : null;
    }

    private async Task<IReadOnlyList<Delegation>> ChainAsync(Actor caller, string id, CancellationToken ct)
    {
        var chain = Guid.TryParseExact(id, "N", out var parsed) ? await tables.Delegations.ChainAsync(parsed, ct) : [];
        return OwnsAll(caller) || MayHandle(caller, chain) ? chain : [];
    }

    // An account under a quota never handles others' quotas, whatever roles it came by.
    private bool OwnsAll(Actor caller) => caller.IsTool || (caller.User is { Delegation: null } && caller.May(Action, options.Region));

    private static bool MayHandle(Actor caller, IReadOnlyList<Delegation> chain) =>
        chain.Any(link => caller.Grantee is { } platform ? link.Grantee == platform : caller.User?.Delegation == link.Id);
}
