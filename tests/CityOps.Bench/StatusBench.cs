using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Hub;
using CityOps.Schemas.Catalogue;
using CityOps.Store;

namespace CityOps.Bench;

/// <summary>
/// 接口状态监控 at size: thousands of interfaces, the platforms of the country, millions of log rows; how long each page's
/// question takes on the server, and a search by business number.
/// </summary>
internal static class StatusBench
{
    private const int Rounds = 30;
    private const int Feeds = 20_000;

    public static async Task<int> RunAsync(string store, int datasets, int platforms, long rows)
    {
        var folder = Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        var schemas = SchemaSet.Compile([.. SchemaSet.Standard.All.Select(one => (ReadOnlyMemory<byte>)one.SchemaBytes), .. Enumerable.Range(0, datasets).Select(Local)]);
        var members = Enumerable.Range(0, platforms).Select(i => new PlatformOptions { Code = BenchHub.Department(i), Name = $"平台{i}", Region = "340100", Secret = "plain:secret" }).ToList();
        var began = Stopwatch.GetTimestamp();
        await using var hub = await BenchHub.StartAsync(store == "sqlite" ? $"sqlite:{folder}/hub.db" : store, members, schemas, engine => SeedAsync(engine, store == "sqlite", datasets, platforms, rows));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"status {store.Split(':')[0]}: {datasets:N0} local datasets, {platforms:N0} platforms, {rows:N0} log rows, {Feeds:N0} feeds; seeded in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s"));
        foreach (var (name, path) in new[]
        {
            ("overview", "status/v1/overview"), ("interfaces, first page", "status/v1/interfaces"), ("interfaces, Chinese search", "status/v1/interfaces?q=" + Uri.EscapeDataString("地方表77")), ("interfaces, red only", "status/v1/interfaces?light=red"),
            ("one interface", "status/v1/interfaces/LX-100077.v1.up"), ("platforms", "status/v1/platforms"), ("one platform", $"status/v1/platforms/{BenchHub.Department(7)}"), ("causes", "status/v1/causes"), ("quarantine", "status/v1/quarantine"),
            ("search by business number", "status/v1/records?q=CASE000000007"), ("a record's life", "status/v1/records/life?key=" + Uri.EscapeDataString("MG-01 D-340102:CASE000000000077")), ("catalogue, search", "catalog/v1/interfaces?q=" + Uri.EscapeDataString("地方表")), ("live subscriptions", "subscriptions/v1/live"),
        })
        {
            await TimeAsync(hub, name, path);
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task TimeAsync(BenchHub hub, string name, string path)
    {
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await hub.SendAsync(HttpMethod.Get, path, BenchHub.Own, null, "");
            await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }

            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        var sorted = times.Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-28} first {times[0],7:N1} ms  p50 {sorted[Rounds / 2],7:N1} ms  p95 {sorted[Rounds * 95 / 100],7:N1} ms"));
    }

    private static ReadOnlyMemory<byte> Local(int number)
    {
        var schema = JsonNode.Parse(SchemaSet.Standard.All.First(one => one.Dataset == "EX-02").SchemaBytes.Span)!.AsObject();
        var text = schema.ToJsonString().Replace("EX-02", $"LX-{100_000 + number}", StringComparison.Ordinal).Replace("气象实况", $"地方表{number}", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    // Rows as intake writes them, made where they lie: what is measured is reading.
    private static async Task SeedAsync(Engine engine, bool sqlite, int datasets, int platforms, long rows)
    {
        const long Chunk = 1_000_000;
        for (long at = 0; at < rows; at += Chunk)
        {
            var (from, to) = (at + 1, Math.Min(rows, at + Chunk));
            var series = sqlite ? $"WITH RECURSIVE s(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM s WHERE n < {to})" : $"WITH s(n) AS (SELECT generate_series({from}, {to}))";
            var key = sqlite ? "'MG-01 D-340102:CASE' || printf('%012d', n)" : "'MG-01 D-340102:CASE' || lpad(n::text, 12, '0')";
            var body = "{\"caseNo\":\"CASE\",\"recordId\":\"D-340102:CASE\",\"description\":\"路灯不亮，位于示例街 1 号，请及时处理。\"}";
            var bytes = sqlite ? $"CAST('{body}' AS BLOB)" : $"convert_to('{body}', 'UTF8')";
            await using var scope = await engine.BeginWriteAsync(CancellationToken.None);
            var now = TimeProvider.System.GetUtcNow();
            await scope.Sql($"{series} INSERT INTO hub_log (position, interface, record_key, rev, regions, accepted_at, body) SELECT n, 'MG-01.v1.up', {key}, 1, '340102', @now, {bytes} FROM s").With("now", Kind.Instant, now).RunAsync(CancellationToken.None);
            await scope.Sql($"{series} INSERT INTO hub_head (record_key, dataset, owner, rev, digest, position, name) SELECT {key}, 'MG-01', 'D-340102', 1, {bytes}, n, {key.Replace("MG-01 D-340102:", "", StringComparison.Ordinal)} FROM s").RunAsync(CancellationToken.None);
            await scope.CommitAsync(CancellationToken.None);
        }

        await using var last = await engine.BeginWriteAsync(CancellationToken.None);
        await last.Sql("UPDATE hub_position SET head = @head").With("head", Kind.Whole, rows).RunAsync(CancellationToken.None);
        for (var i = 0; i < Feeds; i++)
        {
            await last.Sql("INSERT INTO hub_feed (interface, sender, accepted, duplicate, stale, rejected, last_at, last_good_at) VALUES (@interface, @sender, 10, 0, 0, 1, @now, @now)")
                .With("interface", Kind.Text, $"LX-{100_000 + (i % Math.Max(1, datasets))}.v1.up").With("sender", Kind.Text, BenchHub.Department(i / Math.Max(1, datasets) * 97 % platforms))
                .With("now", Kind.Instant, TimeProvider.System.GetUtcNow().AddMinutes(-(i % 500))).RunAsync(CancellationToken.None);
        }

        await last.CommitAsync(CancellationToken.None);
    }
}
