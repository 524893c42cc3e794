using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas;
using CityOps.Store;

namespace CityOps.Hub.Administration.Users;

/// <summary>A fresh account or password, with what is shown of it once.</summary>
internal sealed record Issued(User User, string Password, DateTimeOffset Until);

/// <summary>Accounts of this deployment's own people. Those of the three administrators are handled by the tool on the machine only.</summary>
internal sealed class UserDesk(PeopleTables tables, PasswordCheck passwords, AccountEnd end, SignOnOptions options, TimeProvider clock)
{
    private static readonly TimeSpan TemporaryLife = TimeSpan.FromDays(3);

    private readonly IdMaker ids = new(clock);

    /// <summary>Null when there is none, or none this caller may see.</summary>
    public async Task<Outcome<User>> FindAsync(Actor caller, string action, string id, CancellationToken ct) =>
        Guid.TryParseExact(id, "N", out var parsed)
        && await tables.CurrentAsync(await tables.Users.FindAsync(parsed, ct), clock.GetUtcNow(), ct) is { } user
        && await ReachesAsync(caller, action, user.Organisation, ct)
            ? user
            : PeopleRefusals.UnknownUser;

    /// <summary>For changes: found, and not one of the three administrators unless the tool asks.</summary>
    public async Task<Outcome<User>> TakeAsync(Actor caller, string action, string id, CancellationToken ct)
    {
        if (!(await FindAsync(caller, action, id, ct)).TryGet(out var user, out var refusal))
        {
            return refusal;
        }

        return !caller.IsTool && AssignmentRules.OfficeOf(user.Assignments) != Office.None ? PeopleRefusals.OfficeProtected : user;
    }

    /// <summary>Those of a page the caller may see, and the login to go on after.</summary>
    public async Task<(IReadOnlyList<User> Users, string? Next)> PageAsync(Actor caller, UserFilter filter, PageAsked page, CancellationToken ct)
    {
        var read = await tables.Users.PageAsync(filter, page.After, page.Most, ct);
        var seen = new List<User>();
        foreach (var user in read)
        {
            if (await ReachesAsync(caller, "user.read", user.Organisation, ct))
            {
                seen.Add((await tables.Users.WithRolesAsync(user, ct))!);
            }
        }

        return (seen, read.Count == page.Most ? read[^1].Login : null);
    }

    /// <summary>An account without roles, with a password for one login.</summary>
    public async Task<Outcome<Issued>> MakeAsync(Actor caller, NewUser body, CancellationToken ct)
    {
        if (!await ReachesAsync(caller, "user.manage", body.Organisation, ct))
        {
            return PeopleRefusals.WrongScope.Because($"没有机构 {body.Organisation}", $"There is no organisation {body.Organisation}");
        }

        var user = Draft(body, null);
        return UserRules.Judge(user) is { } refusal ? refusal : await AddAsync(user, [], caller.Name, (_, _) => Task.FromResult<Refusal?>(null), ct);
    }

    /// <param name="also">What must come true in the same transaction, such as a place of a quota.</param>
    public async Task<Outcome<Issued>> AddAsync(
        User user, IReadOnlyList<Assignment> roles, string by, Func<WriteScope, User, Task<Refusal?>> also, CancellationToken ct)
    {
        var password = TemporaryPassword.Make();
        var stored = await passwords.HashAsync(password, ct);
        var now = clock.GetUtcNow();
        var until = now + TemporaryLife;
        var fresh = user with { MustChangePassword = true, ChangedAt = now };
        await using (var scope = await tables.Engine.BeginWriteAsync(ct))
        {
            if (!await UserTable.AddAsync(scope, fresh, stored, until, ct))
            {
                return PeopleRefusals.LoginTaken;
            }

            if (await also(scope, fresh) is { } refusal)
            {
                return refusal;
            }

            await AssignmentTable.AddAsync(scope, fresh.Id, roles, by, now, ct);
            await scope.CommitAsync(ct);
        }

        return new Issued((await tables.Users.FindAsync(fresh.Id, ct))!, password, until);
    }

    public User Draft(NewUser body, Guid? delegation) =>
        new(ids.Next(), UserRules.Login(body.Login) ?? body.Login, body.Name, body.Organisation, UserState.Active)
        {
            Post = body.Post,
            Phone = body.Phone,
            Email = body.Email,
            Delegation = delegation,
        };

    public async Task<Outcome<User>> ChangeAsync(Actor caller, User user, UserData body, long? version, CancellationToken ct)
    {
        if (body.Organisation != user.Organisation && !await ReachesAsync(caller, "user.manage", body.Organisation, ct))
        {
            return PeopleRefusals.WrongScope.Because($"没有机构 {body.Organisation}", $"There is no organisation {body.Organisation}");
        }

        var changed = user with
        {
            Name = body.Name,
            Organisation = body.Organisation,
            Post = body.Post,
            Phone = body.Phone,
            Email = body.Email,
            EmailVerified = user.EmailVerified && body.Email == user.Email,
            Version = version ?? user.Version,
        };
        return UserRules.Judge(changed) is { } refusal ? refusal
            : await tables.Users.ChangeAsync(changed, clock.GetUtcNow(), ct) ? (await tables.Users.FindAsync(user.Id, ct))!
            : PeopleRefusals.ChangedSince;
    }

    public async Task<Outcome<Issued>> ResetPasswordAsync(User user, CancellationToken ct)
    {
        var (password, until) = (TemporaryPassword.Make(), clock.GetUtcNow() + TemporaryLife);
        if (!await tables.Credentials.ResetPasswordAsync(user.Id, await passwords.HashAsync(password, ct), until, clock.GetUtcNow(), ct))
        {
            return PeopleRefusals.UnknownUser;
        }

        await end.AllAsync(user.Id, "password-reset", ct);
        return new Issued((await tables.Users.FindAsync(user.Id, ct))!, password, until);
    }

    public async Task<Outcome<User>> ResetTotpAsync(User user, CancellationToken ct)
    {
        await tables.Credentials.ResetTotpAsync(user.Id, clock.GetUtcNow(), ct);
        await end.AllAsync(user.Id, "totp-reset", ct);
        return (await tables.Users.FindAsync(user.Id, ct))!;
    }

    public async Task<Outcome<User>> UnlockAsync(User user, CancellationToken ct)
    {
        await tables.Credentials.SettleAsync(user.Id, ct);
        return (await tables.Users.FindAsync(user.Id, ct))!;
    }

    /// <summary>Disabled and closed accounts are signed off; a closed one gives its place in a quota back.</summary>
    public async Task<Outcome<User>> SetStateAsync(User user, UserState state, CancellationToken ct)
    {
        await using (var scope = await tables.Engine.BeginWriteAsync(ct))
        {
            var changed = await UserTable.SetStateAsync(scope, user.Id, state, clock.GetUtcNow(), ct);
            if (changed && state == UserState.Closed && user.Delegation is { } delegation)
            {
                await SignOn.People.Delegations.DelegationTable.GiveBackAsync(scope, delegation, 1, ct);
            }

            await scope.CommitAsync(ct);
        }

        if (state != UserState.Active)
        {
            await end.AllAsync(user.Id, UserTable.Word(state), ct);
        }

        return (await tables.Users.FindAsync(user.Id, ct))!;
    }

    /// <summary>Own people belong to an organisation or, with none, to the deployment itself.</summary>
    public async Task<bool> ReachesAsync(Actor caller, string action, string organisation, CancellationToken ct) =>
        organisation.Length == 0 ? caller.May(action, options.Region)
        : await tables.Organisations.FindAsync(organisation, ct) is { } found && caller.May(action, found.Place);
}
