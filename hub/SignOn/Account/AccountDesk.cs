using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Consent;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Account;

/// <summary>Somebody at their own account page.</summary>
internal sealed record AccountHolder(User User, UserSession Session);

/// <summary>我的账号: what users may see and change of themselves, and nothing of anybody else.</summary>
internal sealed class AccountDesk(SessionDesk sessions, PeopleDesk people, ConsentDesk consents, SessionStarts starts, LoginNotes notes)
{
    public LoginNotes Notes => notes;

    public async Task<AccountHolder?> FindAsync(string? cookie, CancellationToken ct) =>
        await sessions.FindAsync(cookie, ct) is { } session && await people.FindAsync(session.User, ct) is { State: UserState.Active } user
            ? new AccountHolder(user, session)
            : null;

    public async Task<AccountFacts> LookAsync(AccountHolder holder, CancellationToken ct) =>
        new(await sessions.OfUserAsync(holder.User.Id, ct), await consents.OfUserAsync(holder.User.Id, ct));

    /// <summary>False when the session is not one of theirs.</summary>
    public async Task<bool> EndAsync(AccountHolder holder, string sid, CancellationToken ct)
    {
        if (await sessions.FindBySidAsync(sid, ct) is not { } other || other.User != holder.User.Id)
        {
            return false;
        }

        await sessions.EndAsync(sid, "user", ct);
        return true;
    }

    public async Task EndOthersAsync(AccountHolder holder, CancellationToken ct)
    {
        foreach (var other in (await sessions.OfUserAsync(holder.User.Id, ct)).Where(other => other.Sid != holder.Session.Sid))
        {
            await sessions.EndAsync(other.Sid, "user", ct);
        }
    }

    public Task<bool> WithdrawAsync(AccountHolder holder, string client, CancellationToken ct) => consents.WithdrawAsync(holder.User.Id, client, ct);

    public Task<Outcome<User>> ChangePasswordAsync(AccountHolder holder, string old, string fresh, CancellationToken ct) =>
        people.ChangePasswordAsync(holder.User.Id, old, fresh, holder.Session.Sid, ct);

    /// <summary>Whether the sign-on is recent enough to change what proves the user; with a second factor bound, it must have been used.</summary>
    public bool IsFresh(AccountHolder holder) =>
        notes.Now - holder.Session.AuthTime <= FlowRules.Freshness && (!holder.User.HasTotp || holder.Session.Acr == Acr.SecondFactor);

    public Task<string> BeginTotpAsync(AccountHolder holder, CancellationToken ct) => people.BeginTotpAsync(holder.User.Id, ct);

    /// <summary>The recovery codes, and the session's new cookie: it now stands on two factors.</summary>
    public async Task<Outcome<(IReadOnlyList<string> Codes, string? Cookie)>> ConfirmTotpAsync(AccountHolder holder, string code, CancellationToken ct)
    {
        if (!(await people.ConfirmTotpAsync(holder.User.Id, code, ct)).TryGet(out var codes, out var refused))
        {
            return refused;
        }

        // PeopleDesk may end sessions when a factor changes; then there is no cookie and the user signs in again.
        return (codes, await starts.RaiseAsync(holder.Session.Sid, ["otp"], Acr.SecondFactor, ct));
    }
}

/// <summary>What the account page lists.</summary>
internal sealed record AccountFacts(IReadOnlyList<UserSession> Sessions, IReadOnlyList<GivenConsent> Consents);
