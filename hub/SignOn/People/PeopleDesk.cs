using CityOps.Hub.SignOn.People.Factors;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.People;

/// <summary>Users as sign-on needs them. Every login refusal looks alike (security.md M17).</summary>
public sealed class PeopleDesk
{
    private readonly PeopleTables tables;
    private readonly PasswordDesk passwords;
    private readonly FactorDesk factors;
    private readonly AccountEnd end;
    private readonly PeopleSetting setting;

    internal PeopleDesk(PeopleTables tables, PasswordDesk passwords, FactorDesk factors, AccountEnd end, PeopleSetting setting) =>
        (this.tables, this.passwords, this.factors, this.end, this.setting) = (tables, passwords, factors, end, setting);

    /// <summary>As of now: somebody whose delegation has ended is disabled.</summary>
    public async Task<User?> FindAsync(Guid id, CancellationToken ct) =>
        await tables.CurrentAsync(await tables.Users.FindAsync(id, ct), setting.Clock.GetUtcNow(), ct);

    /// <summary>Unknown user, wrong password and locked account answer the same refusal in the same time.</summary>
    public Task<Outcome<User>> CheckPasswordAsync(string login, string password, string address, CancellationToken ct) =>
        passwords.CheckAsync(login, password, address, ct);

    /// <summary>One step each way, each step once; counted with the password's failures.</summary>
    public Task<Outcome<User>> CheckTotpAsync(Guid user, string code, string address, CancellationToken ct) =>
        factors.CheckTotpAsync(user, code, address, ct);

    /// <summary>Each code once.</summary>
    public Task<Outcome<User>> CheckRecoveryAsync(Guid user, string code, string address, CancellationToken ct) =>
        factors.CheckRecoveryAsync(user, code, address, ct);

    /// <summary>A new secret, waiting to be confirmed: the otpauth URI to show as a QR code.</summary>
    public async Task<string> BeginTotpAsync(Guid user, CancellationToken ct)
    {
        var known = await tables.Users.FindAsync(user, ct) ?? throw new InvalidOperationException($"There is no user {user:N}");
        return Totp.Uri($"CityOps {setting.Realm}", known.Login, await factors.BeginTotpAsync(user, ct));
    }

    /// <summary>Confirms with a first code; answers ten fresh recovery codes, shown once.</summary>
    public Task<Outcome<IReadOnlyList<string>>> ConfirmTotpAsync(Guid user, string code, CancellationToken ct) =>
        factors.ConfirmTotpAsync(user, code, ct);

    /// <summary>Refuses by the password policy, each broken rule in words; ends all other sessions and grants.</summary>
    public async Task<Outcome<User>> ChangePasswordAsync(Guid user, string old, string fresh, string? keepSid, CancellationToken ct)
    {
        var changed = await passwords.ChangeAsync(user, old, fresh, ct);
        if (changed.TryGet(out _, out _))
        {
            await end.OthersAsync(user, keepSid, "password", ct);
        }

        return changed;
    }

    /// <summary>Whether this user's roles demand a second factor (administrators and operators).</summary>
    public bool NeedsTotp(User user) => setting.SecondFactor && user.Assignments.Any(one => RoleBook.Find(one.Role) is { Second: true });

    public async Task<User?> FindLinkedAsync(string issuer, string subject, CancellationToken ct) =>
        await tables.Links.FindAsync(issuer, subject, ct) is { } id ? await FindAsync(id, ct) : null;
}

/// <summary>What this room is told from outside.</summary>
/// <param name="Realm">Names this deployment in authenticators.</param>
internal sealed record PeopleSetting(string Realm, TimeProvider Clock)
{
    public bool SecondFactor { get; init; } = true;
}
