using CityOps.Store;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>
/// A refresh token as stored. Spent with a successor: rotated. Spent without one: replaced by another successor before anybody
/// presented it.
/// </summary>
internal sealed record RefreshRow(string Hash, CodeBinding Binding, long Generation, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    public DateTimeOffset? SpentAt { get; init; }

    public string? Successor { get; init; }

    public DateTimeOffset GrantEndsAt { get; init; }

    public DateTimeOffset? GrantRevokedAt { get; init; }

    public static RefreshRow First(string hash, CodeBinding binding, DateTimeOffset grantEnds, DateTimeOffset now) =>
        new(hash, binding, 1, now, RefreshRules.EndOf(now, grantEnds)) { GrantEndsAt = grantEnds };

    public RefreshRow Next(string hash, DateTimeOffset now) =>
        new(hash, Binding, Generation + 1, now, RefreshRules.EndOf(now, GrantEndsAt)) { GrantEndsAt = GrantEndsAt };
}

/// <summary>Refresh tokens by their hash.</summary>
internal sealed class RefreshTable(Engine engine)
{
    private const string Select =
        """
        SELECT token.hash, token.binding, token.generation, token.issued_at, token.expires_at, token.spent_at, token.successor,
          hub_grant.ends_at, hub_grant.revoked_at
        FROM hub_refresh_token AS token JOIN hub_grant ON hub_grant.id = token.owner WHERE token.hash = @hash
        """;

    public static async Task AddAsync(WriteScope scope, RefreshRow token, CancellationToken ct) =>
        await scope.Sql(
                """
                INSERT INTO hub_refresh_token (hash, owner, client, generation, binding, issued_at, expires_at, spent_at, successor)
                VALUES (@hash, @owner, @client, @generation, @binding, @issued, @expires, NULL, NULL)
                """)
            .With("hash", Kind.Text, token.Hash).With("owner", Kind.Id, token.Binding.Grant).With("client", Kind.Text, token.Binding.Client)
            .With("generation", Kind.Whole, token.Generation).With("binding", Kind.Bytes, GrantJson.Write(token.Binding))
            .With("issued", Kind.Instant, token.IssuedAt).With("expires", Kind.Instant, token.ExpiresAt)
            .RunAsync(ct);

    public Task<RefreshRow?> FindAsync(string hash, CancellationToken ct) =>
        engine.Sql(Select).With("hash", Kind.Text, hash).FirstAsync(Read, ct);

    /// <summary>
    /// Takes the token's turn, reads it, judges what is true now, and does that. Presenters that come together come one after
    /// the other; null when there is no such token.
    /// </summary>
    public async Task<RefreshVerdict?> ChangeAsync(string hash, string fresh, DateTimeOffset now, Func<RefreshRow, RefreshVerdict> judge, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("UPDATE hub_refresh_token SET generation = generation WHERE hash = @hash").With("hash", Kind.Text, hash).RunAsync(ct);
        if (await scope.Sql(Select).With("hash", Kind.Text, hash).FirstAsync(Read, ct) is not { } row)
        {
            return null;
        }

        var verdict = judge(row);
        var done = verdict.Step switch
        {
            RefreshStep.Keep => await KeepAsync(scope, row, now, ct),
            RefreshStep.Rotate => await RotateAsync(scope, row, row.Next(fresh, now), now, ct),
            RefreshStep.Replace => await ReplaceAsync(scope, row, row.Next(fresh, now), now, ct),
            _ => true,
        };
        if (!done)
        {
            return verdict with { Step = RefreshStep.Reuse }; // the successor was presented in between; nothing is written
        }

        await scope.CommitAsync(ct);
        return verdict;
    }

    private static async Task<bool> KeepAsync(WriteScope scope, RefreshRow row, DateTimeOffset now, CancellationToken ct) =>
        await scope.Sql("UPDATE hub_refresh_token SET expires_at = @expires WHERE hash = @hash AND spent_at IS NULL")
            .With("expires", Kind.Instant, RefreshRules.EndOf(now, row.GrantEndsAt)).With("hash", Kind.Text, row.Hash)
            .RunAsync(ct) == 1;

    private static async Task<bool> RotateAsync(WriteScope scope, RefreshRow row, RefreshRow next, DateTimeOffset now, CancellationToken ct)
    {
        var spent = await scope.Sql("UPDATE hub_refresh_token SET spent_at = @now, successor = @next WHERE hash = @hash AND spent_at IS NULL")
            .With("now", Kind.Instant, now).With("next", Kind.Text, next.Hash).With("hash", Kind.Text, row.Hash)
            .RunAsync(ct);
        if (spent == 1)
        {
            await AddAsync(scope, next, ct);
        }

        return spent == 1;
    }

    // The unseen successor is spent, not deleted: should somebody hold it after all, its use must raise the alarm.
    private static async Task<bool> ReplaceAsync(WriteScope scope, RefreshRow row, RefreshRow next, DateTimeOffset now, CancellationToken ct)
    {
        var unseen = await scope.Sql("UPDATE hub_refresh_token SET spent_at = @now WHERE hash = @unseen AND spent_at IS NULL")
            .With("now", Kind.Instant, now).With("unseen", Kind.Text, row.Successor)
            .RunAsync(ct);
        if (unseen == 1)
        {
            await scope.Sql("UPDATE hub_refresh_token SET successor = @next WHERE hash = @hash")
                .With("next", Kind.Text, next.Hash).With("hash", Kind.Text, row.Hash)
                .RunAsync(ct);
            await AddAsync(scope, next, ct);
        }

        return unseen == 1;
    }

    private static RefreshRow Read(Row row) =>
        new(row.Text(0), GrantJson.Read(row.Bytes(1)), row.Whole(2), row.Instant(3), row.Instant(4))
        {
            SpentAt = row.MaybeInstant(5),
            Successor = row.MaybeText(6),
            GrantEndsAt = row.Instant(7),
            GrantRevokedAt = row.MaybeInstant(8),
        };
}
