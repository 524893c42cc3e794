using CityOps.Hub.Status.Health;
using CityOps.Store;

namespace CityOps.Hub.Status.Notices;

/// <summary>What of the notices is asked for; null does not narrow.</summary>
internal sealed record NoticeSearch(string? Channel, NoticeState? State, string? Before, int Most);

/// <summary>The outbox of notices: written with the change it tells of, claimed by whichever process sends.</summary>
internal sealed class NoticeTable(Engine engine)
{
    private const string Columns = "id, channel, mark, incident, what, event, severity, occurrences, open, facts, state, due_at, ends_at, attempts, said, made_at, sent_at";

    /// <summary>The newest notice of each channel about each of these illnesses.</summary>
    public async Task<Dictionary<(string Channel, string Mark), Notice>> NewestAsync(WriteScope scope, IReadOnlyCollection<string> marks, CancellationToken ct)
    {
        var rows = await scope.Sql($"""
            SELECT {Columns} FROM hub_notice AS one WHERE {engine.AnyOf("mark", "marks")} AND NOT EXISTS (
              SELECT 1 FROM hub_notice AS other WHERE other.channel = one.channel AND other.mark = one.mark AND (other.made_at > one.made_at OR (other.made_at = one.made_at AND other.id > one.id)))
            """).With("marks", Kind.TextList, marks).RowsAsync(Read, ct);
        return rows.ToDictionary(one => (one.Channel, one.Mark));
    }

    /// <summary>Adds one, or says anew what one that still waits will say; what was written before of the same change stays.</summary>
    public static Task<int> KeepAsync(WriteScope scope, Notice one, CancellationToken ct) => With(scope.Sql($"""
        INSERT INTO hub_notice ({Columns}) VALUES (@id, @channel, @mark, @incident, @what, @event, @severity, @occurrences, @open, @facts, @state, @due, @ends, 0, NULL, @made, NULL)
        ON CONFLICT (id) DO UPDATE SET incident = excluded.incident, what = excluded.what, event = excluded.event, severity = excluded.severity, occurrences = excluded.occurrences, open = excluded.open,
          facts = excluded.facts, ends_at = excluded.ends_at WHERE hub_notice.state = @state
        """), one).RunAsync(ct);

    /// <summary>One that is written by itself, such as a trial of the channel.</summary>
    public async Task AddAsync(Notice one, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await KeepAsync(scope, one, ct);
        await scope.CommitAsync(ct);
    }

    /// <summary>Whether this change of this incident was written for the channel already.</summary>
    public static async Task<bool> HasAsync(WriteScope scope, string channel, string incident, string what, CancellationToken ct) =>
        await scope.Sql("SELECT 1 FROM hub_notice WHERE channel = @channel AND incident = @incident AND what = @what").With("channel", Kind.Text, channel).With("incident", Kind.Text, incident)
            .With("what", Kind.Text, what).ScalarAsync<long?>(ct) is not null;

    /// <summary>Takes what is due, for as long as an attempt may last; a process that dies over it leaves it to the next.</summary>
    public async Task<IReadOnlyList<Notice>> ClaimAsync(DateTimeOffset now, TimeSpan life, int most, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var claimed = await scope.Sql($"""
            WITH due AS (SELECT id FROM hub_notice WHERE state = 'Waiting' AND due_at <= @now ORDER BY due_at, id LIMIT @most {engine.SkipLocked})
            UPDATE hub_notice SET attempts = attempts + 1, due_at = @until WHERE id IN (SELECT id FROM due) RETURNING {Columns}
            """).With("now", Kind.Instant, now).With("until", Kind.Instant, now + life).With("most", Kind.Whole, most).RowsAsync(Read, ct);
        await scope.CommitAsync(ct);
        return claimed;
    }

    public Task<int> EndAsync(Notice one, CancellationToken ct) =>
        engine.Sql("UPDATE hub_notice SET state = @state, due_at = @due, said = @said, sent_at = @sent WHERE id = @id").With("state", Kind.Text, one.State.ToString()).With("due", Kind.Instant, one.DueAt)
            .With("said", Kind.Text, one.Said).With("sent", Kind.Instant, one.SentAt).With("id", Kind.Text, one.Id).RunAsync(ct);

    /// <summary>Lets one that was set aside go on.</summary>
    public async Task<bool> RetryAsync(string id, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_notice SET state = 'Waiting', due_at = @now, attempts = 0 WHERE id = @id AND state = 'Parked'").With("now", Kind.Instant, now).With("id", Kind.Text, id).RunAsync(ct) == 1;

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<Notice>> PageAsync(NoticeSearch search, CancellationToken ct)
    {
        var conditions = new List<string> { "id < @before" };
        if (search.Channel is not null)
        {
            conditions.Add("channel = @channel");
        }

        if (search.State is not null)
        {
            conditions.Add("state = @state");
        }

        return engine.Sql($"SELECT {Columns} FROM hub_notice WHERE {string.Join(" AND ", conditions)} ORDER BY id DESC LIMIT @most").With("before", Kind.Text, search.Before ?? "g")
            .With("channel", Kind.Text, search.Channel ?? "").With("state", Kind.Text, search.State?.ToString() ?? "").With("most", Kind.Whole, search.Most).RowsAsync(Read, ct);
    }

    public Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken ct) =>
        engine.Sql("DELETE FROM hub_notice WHERE id IN (SELECT id FROM hub_notice WHERE made_at < @before AND state <> 'Waiting' LIMIT @most)").With("before", Kind.Instant, before).With("most", Kind.Whole, most).RunAsync(ct);

    private static SqlStatement With(SqlStatement statement, Notice one) => statement
        .With("id", Kind.Text, one.Id).With("channel", Kind.Text, one.Channel).With("mark", Kind.Text, one.Mark).With("incident", Kind.Text, one.Incident).With("what", Kind.Text, one.What)
        .With("event", Kind.Text, one.Event.ToString()).With("severity", Kind.Text, one.Severity.ToString()).With("occurrences", Kind.Whole, one.Occurrences).With("open", Kind.Flag, one.Open).With("facts", Kind.Text, one.Facts)
        .With("state", Kind.Text, one.State.ToString()).With("due", Kind.Instant, one.DueAt).With("ends", Kind.Instant, one.EndsAt).With("made", Kind.Instant, one.MadeAt);

    private static Notice Read(Row row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), Enum.Parse<NoticeEvent>(row.Text(5)), Enum.Parse<Light>(row.Text(6)), row.Whole(7), row.Flag(8), row.Text(9),
        Enum.Parse<NoticeState>(row.Text(10)), row.Instant(11), row.Instant(12))
    {
        Attempts = row.Whole(13),
        Said = row.MaybeText(14),
        MadeAt = row.Instant(15),
        SentAt = row.MaybeInstant(16),
    };
}
