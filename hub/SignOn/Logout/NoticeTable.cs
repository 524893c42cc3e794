using CityOps.Store;

namespace CityOps.Hub.SignOn.Logout;

/// <summary>One client that must be told that a session has ended.</summary>
internal sealed record Notice(Guid Id, string Client, string Sid, Guid User, int Attempts);

/// <summary>Logout notices not yet delivered.</summary>
internal sealed class NoticeTable(Engine engine)
{
    /// <summary>Every client that ever got a code in this session, also when that grant was revoked since: it may still show the user as signed in.</summary>
    public static Task<IReadOnlyList<string>> ClientsOfAsync(WriteScope scope, string sid, CancellationToken ct) =>
        scope.Sql("SELECT DISTINCT client FROM hub_grant WHERE sid = @sid LIMIT 1000").With("sid", Kind.Text, sid).RowsAsync(row => row.Text(0), ct);

    public static Task AddAsync(WriteScope scope, Notice notice, DateTimeOffset now, CancellationToken ct) =>
        scope.Sql(
                """
                INSERT INTO hub_logout_notice (id, client, sid, account, attempts, next_at, queued_at)
                VALUES (@id, @client, @sid, @account, 0, @now, @now)
                """)
            .With("id", Kind.Id, notice.Id)
            .With("client", Kind.Text, notice.Client)
            .With("sid", Kind.Text, notice.Sid)
            .With("account", Kind.Id, notice.User)
            .With("now", Kind.Instant, now)
            .RunAsync(ct);

    public Task<IReadOnlyList<Notice>> DueAsync(DateTimeOffset now, CancellationToken ct) =>
        engine.Sql("SELECT id, client, sid, account, attempts FROM hub_logout_notice WHERE next_at <= @now ORDER BY next_at LIMIT 50")
            .With("now", Kind.Instant, now)
            .RowsAsync(row => new Notice(row.Id(0), row.Text(1), row.Text(2), row.Id(3), (int)row.Whole(4)), ct);

    /// <summary>True for the one sender that may try now; the next try is set before this one begins.</summary>
    public async Task<bool> ClaimAsync(Notice notice, DateTimeOffset next, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_logout_notice SET attempts = attempts + 1, next_at = @next WHERE id = @id AND attempts = @attempts")
            .With("next", Kind.Instant, next)
            .With("id", Kind.Id, notice.Id)
            .With("attempts", Kind.Whole, notice.Attempts)
            .RunAsync(ct) == 1;

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        engine.Sql("DELETE FROM hub_logout_notice WHERE id = @id").With("id", Kind.Id, id).RunAsync(ct);
}
