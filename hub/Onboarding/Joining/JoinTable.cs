using System.Text.Json;
using CityOps.Store;

namespace CityOps.Hub.Onboarding.Joining;

/// <summary>Which joinings are asked for; null does not narrow.</summary>
/// <param name="Before">The last id of the page before; the newest come first.</param>
internal sealed record JoinSearch(string? State, string? Words, string? Before, int Most);

/// <summary>Joinings as stored. A change names the revision it was made on, and is lost to nobody's.</summary>
internal sealed class JoinTable(Engine engine)
{
    private const string Columns =
        "id, rev, state, platform, region, name, profile, publishes, subscribes, invited_by, invited_at, invitation, invited_until, track, applied_at, decided_by, decided_at, opinion, progress, joined_at, receipt, left_at";

    private const string Change =
        """
        UPDATE hub_join SET rev = rev + 1, state = @state, platform = @platform, region = @region, name = @name, profile = @profile, publishes = @publishes, subscribes = @subscribes, invited_by = @invited_by,
          invited_at = @invited_at, invitation = @invitation, invited_until = @invited_until, track = @track, applied_at = @applied_at, decided_by = @decided_by, decided_at = @decided_at, opinion = @opinion,
          progress = @progress, joined_at = @joined_at, receipt = @receipt, left_at = @left_at WHERE id = @id AND rev = @rev
        """;

    public Task<Join?> FindAsync(string id, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_join WHERE id = @id").With("id", Kind.Text, id).FirstAsync<Join?>(Read, ct);

    /// <param name="digest">Of the invitation as it was shown.</param>
    public Task<Join?> InvitedAsync(string digest, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_join WHERE invitation = @digest").With("digest", Kind.Text, digest).FirstAsync<Join?>(Read, ct);

    /// <summary>The newest joining of a platform that was decided for; null where it is of the configuration or never applied.</summary>
    public Task<Join?> OfAsync(string platform, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_join WHERE platform = @platform AND state IN ('Testing', 'Joined', 'Left') ORDER BY id DESC LIMIT 1").With("platform", Kind.Text, platform).FirstAsync<Join?>(Read, ct);

    /// <summary>Whether a joining of the platform is open.</summary>
    public async Task<bool> IsOpenAsync(string platform, CancellationToken ct) =>
        await engine.Sql("SELECT count(*) FROM hub_join WHERE platform = @platform AND state IN ('Applied', 'Testing')").With("platform", Kind.Text, platform).ScalarAsync<long>(ct) > 0;

    public Task<long> WaitingAsync(CancellationToken ct) => engine.Sql("SELECT count(*) FROM hub_join WHERE state = 'Applied'").ScalarAsync<long>(ct);

    public Task<IReadOnlyList<Join>> PageAsync(JoinSearch search, CancellationToken ct)
    {
        var where = string.Join(" AND ", new[]
        {
            search.State is null ? null : "state = @state",
            search.Before is null ? null : "id < @before",
            search.Words is null ? null : "(platform LIKE @words OR name LIKE @words)",
        }.OfType<string>());
        return engine.Sql($"SELECT {Columns} FROM hub_join {(where.Length > 0 ? "WHERE " + where : "")} ORDER BY id DESC LIMIT @most")
            .With("state", Kind.Text, search.State ?? "").With("before", Kind.Text, search.Before ?? "").With("words", Kind.Text, $"%{search.Words}%").With("most", Kind.Whole, search.Most)
            .RowsAsync(Read, ct);
    }

    public Task AddAsync(Join one, CancellationToken ct) => Put(engine.Sql(
        $"""
        INSERT INTO hub_join ({Columns}) VALUES
        (@id, 1, @state, @platform, @region, @name, @profile, @publishes, @subscribes, @invited_by, @invited_at, @invitation, @invited_until, @track, @applied_at, @decided_by, @decided_at, @opinion, @progress, @joined_at, @receipt, @left_at)
        """), one).RunAsync(ct);

    /// <summary>False when somebody changed it since.</summary>
    public async Task<bool> ChangeAsync(Join one, CancellationToken ct) => await Put(engine.Sql(Change), one).With("rev", Kind.Whole, one.Rev).RunAsync(ct) > 0;

    /// <summary>The same, with something else or not at all.</summary>
    public static async Task<bool> ChangeAsync(WriteScope scope, Join one, CancellationToken ct) => await Put(scope.Sql(Change), one).With("rev", Kind.Whole, one.Rev).RunAsync(ct) > 0;

    private static SqlStatement Put(SqlStatement call, Join one) => call
        .With("id", Kind.Text, one.Id).With("state", Kind.Text, one.State.ToString()).With("platform", Kind.Text, one.Platform).With("region", Kind.Text, one.Region).With("name", Kind.Text, one.Name)
        .With("profile", Kind.Text, JsonSerializer.Serialize(one.Profile)).With("publishes", Kind.Text, string.Join(' ', one.Publishes)).With("subscribes", Kind.Text, string.Join(' ', one.Subscribes))
        .With("invited_by", Kind.Text, one.InvitedBy).With("invited_at", Kind.Instant, one.InvitedAt).With("invitation", Kind.Text, one.Invitation).With("invited_until", Kind.Instant, one.InvitedUntil)
        .With("track", Kind.Text, one.Track).With("applied_at", Kind.Instant, one.AppliedAt).With("decided_by", Kind.Text, one.DecidedBy).With("decided_at", Kind.Instant, one.DecidedAt)
        .With("opinion", Kind.Text, one.Opinion).With("progress", Kind.Text, JsonSerializer.Serialize(one.Progress)).With("joined_at", Kind.Instant, one.JoinedAt).With("receipt", Kind.Text, one.Receipt)
        .With("left_at", Kind.Instant, one.LeftAt);

    private static Join Read(Row row) =>
        new(
            row.Text(0), row.Whole(1), Enum.Parse<JoinState>(row.Text(2)), row.Text(3), row.Text(4), row.Text(5), JsonSerializer.Deserialize<JoinProfile>(row.Text(6))!,
            Words(row.Text(7)), Words(row.Text(8)))
        {
            InvitedBy = row.MaybeText(9),
            InvitedAt = row.MaybeInstant(10),
            Invitation = row.MaybeText(11),
            InvitedUntil = row.MaybeInstant(12),
            Track = row.MaybeText(13),
            AppliedAt = row.MaybeInstant(14),
            DecidedBy = row.MaybeText(15),
            DecidedAt = row.MaybeInstant(16),
            Opinion = row.MaybeText(17),
            Progress = JsonSerializer.Deserialize<JoinProgress>(row.Text(18))!,
            JoinedAt = row.MaybeInstant(19),
            Receipt = row.MaybeText(20),
            LeftAt = row.MaybeInstant(21),
        };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
