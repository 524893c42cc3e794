using System.Security.Cryptography;
using CityOps.Hub.Guards;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.People.Factors;

/// <summary>Second factors: one-time passwords and recovery codes. Failures count with those of the password.</summary>
internal sealed class FactorDesk(PeopleTables tables, SecretSeal seal, LoginThrottle throttle, GuardSwitch guards, TimeProvider clock)
{
    public Task<Outcome<User>> CheckTotpAsync(Guid id, string code, string address, CancellationToken ct) =>
        CheckAsync(id, address, found => HoldsTotpAsync(found, code, ct), ct);

    public Task<Outcome<User>> CheckRecoveryAsync(Guid id, string code, string address, CancellationToken ct) =>
        CheckAsync(id, address, found => HoldsRecoveryAsync(found, code, ct), ct);

    public async Task<byte[]> BeginTotpAsync(Guid id, CancellationToken ct)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        await tables.Credentials.SetPendingTotpAsync(id, seal.Seal(id, secret), ct);
        return secret;
    }

    public async Task<Outcome<IReadOnlyList<string>>> ConfirmTotpAsync(Guid id, string code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await tables.Credentials.FindAsync(id, ct) is not { Pending: { } pending, User.State: UserState.Active }
            || Totp.Match(seal.Open(id, pending), code, now) is not { } step)
        {
            return PeopleRefusals.LoginFailed;
        }

        var codes = RecoveryCodes.Make();
        return await tables.Credentials.ConfirmTotpAsync(id, pending, step, codes.Select(one => RecoveryCodes.HashOf(one)!), now, ct)
            ? codes
            : PeopleRefusals.LoginFailed;
    }

    private async Task<Outcome<User>> CheckAsync(Guid id, string address, Func<Credentials, Task<bool>> holds, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = await tables.Credentials.FindAsync(id, ct);
        var name = found?.User.Login ?? id.ToString("N");
        if (guards.IsOn("login.throttle") && throttle.Wait(address, name) is { } seconds)
        {
            return PeopleRefusals.TooManyLogins with { RetryAfter = seconds };
        }

        if (found is null
            || (guards.IsOn("login.lock") && !await tables.Credentials.BeginAttemptAsync(id, AttemptLimit.Standard, now, ct))
            || !await holds(found)
            || await tables.CurrentAsync(found.User, now, ct) is not { State: UserState.Active } user)
        {
            throttle.Fail(address, name);
            return PeopleRefusals.LoginFailed;
        }

        throttle.Succeed(name);
        return (await tables.Users.WithRolesAsync(user, ct))!;
    }

    private async Task<bool> HoldsTotpAsync(Credentials found, string code, CancellationToken ct)
    {
        if (found.Totp is null || Totp.Match(seal.Open(found.User.Id, found.Totp), code, clock.GetUtcNow()) is not { } step)
        {
            return false;
        }

        var first = await tables.Credentials.SpendStepAsync(found.User.Id, step, ct);
        return first || !guards.IsOn("totp.once");
    }

    private async Task<bool> HoldsRecoveryAsync(Credentials found, string code, CancellationToken ct)
    {
        if (found.Totp is null || RecoveryCodes.HashOf(code) is not { } hash || !await tables.Credentials.SpendRecoveryAsync(found.User.Id, hash, clock.GetUtcNow(), ct))
        {
            return false;
        }

        await tables.Credentials.SettleAsync(found.User.Id, ct);
        return true;
    }
}
