using CityOps.Store;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>A grant as it is opened.</summary>
internal sealed record GrantRow(Guid Id, Guid User, string Client, string Sid, IReadOnlyList<string> Scopes, DateTimeOffset OpenedAt, DateTimeOffset EndsAt);

/// <summary>Grants and the single access tokens that were revoked. A grant is revoked once; the first reason stays.</summary>
internal sealed class GrantTable(Engine engine)
{
    private const int SweepRows = 1000;

    private static readonly (string Table, string Key, string Ended)[] Ended =
    [
        ("hub_code", "hash", "expires_at < @before"),
        ("hub_refresh_token", "hash", "expires_at < @before"),
        ("hub_revoked_token", "jti", "expires_at < @before"),
        ("hub_grant", "id", "ends_at < @before"), // its codes and tokens ended no later
    ];

    public Task AddAsync(GrantRow grant, CancellationToken ct) =>
        engine.Sql(
                """
                INSERT INTO hub_grant (id, account, client, sid, scopes, opened_at, ends_at, revoked_at, revoked_by)
                VALUES (@id, @account, @client, @sid, @scopes, @opened, @ends, NULL, NULL)
                """)
            .With("id", Kind.Id, grant.Id).With("account", Kind.Id, grant.User).With("client", Kind.Text, grant.Client)
            .With("sid", Kind.Text, grant.Sid).With("scopes", Kind.Text, string.Join(' ', grant.Scopes))
            .With("opened", Kind.Instant, grant.OpenedAt).With("ends", Kind.Instant, grant.EndsAt)
            .RunAsync(ct);

    /// <summary>The ids that were live until now.</summary>
    public Task<IReadOnlyList<Guid>> RevokeAsync(Guid id, string why, DateTimeOffset now, CancellationToken ct) =>
        RevokeAsync("id = @id", revoke => revoke.With("id", Kind.Id, id), why, now, ct);

    public Task<IReadOnlyList<Guid>> RevokeOfSessionAsync(string sid, string why, DateTimeOffset now, CancellationToken ct) =>
        RevokeAsync("sid = @sid", revoke => revoke.With("sid", Kind.Text, sid), why, now, ct);

    public Task<IReadOnlyList<Guid>> RevokeOfUserAsync(Guid user, string why, DateTimeOffset now, CancellationToken ct) =>
        RevokeAsync("account = @account", revoke => revoke.With("account", Kind.Id, user), why, now, ct);

    public Task<IReadOnlyList<Guid>> RevokeOfConsentAsync(Guid user, string client, string why, DateTimeOffset now, CancellationToken ct) =>
        RevokeAsync(
            "account = @account AND client = @client",
            revoke => revoke.With("account", Kind.Id, user).With("client", Kind.Text, client),
            why,
            now,
            ct);

    public Task<IReadOnlyList<Guid>> RevokeOfClientAsync(string client, string why, DateTimeOffset now, CancellationToken ct) =>
        RevokeAsync("client = @client", revoke => revoke.With("client", Kind.Text, client), why, now, ct);

    /// <summary>Grants revoked since then: few, because they are forgotten with the last access token that came before.</summary>
    public Task<IReadOnlyList<Guid>> RevokedSinceAsync(DateTimeOffset since, CancellationToken ct) =>
        engine.Sql("SELECT id FROM hub_grant WHERE revoked_at >= @since").With("since", Kind.Instant, since).RowsAsync(row => row.Id(0), ct);

    public Task<IReadOnlyList<string>> RevokedTokensAsync(DateTimeOffset now, CancellationToken ct) =>
        engine.Sql("SELECT jti FROM hub_revoked_token WHERE expires_at >= @now").With("now", Kind.Instant, now).RowsAsync(row => row.Text(0), ct);

    public Task RevokeTokenAsync(string jti, DateTimeOffset now, DateTimeOffset expires, CancellationToken ct) =>
        engine.Sql("INSERT INTO hub_revoked_token (jti, revoked_at, expires_at) VALUES (@jti, @now, @expires) ON CONFLICT (jti) DO NOTHING")
            .With("jti", Kind.Text, jti).With("now", Kind.Instant, now).With("expires", Kind.Instant, expires)
            .RunAsync(ct);

    /// <summary>Deletes what ended before; a thousand rows of each kind at a time. Answers how many went.</summary>
    public async Task<int> SweepAsync(DateTimeOffset before, CancellationToken ct)
    {
        var gone = 0;
        foreach (var (table, key, ended) in Ended)
        {
            gone += await engine.Sql($"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {ended} LIMIT {SweepRows})")
                .With("before", Kind.Instant, before)
                .RunAsync(ct);
        }

        return gone;
    }

    private async Task<IReadOnlyList<Guid>> RevokeAsync(
        string which, Func<SqlStatement, SqlStatement> bind, string why, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var revoke = scope.Sql($"UPDATE hub_grant SET revoked_at = @now, revoked_by = @why WHERE {which} AND revoked_at IS NULL RETURNING id")
            .With("now", Kind.Instant, now).With("why", Kind.Text, why);
        var revoked = await bind(revoke).RowsAsync(row => row.Id(0), ct);
        await scope.CommitAsync(ct);
        return revoked;
    }
}
