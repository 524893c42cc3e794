using CityOps.Store;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>The signing keys as stored; private halves come here wrapped.</summary>
internal sealed class KeyTable(Engine engine)
{
    private const string Select =
        "SELECT kid, algorithm, state, private_half, public_jwk, created_at, signs_at, gone_at FROM hub_key ORDER BY created_at, kid LIMIT 100";

    public Task<IReadOnlyList<KeyRow>> ReadAsync(CancellationToken ct) => engine.Sql(Select).RowsAsync(Read, ct);

    /// <summary>Takes the turn, reads, plans on what is true now, changes. Planners that come together make one key: the later ones plan nothing.</summary>
    public async Task<IReadOnlyList<KeyRow>> ChangeAsync(
        Func<IReadOnlyList<KeyRow>, IReadOnlyList<KeyStep>> plan, Func<KeyStep, KeyRow> make, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("UPDATE hub_signing_turn SET turn = turn + 1 WHERE id = 1").RunAsync(ct);
        var rows = await scope.Sql(Select).RowsAsync(Read, ct);
        for (var steps = plan(rows); steps.Count > 0; steps = plan(rows))
        {
            foreach (var step in steps)
            {
                await ChangeAsync(scope, step, make, ct);
            }

            rows = await scope.Sql(Select).RowsAsync(Read, ct);
        }

        await scope.CommitAsync(ct);
        return rows;
    }

    private static Task<int> ChangeAsync(WriteScope scope, KeyStep step, Func<KeyStep, KeyRow> make, CancellationToken ct) => step.Act switch
    {
        KeyAct.Remove => scope.Sql("DELETE FROM hub_key WHERE kid = @kid").With("kid", Kind.Text, step.Of).RunAsync(ct),
        KeyAct.Retire => scope.Sql("UPDATE hub_key SET state = 'retired', private_half = NULL, gone_at = @at WHERE kid = @kid")
            .With("at", Kind.Instant, step.At).With("kid", Kind.Text, step.Of).RunAsync(ct),
        KeyAct.Sign => scope.Sql("UPDATE hub_key SET state = 'signing', signs_at = @at WHERE kid = @kid AND state = 'published'")
            .With("at", Kind.Instant, step.At).With("kid", Kind.Text, step.Of).RunAsync(ct),
        _ => AddAsync(scope, make(step), ct),
    };

    private static Task<int> AddAsync(WriteScope scope, KeyRow key, CancellationToken ct) =>
        scope.Sql(
                """
                INSERT INTO hub_key (kid, algorithm, state, private_half, public_jwk, created_at, signs_at, gone_at)
                VALUES (@kid, @algorithm, @state, @private, @public, @created, @signs, NULL)
                """)
            .With("kid", Kind.Text, key.Kid)
            .With("algorithm", Kind.Text, key.Algorithm)
            .With("state", Kind.Text, key.State == KeyState.Signing ? "signing" : "published")
            .With("private", Kind.Bytes, key.PrivateHalf)
            .With("public", Kind.Bytes, key.PublicJwk)
            .With("created", Kind.Instant, key.Times.CreatedAt)
            .With("signs", Kind.Instant, key.Times.SignsAt)
            .RunAsync(ct);

    private static KeyRow Read(Row row) => new(
        row.Text(0), row.Text(1), StateOf(row.Text(2)), row.MaybeBytes(3), row.Bytes(4), new KeyTimes(row.Instant(5), row.Instant(6), row.MaybeInstant(7)));

    private static KeyState StateOf(string state) => state switch
    {
        "published" => KeyState.Published,
        "signing" => KeyState.Signing,
        _ => KeyState.Retired,
    };
}
