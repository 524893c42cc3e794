using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Once;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Store;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>Which of our sessions stand on another authority's word, so that its word can end them.</summary>
internal sealed class UpstreamSessionTable(Engine engine, GuardSwitch guards)
{
    public async Task AddAsync(string sid, Vouched vouched, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql(
                """
                INSERT INTO hub_upstream_session (sid, issuer, upstream_subject, upstream_sid, id_token, started_at, ended_at)
                VALUES (@sid, @issuer, @subject, @upstream, @token, @now, NULL)
                """)
            .With("sid", Kind.Text, sid)
            .With("issuer", Kind.Text, vouched.Issuer)
            .With("subject", Kind.Text, vouched.Subject)
            .With("upstream", Kind.Text, vouched.Sid)
            .With("token", Kind.Text, vouched.Tokens.IdToken)
            .With("now", Kind.Instant, now)
            .RunAsync(ct);

    /// <summary>Issuer and ID token behind a session of ours; null when it was our own login page.</summary>
    public Task<(string Issuer, string IdToken)?> FindAsync(string sid, CancellationToken ct) =>
        engine.Sql("SELECT issuer, id_token FROM hub_upstream_session WHERE sid = @sid")
            .With("sid", Kind.Text, sid)
            .FirstAsync<(string, string)?>(row => (row.Text(0), row.Text(1)), ct);

    /// <summary>
    /// Spends the notice and marks its sessions, both or neither: false when its id was seen before. A session that began
    /// after the notice was taken is not touched by it, whoever brings it again.
    /// </summary>
    public async Task<bool> MarkEndedAsync(LogoutNotice notice, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var id = LoginTicket.Hash(notice.Issuer + " " + notice.Id);
        if (!await OnceTable.TakeAsync(scope, "upstream-logout", id, notice.Expires.AddMinutes(2), ct) && guards.IsOn("upstream.logout-once"))
        {
            return false;
        }

        // With a sid only that session ends; without one all of the person's (Back-Channel Logout 2.7).
        await scope.Sql(
                """
                UPDATE hub_upstream_session SET ended_at = @now
                WHERE issuer = @issuer AND ended_at IS NULL
                  AND (@subject = '' OR upstream_subject = @subject)
                  AND (@upstream = '' OR upstream_sid = @upstream)
                """)
            .With("now", Kind.Instant, now)
            .With("issuer", Kind.Text, notice.Issuer)
            .With("subject", Kind.Text, notice.Subject ?? "")
            .With("upstream", Kind.Text, notice.Sid ?? "")
            .RunAsync(ct);
        await scope.CommitAsync(ct);
        return true;
    }

    /// <summary>Sessions marked but perhaps not yet ended.</summary>
    public Task<IReadOnlyList<string>> EndedAsync(CancellationToken ct) =>
        engine.Sql("SELECT sid FROM hub_upstream_session WHERE ended_at IS NOT NULL ORDER BY ended_at LIMIT 1000").RowsAsync(row => row.Text(0), ct);

    public async Task ForgetAsync(string sid, CancellationToken ct) =>
        await engine.Sql("DELETE FROM hub_upstream_session WHERE sid = @sid").With("sid", Kind.Text, sid).RunAsync(ct);

    public async Task ForgetBeforeAsync(DateTimeOffset started, CancellationToken ct) =>
        await engine.Sql("DELETE FROM hub_upstream_session WHERE started_at < @started").With("started", Kind.Instant, started).RunAsync(ct);
}
