using CityOps.Hub.Status.Health;
using CityOps.Store;

namespace CityOps.Hub.Status.Incidents;

/// <summary>What of the incidents is asked for; null does not narrow.</summary>
internal sealed record IncidentSearch(bool? Open, string? Platform, string? Interface, string? Before, int Most);

/// <summary>Incidents and maintenance windows.</summary>
internal sealed class IncidentTable(Engine engine)
{
    private const string Columns =
        "id, kind, severity, interface, platform, owner, cause, cause_en, next_step, next_step_en, affected, opened_at, seen_at, closed_at, acknowledged_by, acknowledged_at, note, level, found_at";

    private const string WindowColumns = "id, platform, interface, starts, ends, reason, planned_by";

    /// <summary>Takes the watch, or keeps it; false while another process has it.</summary>
    public async Task<bool> HoldWatchAsync(string holder, DateTimeOffset now, TimeSpan life, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_watch SET holder = @holder, held_until = @until WHERE id = 1 AND (holder IS NULL OR holder = @holder OR held_until < @now)")
            .With("holder", Kind.Text, holder).With("until", Kind.Instant, now + life).With("now", Kind.Instant, now).RunAsync(ct) == 1;

    public Task<int> LetGoWatchAsync(string holder, CancellationToken ct) =>
        engine.Sql("UPDATE hub_watch SET holder = NULL, held_until = NULL WHERE holder = @holder").With("holder", Kind.Text, holder).RunAsync(ct);

    public Task<IReadOnlyList<Incident>> OpenAsync(CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_incident WHERE open = @yes ORDER BY opened_at LIMIT 20000").With("yes", Kind.Flag, true).RowsAsync(Read, ct);

    /// <summary>Open ones first asked for are worst first; all others newest first.</summary>
    public Task<IReadOnlyList<Incident>> PageAsync(IncidentSearch search, CancellationToken ct)
    {
        var conditions = new List<string>();
        if (search.Open is { } open)
        {
            conditions.Add(open ? "open = @yes" : "open <> @yes");
        }

        if (search.Platform is not null)
        {
            conditions.Add("(platform = @platform OR owner = @platform)");
        }

        if (search.Interface is not null)
        {
            conditions.Add("interface = @interface");
        }

        if (search.Before is not null)
        {
            conditions.Add("id < @before");
        }

        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        return engine.Sql($"SELECT {Columns} FROM hub_incident {where} ORDER BY id DESC LIMIT @most")
            .With("yes", Kind.Flag, true).With("platform", Kind.Text, search.Platform ?? "").With("interface", Kind.Text, search.Interface ?? "").With("before", Kind.Text, search.Before ?? "")
            .With("most", Kind.Whole, search.Most).RowsAsync(Read, ct);
    }

    public Task<Incident?> FindAsync(string id, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_incident WHERE id = @id").With("id", Kind.Text, id).FirstAsync<Incident?>(Read, ct);

    /// <summary>Writes one look: new ones opened, known ones seen again, those not seen any more closed.</summary>
    /// <param name="beside">What is written in the same transaction.</param>
    public async Task WriteAsync(IReadOnlyList<Incident> opened, IReadOnlyList<Incident> seen, IReadOnlyList<string> closed, DateTimeOffset now, Func<WriteScope, Task> beside, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        foreach (var one in opened)
        {
            var found = one.Found;
            await scope.Sql($"""
                INSERT INTO hub_incident (mark, open, {Columns}) VALUES (@mark, @yes, @id, @kind, @severity, @interface, @platform, @owner, @cause, @cause_en, @next, @next_en, @affected, @opened, @seen, NULL, NULL, NULL, NULL, 0, @seen)
                ON CONFLICT DO NOTHING
                """)
                .With("mark", Kind.Text, found.Mark).With("yes", Kind.Flag, true).With("id", Kind.Text, one.Id).With("kind", Kind.Text, found.Kind).With("severity", Kind.Text, found.Severity.ToString())
                .With("interface", Kind.Text, found.Interface).With("platform", Kind.Text, found.Platform).With("owner", Kind.Text, found.Owner).With("cause", Kind.Text, found.Cause)
                .With("cause_en", Kind.Text, found.CauseEn).With("next", Kind.Text, found.Next).With("next_en", Kind.Text, found.NextEn).With("affected", Kind.Whole, found.Affected)
                .With("opened", Kind.Instant, one.OpenedAt).With("seen", Kind.Instant, one.SeenAt).RunAsync(ct);
        }

        foreach (var one in seen)
        {
            var found = one.Found;
            await scope.Sql("UPDATE hub_incident SET severity = @severity, cause = @cause, cause_en = @cause_en, next_step = @next, next_step_en = @next_en, affected = @affected, seen_at = @seen, level = @level WHERE id = @id")
                .With("severity", Kind.Text, found.Severity.ToString()).With("cause", Kind.Text, found.Cause).With("cause_en", Kind.Text, found.CauseEn).With("next", Kind.Text, found.Next)
                .With("next_en", Kind.Text, found.NextEn).With("affected", Kind.Whole, found.Affected).With("seen", Kind.Instant, one.SeenAt).With("level", Kind.Whole, one.Level).With("id", Kind.Text, one.Id).RunAsync(ct);
        }

        foreach (var id in closed)
        {
            await scope.Sql("UPDATE hub_incident SET open = @no, closed_at = @now WHERE id = @id").With("no", Kind.Flag, false).With("now", Kind.Instant, now).With("id", Kind.Text, id).RunAsync(ct);
        }

        await beside(scope);
        await scope.CommitAsync(ct);
    }

    public async Task<bool> AcknowledgeAsync(string id, string by, string note, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_incident SET acknowledged_by = @by, acknowledged_at = @now, note = @note WHERE id = @id")
            .With("by", Kind.Text, by).With("now", Kind.Instant, now).With("note", Kind.Text, note).With("id", Kind.Text, id).RunAsync(ct) == 1;

    /// <summary>Windows that have not ended.</summary>
    public Task<IReadOnlyList<Maintenance>> WindowsAsync(DateTimeOffset now, CancellationToken ct) =>
        engine.Sql($"SELECT {WindowColumns} FROM hub_maintenance WHERE ends > @now ORDER BY starts, id LIMIT 2000").With("now", Kind.Instant, now)
            .RowsAsync(row => new Maintenance(row.Text(0), row.MaybeText(1), row.MaybeText(2), row.Instant(3), row.Instant(4), row.Text(5), row.Text(6)), ct);

    /// <summary>Windows that touch a stretch of time, ended ones too.</summary>
    public Task<IReadOnlyList<Maintenance>> WindowsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        engine.Sql($"SELECT {WindowColumns} FROM hub_maintenance WHERE ends > @from AND starts < @to ORDER BY starts, id LIMIT 5000").With("from", Kind.Instant, from).With("to", Kind.Instant, to)
            .RowsAsync(row => new Maintenance(row.Text(0), row.MaybeText(1), row.MaybeText(2), row.Instant(3), row.Instant(4), row.Text(5), row.Text(6)), ct);

    /// <summary>Incidents of a platform that lasted in a stretch of time, the oldest first.</summary>
    public Task<IReadOnlyList<Incident>> LastedAsync(string platform, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_incident WHERE (platform = @platform OR owner = @platform) AND opened_at < @to AND (closed_at IS NULL OR closed_at > @from) ORDER BY opened_at, id LIMIT @most")
            .With("platform", Kind.Text, platform).With("from", Kind.Instant, from).With("to", Kind.Instant, to).With("most", Kind.Whole, most).RowsAsync(Read, ct);

    public Task<int> PlanAsync(Maintenance one, DateTimeOffset now, CancellationToken ct) =>
        engine.Sql($"INSERT INTO hub_maintenance ({WindowColumns}, planned_at) VALUES (@id, @platform, @interface, @starts, @ends, @reason, @by, @now)")
            .With("id", Kind.Text, one.Id).With("platform", Kind.Text, one.Platform).With("interface", Kind.Text, one.Interface).With("starts", Kind.Instant, one.Starts).With("ends", Kind.Instant, one.Ends)
            .With("reason", Kind.Text, one.Reason).With("by", Kind.Text, one.PlannedBy).With("now", Kind.Instant, now).RunAsync(ct);

    public async Task<bool> EndWindowAsync(string id, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_maintenance SET ends = @now WHERE id = @id AND ends > @now").With("id", Kind.Text, id).With("now", Kind.Instant, now).RunAsync(ct) == 1;

    private static Incident Read(Row row) => new(
        row.Text(0),
        new Finding(row.Text(1), Enum.Parse<Light>(row.Text(2)), row.MaybeText(3), row.MaybeText(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8), row.Text(9)) { Affected = (int)row.Whole(10) },
        row.Instant(11),
        row.Instant(12))
    {
        ClosedAt = row.MaybeInstant(13),
        AcknowledgedBy = row.MaybeText(14),
        AcknowledgedAt = row.MaybeInstant(15),
        Note = row.MaybeText(16),
        Level = row.Whole(17),
        FoundAt = row.Instant(18),
    };
}
