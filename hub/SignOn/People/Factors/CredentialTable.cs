using CityOps.Store;

namespace CityOps.Hub.SignOn.People.Factors;

/// <summary>What proves a user, as stored. <paramref name="Totp"/> and <paramref name="Pending"/> are sealed.</summary>
internal sealed record Credentials(User User, string? Password, DateTimeOffset? PasswordUntil, byte[]? Totp, byte[]? Pending, long TotpStep);

/// <summary>
/// Passwords, second factors and the count of failures. An attempt is counted before it is judged, so that many guesses at
/// once are no more guesses than one after another; one conditional statement decides each race.
/// </summary>
internal sealed class CredentialTable(Engine engine)
{
    private const string Select = $"SELECT {UserTable.Columns}, password, password_until, totp_secret, totp_pending, totp_step FROM hub_user";

    public Task<Credentials?> FindByLoginAsync(string login, CancellationToken ct) =>
        engine.Sql($"{Select} WHERE login = @login").With("login", Kind.Text, login).FirstAsync(Read, ct);

    public Task<Credentials?> FindAsync(Guid id, CancellationToken ct) =>
        engine.Sql($"{Select} WHERE id = @id").With("id", Kind.Id, id).FirstAsync(Read, ct);

    /// <summary>Counts an attempt in advance; false when the account is locked. The attempt that reaches the limit locks.</summary>
    public async Task<bool> BeginAttemptAsync(Guid id, AttemptLimit limit, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql(
            """
            UPDATE hub_user SET
                failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,
                locked_until = CASE WHEN locked_until IS NULL AND failures + 1 >= @most THEN @until ELSE NULL END
            WHERE id = @id AND state = 'active' AND (locked_until IS NULL OR locked_until <= @now)
            """)
            .With("id", Kind.Id, id).With("most", Kind.Whole, limit.Failures).With("until", Kind.Instant, now + limit.Lock).With("now", Kind.Instant, now)
            .RunAsync(ct) == 1;

    /// <summary>The attempt held: nothing is counted any more.</summary>
    public Task SettleAsync(Guid id, CancellationToken ct) =>
        engine.Sql("UPDATE hub_user SET failures = 0, locked_until = NULL WHERE id = @id").With("id", Kind.Id, id).RunAsync(ct);

    /// <summary>The attempt held but another factor is to come: only this attempt is taken back, or a known password would buy guesses of the code without end.</summary>
    public Task TakeBackAsync(Guid id, CancellationToken ct) =>
        engine.Sql("UPDATE hub_user SET failures = failures - 1, locked_until = NULL WHERE id = @id AND failures > 0").With("id", Kind.Id, id).RunAsync(ct);

    /// <summary>A rewritten hash of the same password; left alone when the password has changed meanwhile.</summary>
    public Task RehashAsync(Guid id, string old, string fresh, CancellationToken ct) =>
        engine.Sql("UPDATE hub_user SET password = @fresh WHERE id = @id AND password = @old")
            .With("id", Kind.Id, id).With("old", Kind.Text, old).With("fresh", Kind.Text, fresh).RunAsync(ct);

    /// <summary>The user's own change; false when another one came first.</summary>
    public async Task<bool> ChangePasswordAsync(Guid id, string old, string fresh, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql(
            """
            UPDATE hub_user SET password = @fresh, password_at = @now, password_until = NULL, must_change = @no, failures = 0, locked_until = NULL,
                version = version + 1, changed_at = @now
            WHERE id = @id AND password = @old
            """)
            .With("id", Kind.Id, id).With("old", Kind.Text, old).With("fresh", Kind.Text, fresh).With("no", Kind.Flag, false).With("now", Kind.Instant, now)
            .RunAsync(ct) == 1;

    /// <summary>An administrator's reset: a password for one login, until a time; unlocks.</summary>
    public async Task<bool> ResetPasswordAsync(Guid id, string fresh, DateTimeOffset until, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql(
            """
            UPDATE hub_user SET password = @fresh, password_at = @now, password_until = @until, must_change = @yes, failures = 0, locked_until = NULL,
                version = version + 1, changed_at = @now
            WHERE id = @id AND state <> 'closed'
            """)
            .With("id", Kind.Id, id).With("fresh", Kind.Text, fresh).With("until", Kind.Instant, until).With("yes", Kind.Flag, true).With("now", Kind.Instant, now)
            .RunAsync(ct) == 1;

    public Task SetPendingTotpAsync(Guid id, byte[] pending, CancellationToken ct) =>
        engine.Sql("UPDATE hub_user SET totp_pending = @pending WHERE id = @id").With("id", Kind.Id, id).With("pending", Kind.Bytes, pending).RunAsync(ct);

    /// <summary>True for the one who brings the step first; earlier steps are spent with it.</summary>
    public async Task<bool> SpendStepAsync(Guid id, long step, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_user SET totp_step = @step, failures = 0, locked_until = NULL WHERE id = @id AND totp_step < @step AND totp_secret IS NOT NULL")
            .With("id", Kind.Id, id).With("step", Kind.Whole, step).RunAsync(ct) == 1;

    /// <summary>The pending secret becomes the secret, with fresh recovery codes for the old ones; false when it is no longer the pending one.</summary>
    public async Task<bool> ConfirmTotpAsync(Guid id, byte[] pending, long step, IEnumerable<string> recovery, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var confirmed = await scope.Sql(
            """
            UPDATE hub_user SET totp_secret = totp_pending, totp_pending = NULL, totp_step = @step, version = version + 1, changed_at = @now
            WHERE id = @id AND totp_pending = @pending
            """)
            .With("id", Kind.Id, id).With("pending", Kind.Bytes, pending).With("step", Kind.Whole, step).With("now", Kind.Instant, now).RunAsync(ct) == 1;
        if (!confirmed)
        {
            return false;
        }

        await ForgetRecoveryAsync(scope, id, ct);
        foreach (var hash in recovery)
        {
            await scope.Sql("INSERT INTO hub_recovery_code (account, hash) VALUES (@id, @hash)").With("id", Kind.Id, id).With("hash", Kind.Text, hash).RunAsync(ct);
        }

        await scope.CommitAsync(ct);
        return true;
    }

    /// <summary>Takes the second factor away; the step stays, or an old code would hold again after the next enrolment.</summary>
    public async Task<bool> ResetTotpAsync(Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var reset = await scope.Sql("UPDATE hub_user SET totp_secret = NULL, totp_pending = NULL, version = version + 1, changed_at = @now WHERE id = @id")
            .With("id", Kind.Id, id).With("now", Kind.Instant, now).RunAsync(ct) == 1;
        await ForgetRecoveryAsync(scope, id, ct);
        await scope.CommitAsync(ct);
        return reset;
    }

    public async Task<bool> SpendRecoveryAsync(Guid id, string hash, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_recovery_code SET used_at = @now WHERE account = @id AND hash = @hash AND used_at IS NULL")
            .With("id", Kind.Id, id).With("hash", Kind.Text, hash).With("now", Kind.Instant, now).RunAsync(ct) == 1;

    private static Task ForgetRecoveryAsync(WriteScope scope, Guid id, CancellationToken ct) =>
        scope.Sql("DELETE FROM hub_recovery_code WHERE account = @id").With("id", Kind.Id, id).RunAsync(ct);

    private static Credentials Read(Row row) => new(
        UserTable.Read(row), row.MaybeText(UserTable.ColumnCount), row.MaybeInstant(UserTable.ColumnCount + 1),
        row.MaybeBytes(UserTable.ColumnCount + 2), row.MaybeBytes(UserTable.ColumnCount + 3), row.Whole(UserTable.ColumnCount + 4));
}

/// <summary>How many failures lock an account and for how long.</summary>
internal sealed record AttemptLimit(int Failures, TimeSpan Lock)
{
    public static readonly AttemptLimit Standard = new(5, TimeSpan.FromMinutes(15));
}
