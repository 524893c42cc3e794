using CityOps.Store;

namespace CityOps.Hub.Subscriptions.Corrections;

/// <summary>Correction requests.</summary>
internal sealed class CorrectionTable(Engine engine)
{
    private const string Columns = "id, interface, record_id, rev, pointer, source, asked_by, asked_at, reply_due, said, wanted, reason, state, answered_by, answered_at, opinion, new_rev";

    public Task<Correction?> FindAsync(string id, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_correction WHERE id = @id").With("id", Kind.Text, id).FirstAsync<Correction?>(Read, ct);

    public Task<IReadOnlyList<Correction>> PageAsync(CorrectionSearch search, CancellationToken ct)
    {
        var conditions = new List<string>();
        Narrow(search.Party, "(source = @party OR asked_by = @party)");
        Narrow(search.Source, "source = @source");
        Narrow(search.AskedBy, "asked_by = @asked_by");
        Narrow(search.State, "state = @state");
        Narrow(search.Record, "record_id = @record");
        Narrow(search.DueBefore, "state = 'Open' AND reply_due < @due");
        Narrow(search.Before, "id < @before");
        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        return engine.Sql($"SELECT {Columns} FROM hub_correction {where} ORDER BY id DESC LIMIT @most")
            .With("party", Kind.Text, search.Party ?? "").With("source", Kind.Text, search.Source ?? "").With("asked_by", Kind.Text, search.AskedBy ?? "").With("state", Kind.Text, search.State ?? "")
            .With("record", Kind.Text, search.Record ?? "").With("due", Kind.Instant, search.DueBefore ?? default).With("before", Kind.Text, search.Before ?? "").With("most", Kind.Whole, search.Most)
            .RowsAsync(Read, ct);

        void Narrow(object? value, string condition)
        {
            if (value is not null)
            {
                conditions.Add(condition);
            }
        }
    }

    /// <summary>False when the same platform has pointed at the same value already and waits.</summary>
    public async Task<bool> AddAsync(Correction one, CancellationToken ct) => await engine.Sql(
        $"""
        INSERT INTO hub_correction ({Columns}) VALUES (@id, @interface, @record_id, @rev, @pointer, @source, @asked_by, @asked_at, @reply_due, @said, @wanted, @reason, @state, NULL, NULL, NULL, NULL)
        ON CONFLICT DO NOTHING
        """)
        .With("id", Kind.Text, one.Id).With("interface", Kind.Text, one.Interface).With("record_id", Kind.Text, one.RecordId).With("rev", Kind.Whole, one.Rev).With("pointer", Kind.Text, one.Pointer)
        .With("source", Kind.Text, one.Source).With("asked_by", Kind.Text, one.AskedBy).With("asked_at", Kind.Instant, one.AskedAt).With("reply_due", Kind.Instant, one.ReplyDue)
        .With("said", Kind.Text, one.Said).With("wanted", Kind.Text, one.Wanted).With("reason", Kind.Text, one.Reason).With("state", Kind.Text, one.State.ToString()).RunAsync(ct) == 1;

    /// <summary>Ends an open one; false when it has ended meanwhile.</summary>
    public async Task<bool> EndAsync(Correction one, CancellationToken ct) => await engine.Sql(
        "UPDATE hub_correction SET state = @state, answered_by = @by, answered_at = @at, opinion = @opinion, new_rev = @new_rev WHERE id = @id AND state = 'Open'")
        .With("state", Kind.Text, one.State.ToString()).With("by", Kind.Text, one.AnsweredBy).With("at", Kind.Instant, one.AnsweredAt).With("opinion", Kind.Text, one.Opinion)
        .With("new_rev", Kind.Whole, one.NewRev).With("id", Kind.Text, one.Id).RunAsync(ct) == 1;

    private static Correction Read(Row row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Whole(3), row.Text(4), row.Text(5), row.Text(6), row.Instant(7), row.Instant(8), row.Text(9), row.Text(10), row.Text(11), Enum.Parse<CorrectionState>(row.Text(12)))
    {
        AnsweredBy = row.MaybeText(13),
        AnsweredAt = row.MaybeInstant(14),
        Opinion = row.MaybeText(15),
        NewRev = row.MaybeWhole(16),
    };
}
