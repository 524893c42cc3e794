using CityOps.Store;

namespace CityOps.Hub.Subscriptions.Push;

/// <summary>A position to be remembered.</summary>
internal sealed record PushedTo(string Subscription, long Position, DateTimeOffset At);

/// <summary>Endpoints of pushed subscriptions, and which process serves them.</summary>
internal sealed class PushTable(Engine engine)
{
    private const string Columns = "subscription, url, state, secret, secret_before, before_until, failing_since, next_at, attempts, status, error, changed_at";

    private static readonly TableShape Positions = new(
        "hub_subscription", [new("id", Kind.Text), new("position", Kind.Whole), new("moved_at", Kind.Instant)], ["id"]);

    public Task<PushTarget?> FindAsync(string subscription, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_push WHERE subscription = @id").With("id", Kind.Text, subscription).FirstAsync<PushTarget?>(Read, ct);

    /// <summary>Those of which something else is to be said than that they work.</summary>
    public Task<IReadOnlyList<PushTarget>> TroubledAsync(int most, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_push WHERE state <> @open ORDER BY subscription LIMIT @most").With("open", Kind.Text, nameof(PushState.Open)).With("most", Kind.Whole, most).RowsAsync(Read, ct);

    /// <summary>Makes the row of a subscription, or points it elsewhere: another address has to prove itself again.</summary>
    /// <param name="request">The request by which it is granted; the address of a row made for the same one is not touched.</param>
    public Task<bool> GrantAsync(string subscription, string request, string url, DateTimeOffset now, CancellationToken ct) => ChangeAsync(
        """
        INSERT INTO hub_push (subscription, request, url, state, attempts, changed_at) VALUES (@id, @request, @url, @none, 0, @now)
        ON CONFLICT (subscription) DO UPDATE SET request = excluded.request, url = excluded.url, changed_at = excluded.changed_at, failing_since = NULL, next_at = NULL, attempts = 0, status = NULL,
          error = NULL, state = CASE WHEN hub_push.secret IS NULL THEN @none ELSE @unproven END
        WHERE hub_push.request <> excluded.request
        """,
        statement => statement.With("id", Kind.Text, subscription).With("request", Kind.Text, request).With("url", Kind.Text, url).With("none", Kind.Text, nameof(PushState.NoSecret)),
        now,
        ct);

    /// <summary>Another address under the same grant.</summary>
    public Task<bool> PointAsync(string subscription, string url, DateTimeOffset now, CancellationToken ct) => ChangeAsync(
        """
        UPDATE hub_push SET url = @url, changed_at = @now, failing_since = NULL, next_at = NULL, attempts = 0, status = NULL, error = NULL,
          state = CASE WHEN secret IS NULL THEN state ELSE @unproven END WHERE subscription = @id
        """,
        statement => statement.With("id", Kind.Text, subscription).With("url", Kind.Text, url),
        now,
        ct);

    /// <summary>A new secret signs from now on, the one before beside it for a while. The endpoint has to prove itself with it.</summary>
    public Task<bool> ReplaceSecretAsync(string subscription, byte[] wrapped, DateTimeOffset beforeUntil, DateTimeOffset now, CancellationToken ct) => ChangeAsync(
        """
        UPDATE hub_push SET secret_before = secret, before_until = @until, secret = @secret, state = @unproven, next_at = NULL, failing_since = NULL, attempts = 0, changed_at = @now
        WHERE subscription = @id
        """,
        statement => statement.With("id", Kind.Text, subscription).With("secret", Kind.Bytes, wrapped).With("until", Kind.Instant, beforeUntil),
        now,
        ct);

    /// <summary>Opens a stopped one again, or tries a waiting one at once.</summary>
    public Task<bool> ReopenAsync(string subscription, DateTimeOffset now, CancellationToken ct) => ChangeAsync(
        "UPDATE hub_push SET state = @unproven, failing_since = NULL, next_at = NULL, attempts = 0, changed_at = @now WHERE subscription = @id AND secret IS NOT NULL",
        statement => statement.With("id", Kind.Text, subscription),
        now,
        ct);

    /// <summary>What a lane found out; only for the process that holds it.</summary>
    public Task<int> MarkAsync(PushTarget one, string holder, CancellationToken ct) =>
        engine.Sql("""
            UPDATE hub_push SET state = @state, failing_since = @since, next_at = @next, attempts = @attempts, status = @status, error = @error, changed_at = @now
            WHERE subscription = @id AND holder = @holder AND url = @url
            """)
            .With("id", Kind.Text, one.Subscription).With("state", Kind.Text, one.State.ToString()).With("since", Kind.Instant, one.FailingSince).With("next", Kind.Instant, one.NextAt)
            .With("attempts", Kind.Whole, one.Attempts).With("status", Kind.Whole, one.Status is { } status ? (long)status : null).With("error", Kind.Text, one.Error).With("now", Kind.Instant, one.ChangedAt)
            .With("holder", Kind.Text, holder).With("url", Kind.Text, one.Url)
            .RunAsync(ct);

    /// <summary>Takes what nobody holds and keeps what this process holds; answers what it holds now.</summary>
    public async Task<IReadOnlyList<string>> HoldAsync(IReadOnlyCollection<string> wanted, string holder, DateTimeOffset now, TimeSpan life, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql($"UPDATE hub_push SET holder = @holder, held_until = @until WHERE {engine.AnyOf("subscription", "wanted")} AND (holder IS NULL OR holder = @holder OR held_until < @now)")
            .With("holder", Kind.Text, holder).With("until", Kind.Instant, now + life).With("wanted", Kind.TextList, wanted).With("now", Kind.Instant, now).RunAsync(ct);
        var held = await scope.Sql($"SELECT subscription FROM hub_push WHERE holder = @holder AND {engine.AnyOf("subscription", "wanted")} ORDER BY subscription")
            .With("holder", Kind.Text, holder).With("wanted", Kind.TextList, wanted).RowsAsync(row => row.Text(0), ct);
        await scope.CommitAsync(ct);
        return held;
    }

    public Task<int> LetGoAsync(string holder, CancellationToken ct) =>
        engine.Sql("UPDATE hub_push SET holder = NULL, held_until = NULL WHERE holder = @holder").With("holder", Kind.Text, holder).RunAsync(ct);

    /// <summary>Moves the positions of many subscriptions in one transaction, and settles parked records that were overtaken.</summary>
    public async Task<IReadOnlyList<bool>> MoveAsync(WriteScope scope, IReadOnlyList<PushedTo> moves, CancellationToken ct)
    {
        await engine.UpsertAsync(scope.Transaction, Positions, [.. moves.Select(move => (object?[])[move.Subscription, move.Position, move.At])], "position", ct);
        await scope.Sql($"""
            DELETE FROM hub_parked WHERE {engine.AnyOf("subscription", "moved")} AND EXISTS (
              SELECT 1 FROM hub_head JOIN hub_subscription ON hub_subscription.id = hub_parked.subscription
              WHERE hub_head.record_key = hub_parked.record_key AND hub_head.position > hub_parked.position AND hub_head.position <= hub_subscription.position)
            """)
            .With("moved", Kind.TextList, moves.Select(move => move.Subscription).Distinct().ToList()).RunAsync(ct);
        return [.. moves.Select(_ => true)];
    }

    // The version of the requests grows too: that is what wakes every lane there is, in whichever process.
    private async Task<bool> ChangeAsync(string sql, Func<SqlStatement, SqlStatement> with, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        if (await with(scope.Sql(sql)).With("unproven", Kind.Text, nameof(PushState.Unproven)).With("now", Kind.Instant, now).RunAsync(ct) == 0)
        {
            return false;
        }

        await scope.Sql("UPDATE hub_request_version SET version = version + 1 WHERE id = 1").RunAsync(ct);
        await scope.CommitAsync(ct);
        return true;
    }

    private static PushTarget Read(Row row) => new(row.Text(0), row.Text(1), Enum.Parse<PushState>(row.Text(2)), row.MaybeBytes(3), row.MaybeBytes(4), row.MaybeInstant(5))
    {
        FailingSince = row.MaybeInstant(6),
        NextAt = row.MaybeInstant(7),
        Attempts = row.Whole(8),
        Status = row.IsNull(9) ? null : (int)row.Whole(9),
        Error = row.MaybeText(10),
        ChangedAt = row.Instant(11),
    };
}
