using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Login;

namespace CityOps.Hub.SignOn.Sessions;

/// <summary>Where sessions begin and change their cookie: at login and at step-up the old value dies (session fixation).</summary>
internal sealed class SessionStarts(SessionTable table, SessionDesk desk, TimeProvider clock, GuardSwitch guards)
{
    /// <param name="former">The session this browser had: the same user's goes on under a new cookie, another's ends.</param>
    /// <returns>The cookie's value.</returns>
    public async Task<string> BeginAsync(LoginProof proof, string? former, string address, string agent, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var fresh = new UserSession(RandomText.New()[..32], proof.User.Id, proof.AuthTime)
        {
            Amr = proof.Amr, Acr = proof.Acr, Upstream = proof.Upstream, StartedAt = now, SeenAt = now, Address = address, Agent = agent,
        };
        var cookie = RandomText.New();
        if (former is not null && await desk.FindBySidAsync(former, ct) is { } before)
        {
            if (before.User == proof.User.Id && await table.RenewAsync(RandomText.HashOf(cookie), fresh with { Sid = former }, ct))
            {
                return cookie;
            }

            await desk.EndAsync(former, "replaced", ct);
        }

        await table.AddAsync(RandomText.HashOf(cookie), fresh, ct);
        await EndOldestAsync(fresh, ct);
        return cookie;
    }

    /// <summary>The session after a second factor, under a new cookie; null when it ended meanwhile. Its time of authentication stays.</summary>
    public async Task<string?> RaiseAsync(string sid, IReadOnlyList<string> methods, string acr, CancellationToken ct)
    {
        if (await desk.FindBySidAsync(sid, ct) is not { } session)
        {
            return null;
        }

        var cookie = RandomText.New();
        var raised = session with { Amr = [.. session.Amr.Union(methods, StringComparer.Ordinal)], Acr = acr, SeenAt = clock.GetUtcNow() };
        return await table.RenewAsync(RandomText.HashOf(cookie), raised, ct) ? cookie : null;
    }

    // Never the one that has just begun, even where several began in the same instant.
    private async Task EndOldestAsync(UserSession fresh, CancellationToken ct)
    {
        if (!guards.IsOn("session.limit"))
        {
            return;
        }

        var sessions = await desk.OfUserAsync(fresh.User, ct);
        foreach (var session in sessions.Where(session => session.Sid != fresh.Sid).Take(Math.Max(0, sessions.Count - SessionRules.MostPerUser)))
        {
            await desk.EndAsync(session.Sid, "limit", ct);
        }
    }
}
