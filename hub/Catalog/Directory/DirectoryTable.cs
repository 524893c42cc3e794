using CityOps.Store;

namespace CityOps.Hub.Catalog.Directory;

/// <summary>What of the directory is asked for; null does not narrow.</summary>
internal sealed record DirectorySearch(string? Words, string? Tier, string? Platform, string? Share, string? Class, string? State, string After, int Most);

/// <summary>联合目录 as read from the log, and whose turn it is to write.</summary>
internal sealed class DirectoryTable(Engine engine)
{
    private const string Columns = "dataset, way, record_id, source, rev, gone, entry, resource_code, platform, tier, share, class, state, words, sort, finding, body";

    // What its provider says comes before what is said on of it.
    private const string Seen =
        "d.gone = @no AND (d.way = 'up' OR NOT EXISTS (SELECT 1 FROM hub_directory AS u WHERE u.dataset = d.dataset AND u.entry = d.entry AND u.way = 'up' AND u.gone = @no))";

    public Task<long> MarkAsync(string service, CancellationToken ct) =>
        engine.Sql("SELECT position FROM hub_directory_mark WHERE interface = @interface").With("interface", Kind.Text, service).ScalarAsync<long>(ct);

    /// <summary>Rows of one interface in the order of the log, with the position they reach to; false when another process was faster.</summary>
    public async Task<bool> ApplyAsync(string service, long from, long to, IReadOnlyList<DirectoryRow> rows, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var moved = await scope.Sql("""
            INSERT INTO hub_directory_mark (interface, position) VALUES (@interface, @to)
            ON CONFLICT (interface) DO UPDATE SET position = excluded.position WHERE hub_directory_mark.position = @from
            """)
            .With("interface", Kind.Text, service).With("to", Kind.Whole, to).With("from", Kind.Whole, from).RunAsync(ct);
        if (moved == 0)
        {
            return false;
        }

        foreach (var row in rows)
        {
            await PutAsync(scope, row, ct);
        }

        await scope.CommitAsync(ct);
        return true;
    }

