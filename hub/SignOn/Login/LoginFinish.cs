using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;

namespace CityOps.Hub.SignOn.Login;

/// <summary>How somebody proved who they are.</summary>
/// <param name="Amr">RFC 8176 names: pwd, otp, fed.</param>
/// <param name="Upstream">The issuer that vouched; null for our own login page.</param>
public sealed record LoginProof(User User, IReadOnlyList<string> Amr, string Acr, string? Upstream, DateTimeOffset AuthTime);

/// <summary>The end of every login, ours or another authority's: a fresh session, and on with the request that was waiting.</summary>
public sealed class LoginFinish
{
    private readonly InteractionDesk interactions;
    private readonly SessionStarts starts;
    private readonly SessionDesk sessions;
    private readonly AuditLog audit;

    internal LoginFinish(InteractionDesk interactions, SessionStarts starts, SessionDesk sessions, AuditLog audit) =>
        (this.interactions, this.starts, this.sessions, this.audit) = (interactions, starts, sessions, audit);

    /// <param name="interaction">The id of the waiting request, as the login page got it.</param>
    /// <param name="browser">The value of the interaction cookie of this browser.</param>
    /// <returns>The new session cookie's value and the local path to go on at; null when the interaction is not this browser's.</returns>
    public async Task<(string Cookie, string Next)?> CompleteAsync(
        string interaction, string? browser, LoginProof proof, string address, string agent, CancellationToken ct)
    {
        if (await interactions.FindAsync(interaction, browser, ct) is not { } waiting || proof.User.State != UserState.Active)
        {
            await AuditAsync(AuditResult.Refused, "interaction-lost", proof, address, ct);
            return null;
        }

        var cookie = await starts.BeginAsync(proof, waiting.State.FormerSid, address, agent, ct);
        var session = await sessions.FindAsync(cookie, ct);
        var state = waiting.State with { LoggedInSid = session?.Sid, FormerSid = session?.Sid, Pending = null, PendingMethods = [], StepUpSid = null, MustChangePassword = false };
        await interactions.AdvanceAsync(waiting, state, ct);
        await AuditAsync(AuditResult.Done, "ok", proof, address, ct);
        return (cookie, NextOf(waiting));
    }

    /// <summary>Where a waiting request goes on: always one of our own paths, never one a request named.</summary>
    internal static string NextOf(Interaction interaction) => interaction.State.Purpose switch
    {
        Purpose.Authorize => $"{ConnectPaths.Authorization}?interaction={interaction.Id}",
        Purpose.Logout => $"{ConnectPaths.Logout}?interaction={interaction.Id}",
        _ => ConnectPaths.Account,
    };

    private Task AuditAsync(AuditResult result, string code, LoginProof proof, string address, CancellationToken ct) =>
        audit.WriteAsync(
            new AuditEvent("signon.login", result, code, proof.User.Subject, "", address, "")
            {
                Facts = new Dictionary<string, string> { ["amr"] = string.Join(' ', proof.Amr), ["acr"] = proof.Acr, ["upstream"] = proof.Upstream ?? "" },
            },
            ct);
}
