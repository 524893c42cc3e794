using CityOps.Store;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>A code as stored, with what became of its grant.</summary>
internal sealed record CodeRow(string Hash, CodeBinding Binding, long Failures, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt)
{
    public DateTimeOffset GrantEndsAt { get; init; }

    public DateTimeOffset? GrantRevokedAt { get; init; }
}

/// <summary>Authorization codes by their hash.</summary>
internal sealed class CodeTable(Engine engine)
{
    public Task AddAsync(CodeRow code, CancellationToken ct) =>
        engine.Sql(
                """
                INSERT INTO hub_code (hash, owner, client, binding, failures, expires_at, used_at)
                VALUES (@hash, @owner, @client, @binding, 0, @expires, NULL)
                """)
            .With("hash", Kind.Text, code.Hash).With("owner", Kind.Id, code.Binding.Grant).With("client", Kind.Text, code.Binding.Client)
            .With("binding", Kind.Bytes, GrantJson.Write(code.Binding)).With("expires", Kind.Instant, code.ExpiresAt)
            .RunAsync(ct);

    public Task<CodeRow?> FindAsync(string hash, CancellationToken ct) =>
        engine.Sql(
                """
                SELECT code.hash, code.binding, code.failures, code.expires_at, code.used_at, hub_grant.ends_at, hub_grant.revoked_at
                FROM hub_code AS code JOIN hub_grant ON hub_grant.id = code.owner WHERE code.hash = @hash
                """)
            .With("hash", Kind.Text, hash)
            .FirstAsync(
                row => new CodeRow(row.Text(0), GrantJson.Read(row.Bytes(1)), row.Whole(2), row.Instant(3), row.MaybeInstant(4))
                {
                    GrantEndsAt = row.Instant(5),
                    GrantRevokedAt = row.MaybeInstant(6),
                },
                ct);

    /// <summary>
    /// Spends the code and writes the refresh token that comes of it, in one transaction: true for exactly one of any number of callers.
    /// </summary>
    /// <param name="most">Wrong tries that kill a code, also one that happens at this instant.</param>
    public async Task<bool> SpendAsync(string hash, RefreshRow? first, int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var spent = await scope.Sql("UPDATE hub_code SET used_at = @now WHERE hash = @hash AND used_at IS NULL AND failures < @most")
            .With("now", Kind.Instant, now).With("hash", Kind.Text, hash).With("most", Kind.Whole, most)
            .RunAsync(ct);
        if (spent == 1 && first is not null)
        {
            await RefreshTable.AddAsync(scope, first, ct);
        }

        await scope.CommitAsync(ct);
        return spent == 1;
    }

    public Task CountFailureAsync(string hash, CancellationToken ct) =>
        engine.Sql("UPDATE hub_code SET failures = failures + 1 WHERE hash = @hash AND used_at IS NULL").With("hash", Kind.Text, hash).RunAsync(ct);
}
