using CityOps.Store;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>The signing keys as stored. Whoever reads this table can sign for this hub.</summary>
internal sealed class KeyTable(Engine engine)
{
    private const string Select =
        "SELECT kid, private_pkcs8, public_jwk, created_at, not_before, retires_at FROM hub_signing_key ORDER BY not_before, kid LIMIT 100";

    public Task<IReadOnlyList<KeyRow>> ReadAsync(CancellationToken ct) => engine.Sql(Select).RowsAsync(Read, ct);

    /// <summary>Takes the turn, reads, plans on what is true now, changes. Starters that come together make one key: the later ones plan nothing.</summary>
    public async Task<IReadOnlyList<KeyRow>> ChangeAsync(Func<IReadOnlyList<KeyRow>, KeyPlan?> plan, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("UPDATE hub_signing_turn SET turn = turn + 1 WHERE id = 1").RunAsync(ct);
        var rows = await scope.Sql(Select).RowsAsync(Read, ct);
        if (plan(rows) is { } change)
        {
            await ChangeAsync(scope, change, ct);
            rows = await scope.Sql(Select).RowsAsync(Read, ct);
        }

        await scope.CommitAsync(ct);
        return rows;
    }

    private static async Task ChangeAsync(WriteScope scope, KeyPlan change, CancellationToken ct)
    {
        foreach (var kid in change.Delete)
        {
            await scope.Sql("DELETE FROM hub_signing_key WHERE kid = @kid").With("kid", Kind.Text, kid).RunAsync(ct);
        }

        if (change.Retire is not null)
        {
            await scope.Sql("UPDATE hub_signing_key SET retires_at = @at WHERE kid = @kid")
                .With("at", Kind.Instant, change.RetireAt)
                .With("kid", Kind.Text, change.Retire)
                .RunAsync(ct);
        }

        if (change.Make is not null)
        {
            await AddAsync(scope, SigningKey.Make(change.Make), ct);
        }
    }

    private static async Task AddAsync(WriteScope scope, KeyRow key, CancellationToken ct) =>
        await scope.Sql(
                """
                INSERT INTO hub_signing_key (kid, private_pkcs8, public_jwk, created_at, not_before, retires_at)
                VALUES (@kid, @private, @public, @created, @from, NULL)
                """)
            .With("kid", Kind.Text, key.Kid)
            .With("private", Kind.Bytes, key.PrivatePkcs8)
            .With("public", Kind.Bytes, key.PublicJwk)
            .With("created", Kind.Instant, key.Times.CreatedAt)
            .With("from", Kind.Instant, key.Times.NotBefore)
            .RunAsync(ct);

    private static KeyRow Read(Row row) => new(
        row.Text(0), row.Bytes(1), row.Bytes(2), new KeyTimes(row.Instant(3), row.Instant(4), row.MaybeInstant(5)));
}
