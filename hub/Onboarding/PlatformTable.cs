using CityOps.Store;

namespace CityOps.Hub.Onboarding;

/// <summary>A platform as stored; without a secret it is one of the configuration, of which only the pause is kept here.</summary>
internal sealed record PlatformRow(string Code, string Region, string Name, string? Secret, bool Suspended, IReadOnlyList<string> Publishes, IReadOnlyList<string> Subscribes)
{
    public bool Testing { get; init; }
}

/// <summary>Platforms added or paused while running. Every change raises one version in the same transaction.</summary>
internal sealed class PlatformTable(Engine engine)
{
    private const string Columns = "code, region, name, secret, suspended, publishes, subscribes, testing";

    public Task<long> VersionAsync(CancellationToken ct) => engine.Sql("SELECT version FROM hub_platform_version WHERE id = 1").ScalarAsync<long>(ct);

    public Task<IReadOnlyList<PlatformRow>> AllAsync(CancellationToken ct) => engine.Sql($"SELECT {Columns} FROM hub_platform ORDER BY code LIMIT 20000").RowsAsync(Read, ct);

    /// <summary>False when the code is taken.</summary>
    public Task<bool> AddAsync(PlatformRow row, string by, DateTimeOffset now, CancellationToken ct, Func<WriteScope, Task<bool>>? with = null) => ChangeAsync(
        scope => scope.Sql(
            $"""
            INSERT INTO hub_platform ({Columns}, changed_by, changed_at) VALUES (@code, @region, @name, @secret, @suspended, @publishes, @subscribes, @testing, @by, @now)
            ON CONFLICT (code) DO NOTHING
            """)
            .With("code", Kind.Text, row.Code).With("region", Kind.Text, row.Region).With("name", Kind.Text, row.Name).With("secret", Kind.Text, row.Secret)
            .With("suspended", Kind.Flag, row.Suspended).With("publishes", Kind.Text, string.Join(' ', row.Publishes)).With("subscribes", Kind.Text, string.Join(' ', row.Subscribes))
            .With("testing", Kind.Flag, row.Testing).With("by", Kind.Text, by).With("now", Kind.Instant, now).RunAsync(ct),
        ct,
        with);

    /// <summary>Takes in a platform that left, as if it were new; false when there is none of that code, or it never left.</summary>
    public Task<bool> ReturnAsync(PlatformRow row, string by, DateTimeOffset now, CancellationToken ct, Func<WriteScope, Task<bool>>? with = null) => ChangeAsync(
        scope => scope.Sql(
            """
            UPDATE hub_platform SET region = @region, name = @name, secret = @secret, suspended = @suspended, publishes = @publishes, subscribes = @subscribes, testing = @testing, changed_by = @by, changed_at = @now
            WHERE code = @code AND suspended = @gone
            """)
            .With("code", Kind.Text, row.Code).With("region", Kind.Text, row.Region).With("name", Kind.Text, row.Name).With("secret", Kind.Text, row.Secret)
            .With("suspended", Kind.Flag, row.Suspended).With("publishes", Kind.Text, string.Join(' ', row.Publishes)).With("subscribes", Kind.Text, string.Join(' ', row.Subscribes))
            .With("testing", Kind.Flag, row.Testing).With("by", Kind.Text, by).With("now", Kind.Instant, now).With("gone", Kind.Flag, true).RunAsync(ct),
        ct,
        with);

    /// <summary>Ends the testing of a platform: from now on it is joined.</summary>
    public Task<bool> JoinAsync(string code, string by, DateTimeOffset now, CancellationToken ct, Func<WriteScope, Task<bool>>? with = null) => ChangeAsync(
        scope => scope.Sql("UPDATE hub_platform SET testing = @no, changed_by = @by, changed_at = @now WHERE code = @code AND testing = @yes")
            .With("code", Kind.Text, code).With("no", Kind.Flag, false).With("yes", Kind.Flag, true).With("by", Kind.Text, by).With("now", Kind.Instant, now).RunAsync(ct),
        ct,
        with);

    public Task<bool> GrantAsync(PlatformRow row, string by, DateTimeOffset now, CancellationToken ct) => ChangeAsync(
        scope => scope.Sql(
            "UPDATE hub_platform SET name = @name, publishes = @publishes, subscribes = @subscribes, changed_by = @by, changed_at = @now WHERE code = @code AND secret IS NOT NULL")
            .With("code", Kind.Text, row.Code).With("name", Kind.Text, row.Name).With("publishes", Kind.Text, string.Join(' ', row.Publishes))
            .With("subscribes", Kind.Text, string.Join(' ', row.Subscribes)).With("by", Kind.Text, by).With("now", Kind.Instant, now).RunAsync(ct),
        ct);

    public Task<bool> SuspendAsync(string code, bool suspended, string by, DateTimeOffset now, CancellationToken ct, Func<WriteScope, Task<bool>>? with = null) => ChangeAsync(
        scope => scope.Sql("UPDATE hub_platform SET suspended = @suspended, changed_by = @by, changed_at = @now WHERE code = @code")
            .With("code", Kind.Text, code).With("suspended", Kind.Flag, suspended).With("by", Kind.Text, by).With("now", Kind.Instant, now).RunAsync(ct),
        ct,
        with);

    public Task<bool> ReplaceSecretAsync(string code, string secret, string by, DateTimeOffset now, CancellationToken ct) => ChangeAsync(
        scope => scope.Sql("UPDATE hub_platform SET secret = @secret, changed_by = @by, changed_at = @now WHERE code = @code AND secret IS NOT NULL")
            .With("code", Kind.Text, code).With("secret", Kind.Text, secret).With("by", Kind.Text, by).With("now", Kind.Instant, now).RunAsync(ct),
        ct);

    // What goes with the change is in the same transaction, and undoes it by saying no.
    private async Task<bool> ChangeAsync(Func<WriteScope, Task<int>> change, CancellationToken ct, Func<WriteScope, Task<bool>>? with = null)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        if (await change(scope) == 0 || (with is not null && !await with(scope)))
        {
            return false;
        }

        await scope.Sql("UPDATE hub_platform_version SET version = version + 1 WHERE id = 1").RunAsync(ct);
        await scope.CommitAsync(ct);
        return true;
    }

    private static PlatformRow Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.MaybeText(3), row.Flag(4), Words(row.Text(5)), Words(row.Text(6))) { Testing = row.Flag(7) };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