    /// <summary>What this deployment has said itself, withdrawn entries included.</summary>
    public Task<IReadOnlyList<DirectoryRow>> OfSourceAsync(string source, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_directory WHERE source = @source ORDER BY dataset, way, record_id LIMIT 500000").With("source", Kind.Text, source).RowsAsync(Read, ct);

    /// <summary>What providers said, here and below.</summary>
    public Task<IReadOnlyList<DirectoryRow>> GatheredAsync(CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_directory WHERE way = 'up' AND gone = @no ORDER BY dataset, record_id LIMIT 500000").With("no", Kind.Flag, false).RowsAsync(Read, ct);

    public async Task<(long Total, IReadOnlyList<DirectoryRow> Rows)> PageAsync(DirectorySearch search, CancellationToken ct)
    {
        var conditions = new List<string> { "d.dataset = 'XC-02'", Seen };
        Narrow(search.Words, "d.words LIKE @words ESCAPE '!'");
        Narrow(search.Tier, "d.tier = @tier");
        Narrow(search.Platform, "d.platform = @platform");
        Narrow(search.Share, "d.share = @share");
        Narrow(search.Class, "d.class = @class");
        Narrow(search.State, "d.state = @state");
        var where = string.Join(" AND ", conditions);
        var total = await Bound($"SELECT count(*) FROM hub_directory AS d WHERE {where}").ScalarAsync<long>(ct);
        var rows = await Bound($"SELECT {Columns} FROM hub_directory AS d WHERE {where} AND d.sort > @after ORDER BY d.sort LIMIT @most")
            .With("after", Kind.Text, search.After).With("most", Kind.Whole, search.Most).RowsAsync(Read, ct);
        return (total, rows);

        void Narrow(string? value, string condition)
        {
            if (value is not null)
            {
                conditions.Add(condition);
            }
        }

        SqlStatement Bound(string sql) => engine.Sql(sql).With("no", Kind.Flag, false).With("words", Kind.Text, $"%{Plain(search.Words?.ToLowerInvariant() ?? "")}%")
            .With("tier", Kind.Text, search.Tier ?? "").With("platform", Kind.Text, search.Platform ?? "").With("share", Kind.Text, search.Share ?? "")
            .With("class", Kind.Text, search.Class ?? "").With("state", Kind.Text, search.State ?? "");
    }

    /// <summary>Every platform's word on one entry; more than one where several claim it.</summary>
    public Task<IReadOnlyList<DirectoryRow>> EntryAsync(string entry, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_directory AS d WHERE d.dataset = 'XC-02' AND d.entry = @entry AND {Seen} ORDER BY d.finding, d.sort LIMIT 20")
            .With("entry", Kind.Text, entry).With("no", Kind.Flag, false).RowsAsync(Read, ct);

    public Task<IReadOnlyList<DirectoryRow>> ServicesAsync(string resource, string platform, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_directory AS d WHERE d.dataset = 'XC-03' AND d.resource_code = @resource AND d.platform = @platform AND {Seen} ORDER BY d.entry LIMIT 100")
            .With("resource", Kind.Text, resource).With("platform", Kind.Text, platform).With("no", Kind.Flag, false).RowsAsync(Read, ct);

    /// <summary>Takes the turn to write, or keeps it; false while another process has it.</summary>
    public async Task<bool> HoldAsync(string holder, DateTimeOffset now, TimeSpan life, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_directory_turn SET holder = @holder, held_until = @until WHERE id = 1 AND (holder IS NULL OR holder = @holder OR held_until < @now)")
            .With("holder", Kind.Text, holder).With("until", Kind.Instant, now + life).With("now", Kind.Instant, now).RunAsync(ct) == 1;

    public Task<int> LetGoAsync(string holder, CancellationToken ct) =>
        engine.Sql("UPDATE hub_directory_turn SET holder = NULL, held_until = NULL WHERE holder = @holder").With("holder", Kind.Text, holder).RunAsync(ct);

    public Task<DateTimeOffset?> ListedAtAsync(CancellationToken ct) => engine.Sql("SELECT listed_at FROM hub_directory_turn WHERE id = 1").ScalarAsync<DateTimeOffset?>(ct);

    public Task<int> ListedAsync(DateTimeOffset at, CancellationToken ct) => engine.Sql("UPDATE hub_directory_turn SET listed_at = @at WHERE id = 1").With("at", Kind.Instant, at).RunAsync(ct);

    // The first to say an entry has it; who comes later is found to repeat it, until the first withdraws.
    private static async Task PutAsync(WriteScope scope, DirectoryRow row, CancellationToken ct)
    {
        var finding = row.Finding;
        if (row is { Way: DirectoryRow.Up, Gone: false, Finding: "" })
        {
            var taken = await scope.Sql("SELECT count(*) FROM hub_directory WHERE dataset = @dataset AND entry = @entry AND way = 'up' AND gone = @no AND finding = '' AND record_id <> @id")
                .With("dataset", Kind.Text, row.Dataset).With("entry", Kind.Text, row.Entry).With("no", Kind.Flag, false).With("id", Kind.Text, row.RecordId).ScalarAsync<long>(ct);
            finding = taken > 0 ? DirectoryRow.Duplicate : "";
        }

        await scope.Sql(
            $"""
            INSERT INTO hub_directory ({Columns}) VALUES
            (@dataset, @way, @id, @source, @rev, @gone, @entry, @resource, @platform, @tier, @share, @class, @state, @words, @sort, @finding, @body)
            ON CONFLICT (dataset, way, record_id) DO UPDATE SET source = excluded.source, rev = excluded.rev, gone = excluded.gone, entry = excluded.entry, resource_code = excluded.resource_code,
              platform = excluded.platform, tier = excluded.tier, share = excluded.share, class = excluded.class, state = excluded.state, words = excluded.words, sort = excluded.sort,
              finding = excluded.finding, body = excluded.body
            """)
            .With("dataset", Kind.Text, row.Dataset).With("way", Kind.Text, row.Way).With("id", Kind.Text, row.RecordId).With("source", Kind.Text, row.Source).With("rev", Kind.Whole, row.Rev)
            .With("gone", Kind.Flag, row.Gone).With("entry", Kind.Text, row.Entry).With("resource", Kind.Text, row.ResourceCode).With("platform", Kind.Text, row.Platform).With("tier", Kind.Text, row.Tier)
            .With("share", Kind.Text, row.Share).With("class", Kind.Text, row.Class).With("state", Kind.Text, row.State).With("words", Kind.Text, row.Words).With("sort", Kind.Text, row.Sort)
            .With("finding", Kind.Text, finding).With("body", Kind.Bytes, row.Body).RunAsync(ct);
        if (row is { Way: DirectoryRow.Up, Gone: true })
        {
            await scope.Sql("""
                UPDATE hub_directory SET finding = '' WHERE dataset = @dataset AND way = 'up' AND finding = 'duplicate' AND record_id =
                (SELECT min(record_id) FROM hub_directory WHERE dataset = @dataset AND entry = @entry AND way = 'up' AND gone = @no)
                """)
                .With("dataset", Kind.Text, row.Dataset).With("entry", Kind.Text, row.Entry).With("no", Kind.Flag, false).RunAsync(ct);
        }
    }

    private static string Plain(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    private static DirectoryRow Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Whole(4), row.Flag(5), row.Text(6), row.Bytes(16))
    {
        ResourceCode = row.Text(7),
        Platform = row.Text(8),
        Tier = row.Text(9),
        Share = row.Text(10),
        Class = row.Text(11),
        State = row.Text(12),
        Words = row.Text(13),
        Finding = row.Text(15),
    };
}
