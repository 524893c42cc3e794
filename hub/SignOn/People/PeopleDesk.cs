using CityOps.Schemas;

namespace CityOps.Hub.SignOn.People;

/// <summary>Users as sign-on needs them. Every login refusal looks alike (security.md M17).</summary>
public sealed class PeopleDesk
{
    public Task<User?> FindAsync(Guid id, CancellationToken ct) => throw new NotSupportedException(id.ToString() + ct);

    /// <summary>Unknown user, wrong password and locked account answer the same refusal in the same time.</summary>
    public Task<Outcome<User>> CheckPasswordAsync(string login, string password, string address, CancellationToken ct) => throw new NotSupportedException(login + password + address + ct);

    /// <summary>One step each way, each step once; counted with the password's failures.</summary>
    public Task<Outcome<User>> CheckTotpAsync(Guid user, string code, string address, CancellationToken ct) => throw new NotSupportedException(code + address + user + ct);

    /// <summary>Each code once.</summary>
    public Task<Outcome<User>> CheckRecoveryAsync(Guid user, string code, string address, CancellationToken ct) => throw new NotSupportedException(code + address + user + ct);

    /// <summary>A new secret, waiting to be confirmed: the otpauth URI to show as a QR code.</summary>
    public Task<string> BeginTotpAsync(Guid user, CancellationToken ct) => throw new NotSupportedException(user.ToString() + ct);

    /// <summary>Confirms with a first code; answers ten fresh recovery codes, shown once.</summary>
    public Task<Outcome<IReadOnlyList<string>>> ConfirmTotpAsync(Guid user, string code, CancellationToken ct) => throw new NotSupportedException(code + user + ct);

    /// <summary>Refuses by the password policy, each broken rule in words; ends all other sessions and grants.</summary>
    public Task<Outcome<User>> ChangePasswordAsync(Guid user, string old, string fresh, string? keepSid, CancellationToken ct) => throw new NotSupportedException(old + fresh + keepSid + user + ct);

    /// <summary>Whether this user's roles demand a second factor (administrators and operators).</summary>
    public bool NeedsTotp(User user) => throw new NotSupportedException(user.Login);

    public Task<User?> FindLinkedAsync(string issuer, string subject, CancellationToken ct) => throw new NotSupportedException(issuer + subject + ct);
}
