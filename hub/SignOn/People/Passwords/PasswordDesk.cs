using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.People.Passwords;

/// <summary>First factors: checks and changes passwords. Unknown, wrong, locked and disabled are one answer after one derivation.</summary>
internal sealed class PasswordDesk(PeopleTables tables, PasswordCheck passwords, LoginThrottle throttle, GuardSwitch guards, TimeProvider clock)
{
    public async Task<Outcome<User>> CheckAsync(string login, string password, string address, CancellationToken ct)
    {
        if (guards.IsOn("login.throttle") && throttle.Wait(address, login) is { } seconds)
        {
            return PeopleRefusals.TooManyLogins with { RetryAfter = seconds };
        }

        var found = UserRules.Login(login) is { } name ? await tables.Credentials.FindByLoginAsync(name, ct) : null;
        if (!await HoldsAsync(found, password, ct) || await AdmittedAsync(found!, ct) is not { } user)
        {
            throttle.Fail(address, login);
            return PeopleRefusals.LoginFailed;
        }

        throttle.Succeed(login);
        await SettleAsync(found!, password, ct);
        return user;
    }

    /// <summary>Wants the old one, which is guessed at like any other.</summary>
    public async Task<Outcome<User>> ChangeAsync(Guid id, string old, string fresh, CancellationToken ct)
    {
        var found = await tables.Credentials.FindAsync(id, ct);
        if (!await HoldsAsync(found, old, ct) || await AdmittedAsync(found!, ct) is not { } user)
        {
            return PeopleRefusals.LoginFailed;
        }

        await SettleAsync(found!, old, ct);
        if (string.Equals(old, fresh, StringComparison.Ordinal))
        {
            return PeopleRefusals.WeakPassword with { Fields = [new FieldError("/password", "与原密码相同 / the same as before")] };
        }

        if (PasswordRules.Judge(fresh, user.Login, user.Name, guards) is { } weak)
        {
            return weak;
        }

        var stored = (await tables.Credentials.FindAsync(id, ct))?.Password;
        return stored is not null && await tables.Credentials.ChangePasswordAsync(id, stored, await passwords.HashAsync(fresh, ct), clock.GetUtcNow(), ct)
            ? (await tables.Users.FindAsync(id, ct))!
            : PeopleRefusals.LoginFailed;
    }

    // The attempt is counted while the derivation runs: its time hides whether there was anything to count.
    private async Task<bool> HoldsAsync(Credentials? found, string password, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var fits = password.Length <= PasswordRules.Longest * 2;
        var stored = fits && !(found?.PasswordUntil <= now) ? found?.Password : null;
        var derived = passwords.HoldsAsync(stored, fits ? password : "", ct);
        var open = found is not null && (!guards.IsOn("login.lock") || await tables.Credentials.BeginAttemptAsync(found.User.Id, AttemptLimit.Standard, now, ct));
        return await derived && open;
    }

    private async Task<User?> AdmittedAsync(Credentials found, CancellationToken ct) =>
        await tables.CurrentAsync(found.User, clock.GetUtcNow(), ct) is { State: UserState.Active } user ? await tables.Users.WithRolesAsync(user, ct) : null;

    private async Task SettleAsync(Credentials found, string password, CancellationToken ct)
    {
        var id = found.User.Id;
        await (found.Totp is null ? tables.Credentials.SettleAsync(id, ct) : tables.Credentials.TakeBackAsync(id, ct));
        if (passwords.IsBehind(found.Password!))
        {
            await tables.Credentials.RehashAsync(id, found.Password!, await passwords.HashAsync(password, ct), ct);
        }
    }
}
