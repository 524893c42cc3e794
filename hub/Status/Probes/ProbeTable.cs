using System.Globalization;
using CityOps.Hub.SignOn.Keys;
using CityOps.Store;

namespace CityOps.Hub.Status.Probes;

/// <summary>Stretches of one verdict, a row each however many probes it holds; and the key by which probes sign on.</summary>
internal sealed class ProbeTable(Engine engine, KeyWrap wrap)
{
    private const string KeyName = "probe";
    private const string Columns = "target, starts, ends, verdict, leg, said, probes, connect_ms, tls_ms, token_ms, answer_ms, store_ms";
    private const int MostStretches = 200;
    private const int MostFailing = 20_000;

    /// <summary>Adds results: to the newest stretch of their target where the verdict is the same on the same day, else as a new one.</summary>
    public async Task AddAsync(IReadOnlyList<ProbeResult> results, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        foreach (var one in results)
        {
            var known = await With(
                scope.Sql("""
                    UPDATE hub_probe SET ends = @at, said = @said, probes = probes + 1, connect_ms = connect_ms + @connect, tls_ms = tls_ms + @tls, token_ms = token_ms + @token, answer_ms = answer_ms + @answer,
                      store_ms = store_ms + @store WHERE target = @target AND newest AND day = @day AND verdict = @verdict AND leg = @leg
                    """),
                one).RunAsync(ct);
            if (known == 0)
            {
                await scope.Sql("UPDATE hub_probe SET newest = @no WHERE target = @target AND newest").With("no", Kind.Flag, false).With("target", Kind.Text, one.Target).RunAsync(ct);
                await With(scope.Sql($"INSERT INTO hub_probe (day, newest, {Columns}) VALUES (@day, @yes, @target, @at, @at, @verdict, @leg, @said, 1, @connect, @tls, @token, @answer, @store)"), one)
                    .With("yes", Kind.Flag, true).RunAsync(ct);
            }
        }

        await scope.CommitAsync(ct);
    }

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<ProbeStretch>> OfAsync(string target, string fromDay, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_probe WHERE target = @target AND day >= @day ORDER BY starts DESC LIMIT {MostStretches}").With("target", Kind.Text, target).With("day", Kind.Text, fromDay).RowsAsync(Read, ct);

    /// <summary>The targets of which the newest verdict is not a good one, looked at since a moment.</summary>
    public Task<IReadOnlyList<ProbeStretch>> TroubledAsync(DateTimeOffset since, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_probe WHERE newest AND verdict <> 'Well' AND ends >= @since ORDER BY target LIMIT {MostFailing}").With("since", Kind.Instant, since).RowsAsync(Read, ct);

    public Task<int> ForgetAsync(string beforeDay, int most, CancellationToken ct) =>
        engine.Sql("DELETE FROM hub_probe WHERE (target, starts) IN (SELECT target, starts FROM hub_probe WHERE day < @day AND NOT newest LIMIT @most)").With("day", Kind.Text, beforeDay).With("most", Kind.Whole, most).RunAsync(ct);

    /// <summary>The key all processes over this store probe with; null before the first made one.</summary>
    public async Task<string?> KeyAsync(CancellationToken ct) =>
        await engine.Sql("SELECT pem FROM hub_probe_key WHERE id = 1").ScalarAsync<byte[]>(ct) is { } held ? System.Text.Encoding.ASCII.GetString(wrap.Open(KeyName, held)) : null;

    /// <summary>Keeps a key where none is; whoever comes second takes that of the first.</summary>
    public Task<int> KeepKeyAsync(string pem, CancellationToken ct) =>
        engine.Sql("INSERT INTO hub_probe_key (id, pem) VALUES (1, @pem) ON CONFLICT DO NOTHING").With("pem", Kind.Bytes, wrap.Wrap(KeyName, System.Text.Encoding.ASCII.GetBytes(pem))).RunAsync(ct);

    public static string DayOf(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static SqlStatement With(SqlStatement statement, ProbeResult one) => statement
        .With("target", Kind.Text, one.Target).With("at", Kind.Instant, one.At).With("day", Kind.Text, DayOf(one.At)).With("verdict", Kind.Text, one.Verdict.ToString()).With("leg", Kind.Text, one.Leg.ToString())
        .With("said", Kind.Text, one.Said).With("connect", Kind.Whole, one.Times.Connect).With("tls", Kind.Whole, one.Times.Tls).With("token", Kind.Whole, one.Times.Token).With("answer", Kind.Whole, one.Times.Answer)
        .With("store", Kind.Whole, one.Times.Store);

    private static ProbeStretch Read(Row row) => new(
        row.Text(0), row.Instant(1), row.Instant(2), Enum.Parse<ProbeVerdict>(row.Text(3)), Enum.Parse<ProbeLeg>(row.Text(4)), row.Text(5), row.Whole(6),
        new ProbeTimes(row.Whole(7), row.Whole(8), row.Whole(9), row.Whole(10), row.Whole(11)));
}
