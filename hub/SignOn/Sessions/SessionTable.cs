using CityOps.Store;

namespace CityOps.Hub.SignOn.Sessions;

/// <summary>Sessions as stored. The cookie's value never gets here, only its hash.</summary>
internal sealed class SessionTable(Engine engine)
{
    private const string Columns = "sid, account, auth_at, amr, acr, upstream, started_at, seen_at, address, agent, ended_at, hash";

    public Task AddAsync(string hash, UserSession session, CancellationToken ct) =>
        Bound(
                engine.Sql(
                    """
                    INSERT INTO hub_session (hash, sid, account, amr, acr, upstream, auth_at, seen_at, started_at, ended_at, ended_by, address, agent)
                    VALUES (@hash, @sid, @account, @amr, @acr, @upstream, @auth, @seen, @started, NULL, NULL, @address, @agent)
                    """),
                hash,
                session)
            .With("account", Kind.Id, session.User)
            .With("started", Kind.Instant, session.StartedAt)
            .RunAsync(ct);

    /// <summary>The same session under a new cookie after somebody proved themselves again; false when it ended meanwhile.</summary>
    public async Task<bool> RenewAsync(string hash, UserSession session, CancellationToken ct) =>
        await Bound(
                engine.Sql(
                    """
                    UPDATE hub_session
                    SET hash = @hash, amr = @amr, acr = @acr, upstream = @upstream, auth_at = @auth, seen_at = @seen,
                        started_at = @started, address = @address, agent = @agent
                    WHERE sid = @sid AND ended_at IS NULL
                    """),
                hash,
                session)
            .With("started", Kind.Instant, session.StartedAt)
            .RunAsync(ct) == 1;

    public Task<StoredSession?> FindAsync(string hash, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_session WHERE hash = @hash").With("hash", Kind.Text, hash).FirstAsync<StoredSession?>(Read, ct);

    public Task<StoredSession?> FindBySidAsync(string sid, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_session WHERE sid = @sid").With("sid", Kind.Text, sid).FirstAsync<StoredSession?>(Read, ct);

    /// <summary>Those not ended, the oldest first; some may have run out by themselves.</summary>
    public Task<IReadOnlyList<StoredSession>> OfUserAsync(Guid user, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_session WHERE account = @account AND ended_at IS NULL ORDER BY started_at, sid LIMIT 1000")
            .With("account", Kind.Id, user).RowsAsync(Read, ct);

    public Task SeenAsync(string hash, DateTimeOffset now, DateTimeOffset before, CancellationToken ct) =>
        engine.Sql("UPDATE hub_session SET seen_at = @now WHERE hash = @hash AND seen_at <= @before AND ended_at IS NULL")
            .With("now", Kind.Instant, now).With("hash", Kind.Text, hash).With("before", Kind.Instant, before).RunAsync(ct);

    /// <summary>True for the one who ends it. What <paramref name="alongside"/> writes stands or falls with it.</summary>
    public async Task<bool> EndAsync(string sid, string by, DateTimeOffset now, Func<WriteScope, Task> alongside, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var ended = await scope.Sql("UPDATE hub_session SET ended_at = @now, ended_by = @by WHERE sid = @sid AND ended_at IS NULL")
            .With("now", Kind.Instant, now).With("by", Kind.Text, by).With("sid", Kind.Text, sid).RunAsync(ct) == 1;
        if (ended)
        {
            await alongside(scope);
        }

        await scope.CommitAsync(ct);
        return ended;
    }

    public Task<int> RemoveOldAsync(DateTimeOffset startedBefore, CancellationToken ct) =>
        engine.Sql("DELETE FROM hub_session WHERE started_at <= @before").With("before", Kind.Instant, startedBefore).RunAsync(ct);

    private static SqlStatement Bound(SqlStatement statement, string hash, UserSession session) => statement
        .With("hash", Kind.Text, hash)
        .With("sid", Kind.Text, session.Sid)
        .With("amr", Kind.Text, string.Join(' ', session.Amr))
        .With("acr", Kind.Text, session.Acr)
        .With("upstream", Kind.Text, session.Upstream)
        .With("auth", Kind.Instant, session.AuthTime)
        .With("seen", Kind.Instant, session.SeenAt)
        .With("address", Kind.Text, session.Address)
        .With("agent", Kind.Text, session.Agent);

    private static StoredSession Read(Row row) => new(
        new UserSession(row.Text(0), row.Id(1), row.Instant(2))
        {
            Amr = row.Text(3).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Acr = row.Text(4),
            Upstream = row.MaybeText(5),
            StartedAt = row.Instant(6),
            SeenAt = row.Instant(7),
            Address = row.Text(8),
            Agent = row.Text(9),
        },
        row.Text(11),
        !row.IsNull(10));
}

internal sealed record StoredSession(UserSession Session, string Hash, bool IsEnded);
