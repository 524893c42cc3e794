using CityOps.Store;

namespace CityOps.Hub.SignOn.People;

/// <summary>What is searched for among the users; nulls ask for everything.</summary>
internal sealed record UserFilter(string? Text, string? Organisation, Guid? Delegation, UserState? State)
{
    /// <summary>Held in whichever scope.</summary>
    public string? Role { get; init; }
}

/// <summary>The users as stored, without what proves them (see <see cref="Factors.CredentialTable"/>).</summary>
internal sealed class UserTable(Engine engine)
{
    internal const string Columns =
        "id, login, name, organisation, state, post, phone, email, email_verified, password IS NOT NULL, totp_secret IS NOT NULL, must_change, locked_until, delegation, changed_at, version";

    internal const int ColumnCount = 16;

    public async Task<User?> FindAsync(Guid id, CancellationToken ct) =>
        await WithRolesAsync(await engine.Sql($"SELECT {Columns} FROM hub_user WHERE id = @id").With("id", Kind.Id, id).FirstAsync(Read, ct), ct);

    public async Task<User?> FindByLoginAsync(string login, CancellationToken ct) =>
        await WithRolesAsync(await engine.Sql($"SELECT {Columns} FROM hub_user WHERE login = @login").With("login", Kind.Text, login).FirstAsync(Read, ct), ct);

    /// <summary>In order of login, after the given one; without their roles.</summary>
    public Task<IReadOnlyList<User>> PageAsync(UserFilter filter, string after, int most, CancellationToken ct) =>
        engine.Sql(
            $"""
            SELECT {Columns} FROM hub_user
            WHERE login > @after
              AND (@text IS NULL OR login LIKE @text ESCAPE '!' OR name LIKE @text ESCAPE '!')
              AND (@organisation IS NULL OR organisation = @organisation)
              AND (@delegation IS NULL OR delegation = @delegation)
              AND (@state IS NULL OR state = @state)
              AND (@role IS NULL OR EXISTS (SELECT 1 FROM hub_assignment a WHERE a.account = hub_user.id AND a.role = @role))
            ORDER BY login LIMIT @most
            """)
            .With("after", Kind.Text, after).With("most", Kind.Whole, most)
            .With("text", Kind.Text, Holding(filter.Text))
            .With("organisation", Kind.Text, filter.Organisation)
            .With("delegation", Kind.Id, filter.Delegation)
            .With("state", Kind.Text, filter.State is { } state ? Word(state) : null)
            .With("role", Kind.Text, filter.Role)
            .RowsAsync(Read, ct);

    /// <summary>Login and name of those of the ids that are accounts here, closed ones too.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Login, string Name)>> NamesAsync(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var statement = engine.Sql($"SELECT id, login, name FROM hub_user WHERE id IN ({string.Join(',', ids.Select((_, at) => $"@i{at}"))})");
        for (var at = 0; at < ids.Count; at++)
        {
            statement = statement.With($"i{at}", Kind.Id, ids[at]);
        }

