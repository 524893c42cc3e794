using System.Globalization;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>What of the requests is asked for; null does not narrow.</summary>
/// <param name="Before">The last id of the page before; the newest come first.</param>
internal sealed record RequestSearch(string? Platform, string? Interface, string? State, string? Words, string? Before, int Most);

/// <summary>Requests for subscriptions. Every change raises one version in the same transaction.</summary>
internal sealed class RequestTable(Engine engine)
{
    private const string Columns =
        "id, platform, interface, state, applied_by, applied_at, reply_due, purpose, scenario, legal_basis, fields, regions, filter, mode, push_url, start_from, valid_to, decided_by, decided_at, opinion, in_force";

    public Task<long> VersionAsync(CancellationToken ct) => engine.Sql("SELECT version FROM hub_request_version WHERE id = 1").ScalarAsync<long>(ct);

    /// <summary>All that decide for a platform and an interface.</summary>
    public Task<IReadOnlyList<SubscriptionRequest>> InForceAsync(CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_request WHERE in_force = @yes ORDER BY id LIMIT 200000").With("yes", Kind.Flag, true).RowsAsync(Read, ct);

    public Task<SubscriptionRequest?> FindAsync(string id, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_request WHERE id = @id").With("id", Kind.Text, id).FirstAsync<SubscriptionRequest?>(Read, ct);

    public Task<SubscriptionRequest?> InForceAsync(string platform, string service, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_request WHERE platform = @platform AND interface = @interface AND in_force = @yes")
            .With("platform", Kind.Text, platform).With("interface", Kind.Text, service).With("yes", Kind.Flag, true).FirstAsync<SubscriptionRequest?>(Read, ct);

    public Task<IReadOnlyList<SubscriptionRequest>> PageAsync(RequestSearch search, CancellationToken ct)
    {
        var conditions = new List<string>();
        Narrow(search.Platform, "platform = @platform");
        Narrow(search.Interface, "interface = @interface");
        Narrow(search.State, "state = @state");
        Narrow(search.Before, "id < @before");
        Narrow(search.Words, "(platform LIKE @words OR interface LIKE @words OR purpose LIKE @words OR scenario LIKE @words)");
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        return engine.Sql($"SELECT {Columns} FROM hub_request {where} ORDER BY id DESC LIMIT @most")
            .With("platform", Kind.Text, search.Platform ?? "").With("interface", Kind.Text, search.Interface ?? "").With("state", Kind.Text, search.State ?? "")
            .With("before", Kind.Text, search.Before ?? "").With("words", Kind.Text, $"%{search.Words}%").With("most", Kind.Whole, search.Most)
            .RowsAsync(Read, ct);

        void Narrow(string? value, string condition)
        {
            if (value is not null)
            {
                conditions.Add(condition);
            }
        }
    }

    /// <summary>How many of a platform's requests ended in each state.</summary>
    public Task<IReadOnlyList<(string State, long Count)>> PastAsync(string platform, CancellationToken ct) =>
        engine.Sql("SELECT state, count(*) FROM hub_request WHERE platform = @platform GROUP BY state ORDER BY state").With("platform", Kind.Text, platform)
            .RowsAsync(row => (row.Text(0), row.Whole(1)), ct);

    /// <summary>False when one for the same platform and interface is pending. In force at once when its state says so.</summary>
    public async Task<bool> AddAsync(SubscriptionRequest one, long? startAt, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        if (await InsertAsync(scope, one, ct) == 0)
        {
            return false;
        }

        if (one.State == RequestState.Live)
        {
            await StartAsync(scope, one, startAt, ct);
        }

        return await CommitAsync(scope, ct);
    }

    /// <summary>Moves a request from a state to what it is now; false when it is in another state meanwhile.</summary>
    /// <param name="startAt">Where a subscription that begins now begins; null leaves its position.</param>
    public async Task<bool> ChangeAsync(SubscriptionRequest one, RequestState from, long? startAt, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var begins = one.State == RequestState.Live && from is RequestState.Awaiting or RequestState.Disputed;
        var touched = await scope.Sql(
            """
            UPDATE hub_request SET state = @state, fields = @fields, regions = @regions, valid_to = @valid_to, decided_by = @decided_by, decided_at = @decided_at, opinion = @opinion,
              pending = @pending, in_force = @in_force WHERE id = @id AND state = @from
            """)
            .With("state", Kind.Text, one.State.ToString()).With("fields", Kind.Text, Joined(one.Fields)).With("regions", Kind.Text, Joined(one.Regions))
            .With("valid_to", Kind.Text, Day(one.ValidTo)).With("decided_by", Kind.Text, one.DecidedBy).With("decided_at", Kind.Instant, one.DecidedAt)
            .With("opinion", Kind.Text, one.Opinion).With("pending", Kind.Flag, one.Pending).With("in_force", Kind.Flag, one.InForce && !begins).With("id", Kind.Text, one.Id).With("from", Kind.Text, from.ToString())
            .RunAsync(ct);
        if (touched == 0)
        {
            return false;
        }

        if (begins)
        {
            await StartAsync(scope, one, startAt, ct);
        }

        return await CommitAsync(scope, ct);
    }

    /// <summary>Ends what has passed its last day; answers how many.</summary>
    public async Task<int> ExpireAsync(DateOnly today, CancellationToken ct)
    {
        var due = await engine.Sql("SELECT count(*) FROM hub_request WHERE state = @live AND valid_to < @today").With("live", Kind.Text, nameof(RequestState.Live)).With("today", Kind.Text, Day(today)).ScalarAsync<long>(ct);
        if (due == 0)
        {
            return 0;
        }

        await using var scope = await engine.BeginWriteAsync(ct);
        var ended = await scope.Sql("UPDATE hub_request SET state = @expired WHERE state = @live AND valid_to < @today")
            .With("expired", Kind.Text, nameof(RequestState.Expired)).With("live", Kind.Text, nameof(RequestState.Live)).With("today", Kind.Text, Day(today)).RunAsync(ct);
        await CommitAsync(scope, ct);
        return ended;
    }

    private static Task<int> InsertAsync(WriteScope scope, SubscriptionRequest one, CancellationToken ct) => scope.Sql(
        $"""
        INSERT INTO hub_request ({Columns}, pending) VALUES (@id, @platform, @interface, @state, @applied_by, @applied_at, @reply_due, @purpose, @scenario, @legal_basis, @fields,
          @regions, @filter, @mode, @push_url, @start_from, @valid_to, @decided_by, @decided_at, @opinion, @no, @pending)
        ON CONFLICT DO NOTHING
        """)
        .With("id", Kind.Text, one.Id).With("platform", Kind.Text, one.Platform).With("interface", Kind.Text, one.Interface).With("state", Kind.Text, one.State.ToString())
        .With("applied_by", Kind.Text, one.AppliedBy).With("applied_at", Kind.Instant, one.AppliedAt).With("reply_due", Kind.Instant, one.ReplyDue).With("purpose", Kind.Text, one.Purpose)
        .With("scenario", Kind.Text, one.Scenario).With("legal_basis", Kind.Text, one.LegalBasis).With("fields", Kind.Text, Joined(one.Fields)).With("regions", Kind.Text, Joined(one.Regions))
        .With("filter", Kind.Text, one.Filter).With("mode", Kind.Text, one.Mode.ToString()).With("push_url", Kind.Text, one.PushUrl).With("start_from", Kind.Instant, one.StartFrom)
        .With("valid_to", Kind.Text, Day(one.ValidTo)).With("decided_by", Kind.Text, one.DecidedBy).With("decided_at", Kind.Instant, one.DecidedAt).With("opinion", Kind.Text, one.Opinion)
        .With("no", Kind.Flag, false).With("pending", Kind.Flag, one.Pending).RunAsync(ct);

    // Only one row of the pair is in force: the one before goes first.
    private static async Task StartAsync(WriteScope scope, SubscriptionRequest one, long? startAt, CancellationToken ct)
    {
        await ReplaceAsync(scope, one, ct);
        await scope.Sql("UPDATE hub_request SET in_force = @yes WHERE id = @id").With("yes", Kind.Flag, true).With("id", Kind.Text, one.Id).RunAsync(ct);
        if (startAt is { } position)
        {
            await DeliveryTable.StartAsync(scope, one.Subscription, position, one.DecidedAt ?? one.AppliedAt, ct);
        }
    }

    private static Task<int> ReplaceAsync(WriteScope scope, SubscriptionRequest by, CancellationToken ct) => scope.Sql(
        """
        UPDATE hub_request SET in_force = @no, state = CASE WHEN state IN ('Live', 'Suspended') THEN 'Replaced' ELSE state END
        WHERE platform = @platform AND interface = @interface AND in_force = @yes AND id <> @id
        """)
        .With("no", Kind.Flag, false).With("yes", Kind.Flag, true).With("platform", Kind.Text, by.Platform).With("interface", Kind.Text, by.Interface).With("id", Kind.Text, by.Id).RunAsync(ct);

    private static async Task<bool> CommitAsync(WriteScope scope, CancellationToken ct)
    {
        await scope.Sql("UPDATE hub_request_version SET version = version + 1 WHERE id = 1").RunAsync(ct);
        await scope.CommitAsync(ct);
        return true;
    }

    private static SubscriptionRequest Read(Row row) => new(
        row.Text(0), row.Text(1), row.Text(2), Enum.Parse<RequestState>(row.Text(3)), row.Text(4), row.Instant(5), row.Instant(6), row.Text(7), row.Text(8), row.MaybeText(9),
        row.MaybeText(10)?.Split(' '), row.Text(11).Split(' '), row.MaybeText(12), Enum.Parse<DeliverMode>(row.Text(13)), row.MaybeText(14), row.MaybeInstant(15),
        DateOnly.ParseExact(row.Text(16), "yyyy-MM-dd", CultureInfo.InvariantCulture))
    {
        DecidedBy = row.MaybeText(17),
        DecidedAt = row.MaybeInstant(18),
        Opinion = row.MaybeText(19),
        InForce = row.Flag(20),
    };

    private static string? Joined(IReadOnlyList<string>? words) => words is null ? null : string.Join(' ', words);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
