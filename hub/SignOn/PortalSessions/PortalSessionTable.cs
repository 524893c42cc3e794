using CityOps.Hub.SignOn.Once;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Store;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>A portal session as stored. <paramref name="Sid"/> is the hub's name of the sign-on behind it.</summary>
internal sealed record PortalRow(string Sid, string Subject, byte[] Tokens, DateTimeOffset RefreshAfter, DateTimeOffset StartedAt, DateTimeOffset SeenAt);

/// <summary>The portal's sessions; found by the hash of their cookie.</summary>
internal sealed class PortalSessionTable(Engine engine)
{
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(20);

    public async Task AddAsync(string cookie, PortalRow row, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("DELETE FROM hub_portal_session WHERE started_at < @old").With("old", Kind.Instant, row.StartedAt - PortalDesk.LongestLife).RunAsync(ct);
        await scope.Sql(
                """
                INSERT INTO hub_portal_session (hash, sid, subject, tokens, refresh_after, claimed_at, started_at, seen_at)
                VALUES (@hash, @sid, @subject, @tokens, @refresh, NULL, @started, @seen)
                """)
            .With("hash", Kind.Text, LoginTicket.Hash(cookie))
            .With("sid", Kind.Text, row.Sid)
            .With("subject", Kind.Text, row.Subject)
            .With("tokens", Kind.Bytes, row.Tokens)
            .With("refresh", Kind.Instant, row.RefreshAfter)
            .With("started", Kind.Instant, row.StartedAt)
            .With("seen", Kind.Instant, row.SeenAt)
            .RunAsync(ct);
        await scope.CommitAsync(ct);
    }

    public Task<PortalRow?> FindAsync(string cookie, CancellationToken ct) =>
        engine.Sql("SELECT sid, subject, tokens, refresh_after, started_at, seen_at FROM hub_portal_session WHERE hash = @hash")
            .With("hash", Kind.Text, LoginTicket.Hash(cookie))
            .FirstAsync(row => new PortalRow(row.Text(0), row.Text(1), row.Bytes(2), row.Instant(3), row.Instant(4), row.Instant(5)), ct);

    /// <summary>True for the one caller who may refresh now; whoever claimed and fell silent is passed after 20 s.</summary>
    public async Task<bool> ClaimAsync(string cookie, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql(
                """
                UPDATE hub_portal_session SET claimed_at = @now
                WHERE hash = @hash AND refresh_after <= @now AND (claimed_at IS NULL OR claimed_at <= @stale)
                """)
            .With("now", Kind.Instant, now)
            .With("stale", Kind.Instant, now - Claim)
            .With("hash", Kind.Text, LoginTicket.Hash(cookie))
            .RunAsync(ct) == 1;

    public async Task RenewAsync(string cookie, byte[] tokens, DateTimeOffset refreshAfter, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_portal_session SET tokens = @tokens, refresh_after = @refresh, claimed_at = NULL WHERE hash = @hash")
            .With("tokens", Kind.Bytes, tokens)
            .With("refresh", Kind.Instant, refreshAfter)
            .With("hash", Kind.Text, LoginTicket.Hash(cookie))
            .RunAsync(ct);

    public async Task SeeAsync(string cookie, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_portal_session SET seen_at = @now WHERE hash = @hash")
            .With("now", Kind.Instant, now).With("hash", Kind.Text, LoginTicket.Hash(cookie)).RunAsync(ct);

    public async Task EndAsync(string cookie, CancellationToken ct) =>
        await engine.Sql("DELETE FROM hub_portal_session WHERE hash = @hash").With("hash", Kind.Text, LoginTicket.Hash(cookie)).RunAsync(ct);

    /// <summary>Ends what a logout token names, and spends the token with it; false when it was spent before.</summary>
    public async Task<bool> EndAsync(LogoutNotice notice, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        if (!await OnceTable.TakeAsync(scope, "portal-logout", LoginTicket.Hash(notice.Id), notice.Expires.AddMinutes(2), ct))
        {
            return false;
        }

        await scope.Sql("DELETE FROM hub_portal_session WHERE (@sid = '' OR sid = @sid) AND (@subject = '' OR subject = @subject)")
            .With("sid", Kind.Text, notice.Sid ?? "")
            .With("subject", Kind.Text, notice.Subject ?? "")
            .RunAsync(ct);
        await scope.CommitAsync(ct);
        return true;
    }
}

/// <summary>The tables of the portal's sessions.</summary>
internal sealed record PortalTables(WaitingTable Waiting, PortalSessionTable Sessions);
