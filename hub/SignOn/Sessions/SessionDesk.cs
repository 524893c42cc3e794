using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Logout;

namespace CityOps.Hub.SignOn.Sessions;

/// <summary>会话: finds and ends them; idle 30 min, at most 12 h. They begin in <see cref="SessionStarts"/>.</summary>
public sealed class SessionDesk
{
    private readonly SessionTable table;
    private readonly GrantDesk grants;
    private readonly NoticeDesk notices;
    private readonly AuditLog audit;
    private readonly SessionLife life;

    internal SessionDesk(SessionTable table, GrantDesk grants, NoticeDesk notices, AuditLog audit, SessionLife life) =>
        (this.table, this.grants, this.notices, this.audit, this.life) = (table, grants, notices, audit, life);

    /// <summary>The live session of a cookie's value; null for none, ended, idle or unknown.</summary>
    public async Task<UserSession?> FindAsync(string? cookie, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(cookie))
        {
            return null;
        }

        if (await table.FindAsync(RandomText.HashOf(cookie), ct) is not { } stored || !life.Lives(stored))
        {
            return null;
        }

        var now = life.Now;
        if (now - stored.Session.SeenAt >= SessionRules.SeenStep)
        {
            await table.SeenAsync(stored.Hash, now, now - SessionRules.SeenStep, ct);
        }

        return stored.Session;
    }

    public async Task<UserSession?> FindBySidAsync(string sid, CancellationToken ct) =>
        await table.FindBySidAsync(sid, ct) is { } stored && life.Lives(stored) ? stored.Session : null;

    /// <summary>The live ones, the oldest first.</summary>
    public async Task<IReadOnlyList<UserSession>> OfUserAsync(Guid user, CancellationToken ct) =>
        [.. (await table.OfUserAsync(user, ct)).Where(life.Lives).Select(stored => stored.Session)];

    /// <summary>Ends it, its grants, and tells its clients by back-channel; the telling is written down here and happens later.</summary>
    public async Task EndAsync(string sid, string by, CancellationToken ct)
    {
        if (await table.FindBySidAsync(sid, ct) is not { } stored
            || !await table.EndAsync(sid, by, life.Now, scope => notices.QueueAsync(scope, stored.Session, ct), ct))
        {
            return;
        }

        await grants.RevokeOfSessionAsync(sid, by, ct);
        notices.Wake();
        await audit.WriteAsync(
            new AuditEvent("signon.session.end", AuditResult.Done, "ok", stored.Session.User.ToString("N"), sid, "local", "")
            {
                Facts = new Dictionary<string, string> { ["by"] = by },
            },
            ct);
    }

    public async Task EndOfUserAsync(Guid user, string by, CancellationToken ct)
    {
        foreach (var stored in await table.OfUserAsync(user, ct))
        {
            await EndAsync(stored.Session.Sid, by, ct);
        }
    }
}
