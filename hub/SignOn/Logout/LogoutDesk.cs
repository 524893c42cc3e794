using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Hub.SignOn.Upstream;

namespace CityOps.Hub.SignOn.Logout;

/// <summary>退出登录: keeps the request, plans it, ends the session. Clients are told later (see <see cref="NoticeSweep"/>).</summary>
internal sealed class LogoutDesk(LogoutJudge judge, InteractionDesk interactions, LogoutSessions sessions, UpstreamDesk upstream, LoginNotes notes)
{
    /// <param name="parameters">Null when they could not be read; then nothing is known of the request.</param>
    public Task<Interaction> KeepAsync(IReadOnlyDictionary<string, string>? parameters, string? browser, CancellationToken ct)
    {
        var known = (parameters ?? new Dictionary<string, string>()).Where(pair => LogoutRules.IsKnown(pair.Key)).ToDictionary(StringComparer.Ordinal);
        return interactions.StartAsync("", known, new InteractionState(Purpose.Logout), browser, ct);
    }

    public async Task<(LogoutPlan Plan, UserSession? Session)> PlanAsync(Interaction waiting, Visitor visitor, CancellationToken ct)
    {
        var session = await sessions.Sessions.FindAsync(visitor.Session, ct);
        return (judge.Plan(waiting.Parameters, session), session);
    }

    public async Task<string> NameOfAsync(UserSession session, CancellationToken ct) => (await sessions.People.FindAsync(session.User, ct))?.Name ?? "";

    /// <summary>Ends the session here. When another authority vouched for it, answers where the browser signs out there; the request then waits for its return.</summary>
    public async Task<string?> EndAsync(Interaction waiting, Visitor visitor, CancellationToken ct)
    {
        var session = await sessions.Sessions.FindAsync(visitor.Session, ct);
        var onward = session is null ? null : await upstream.LogoutUrlAsync(session.Sid, waiting.Id, ct);
        if (onward is null)
        {
            await interactions.FinishAsync(waiting, ct);
        }

        if (session is not null)
        {
            await sessions.Sessions.EndAsync(session.Sid, "logout", ct);
            await notes.DoneAsync("signon.logout", session.User.ToString("N"), session.Sid, visitor, ct);
        }

        return onward;
    }

    /// <summary>Back from the authority: where the request that began it wanted to go, proven again; null for our own page.</summary>
    public async Task<string?> ReturnAsync(string? state, Visitor visitor, CancellationToken ct)
    {
        if (await interactions.FindAsync(state, visitor.Browser, ct) is not { State.Purpose: Purpose.Logout } waiting || !await interactions.FinishAsync(waiting, ct))
        {
            return null;
        }

        return judge.Plan(waiting.Parameters, null).Target;
    }

    public Task RefuseAsync(string code, Visitor visitor, CancellationToken ct) => notes.RefuseAsync("signon.logout", code, "anonymous", visitor, ct);
}

/// <summary>Whose session ends.</summary>
internal sealed record LogoutSessions(SessionDesk Sessions, PeopleDesk People);

/// <summary>Reads the hint and asks <see cref="LogoutRules"/>.</summary>
internal sealed class LogoutJudge(IdTokenHints hints, ClientBook clients, Guards.GuardSwitch guards)
{
    public LogoutPlan Plan(IReadOnlyDictionary<string, string> parameters, UserSession? session)
    {
        var hint = parameters.TryGetValue("id_token_hint", out var token) ? hints.Read(token) : null;
        return LogoutRules.Plan(parameters, hint, hint is null ? null : clients.Find(hint.Client), session, guards);
    }
}