        return await statement.RowsAsync(row => (row.Id(0), row.Text(1), row.Text(2)), ct);
    }

    /// <summary>False when the login is taken.</summary>
    public static async Task<bool> AddAsync(WriteScope scope, User user, string? password, DateTimeOffset? until, CancellationToken ct) =>
        await scope.Sql(
            """
            INSERT INTO hub_user (id, login, name, organisation, post, phone, email, email_verified, state, password, password_at, password_until, must_change,
                totp_step, failures, delegation, version, created_at, changed_at)
            VALUES (@id, @login, @name, @organisation, @post, @phone, @email, @verified, @state, @password, @passwordAt, @until, @change, 0, 0, @delegation, 1, @now, @now)
            ON CONFLICT (login) DO NOTHING
            """)
            .With("id", Kind.Id, user.Id).With("login", Kind.Text, user.Login).With("name", Kind.Text, user.Name).With("organisation", Kind.Text, user.Organisation)
            .With("post", Kind.Text, user.Post).With("phone", Kind.Text, user.Phone).With("email", Kind.Text, user.Email).With("verified", Kind.Flag, user.EmailVerified)
            .With("state", Kind.Text, Word(user.State)).With("password", Kind.Text, password).With("passwordAt", Kind.Instant, password is null ? null : user.ChangedAt)
            .With("until", Kind.Instant, until).With("change", Kind.Flag, user.MustChangePassword).With("delegation", Kind.Id, user.Delegation).With("now", Kind.Instant, user.ChangedAt)
            .RunAsync(ct) == 1;

    /// <summary>What administrators may change of a person; false when the version is another by now.</summary>
    public async Task<bool> ChangeAsync(User user, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql(
            """
            UPDATE hub_user SET name = @name, organisation = @organisation, post = @post, phone = @phone, email = @email, email_verified = @verified,
                version = version + 1, changed_at = @now
            WHERE id = @id AND version = @version AND state <> 'closed'
            """)
            .With("id", Kind.Id, user.Id).With("version", Kind.Whole, user.Version).With("name", Kind.Text, user.Name).With("organisation", Kind.Text, user.Organisation)
            .With("post", Kind.Text, user.Post).With("phone", Kind.Text, user.Phone).With("email", Kind.Text, user.Email).With("verified", Kind.Flag, user.EmailVerified)
            .With("now", Kind.Instant, now)
            .RunAsync(ct) == 1;

    /// <summary>False when it has that state already, or is closed.</summary>
    public static async Task<bool> SetStateAsync(WriteScope scope, Guid id, UserState state, DateTimeOffset now, CancellationToken ct) =>
        await scope.Sql("UPDATE hub_user SET state = @state, version = version + 1, changed_at = @now WHERE id = @id AND state <> @state AND state <> 'closed'")
            .With("id", Kind.Id, id).With("state", Kind.Text, Word(state)).With("now", Kind.Instant, now).RunAsync(ct) == 1;

    /// <summary>Whether anybody who can sign on holds the role.</summary>
    public async Task<bool> AnyHoldsAsync(string role, CancellationToken ct) =>
        await engine.Sql("SELECT count(*) FROM hub_assignment a JOIN hub_user u ON u.id = a.account WHERE a.role = @role AND u.state <> 'closed'")
            .With("role", Kind.Text, role).ScalarAsync<long>(ct) > 0;

    /// <summary>Whether somebody who holds the role has a second factor and can work.</summary>
    public async Task<bool> AnyReadyAsync(string role, CancellationToken ct) =>
        await engine.Sql("SELECT count(*) FROM hub_assignment a JOIN hub_user u ON u.id = a.account WHERE a.role = @role AND u.state = 'active' AND u.totp_secret IS NOT NULL")
            .With("role", Kind.Text, role).ScalarAsync<long>(ct) > 0;

    internal static User Read(Row row) => new(row.Id(0), row.Text(1), row.Text(2), row.Text(3), StateOf(row.Text(4)))
    {
        Post = row.MaybeText(5),
        Phone = row.MaybeText(6),
        Email = row.MaybeText(7),
        EmailVerified = row.Flag(8),
        HasPassword = row.Flag(9),
        HasTotp = row.Flag(10),
        MustChangePassword = row.Flag(11),
        LockedUntil = row.MaybeInstant(12),
        Delegation = row.MaybeId(13),
        ChangedAt = row.Instant(14),
        Version = row.Whole(15),
    };

    internal async Task<User?> WithRolesAsync(User? user, CancellationToken ct) =>
        user is null ? null : user with { Assignments = await AssignmentTable.OfAsync(engine, user.Id, ct) };

    internal static string Word(UserState state) => state switch
    {
        UserState.Active => "active",
        UserState.Disabled => "disabled",
        _ => "closed",
    };

    private static UserState StateOf(string word) => word switch
    {
        "active" => UserState.Active,
        "closed" => UserState.Closed,
        _ => UserState.Disabled,
    };

    /// <summary>A pattern for LIKE with <c>!</c> as its escape; null for no text.</summary>
    internal static string? Holding(string? text) => text is null ? null : $"%{Plain(text)}%";

    private static string Plain(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
