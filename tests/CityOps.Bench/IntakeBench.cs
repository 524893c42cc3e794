using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityOps.Hub;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Schemas.Codes;
using CityOps.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Bench;

/// <summary>
/// Durable validated intake over HTTP — token, strict reading, schema, heads, log, receipt after the commit — with several
/// senders, beside the bare write of the same rows by one writer. Client, hub and store share the machine.
/// </summary>
internal static class IntakeBench
{
    private const int Batch = 500;
    private const string Service = "MG-01.v1.up";

    public static async Task<int> RunAsync(string store, string example, int senders, int total)
    {
        var folder = Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        var warm = total / 4;
        var (hubRate, p50, p99) = await HubAsync(store == "sqlite" ? $"sqlite:{folder}/hub.db" : Schema(store, "bench_hub"), example, senders, total, warm);
        var bareRate = await BareAsync(store == "sqlite" ? $"sqlite:{folder}/bare.db" : Schema(store, "bench_bare"), example, total, warm);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"intake {store.Split(':')[0]}: {senders} senders x {Batch}: {hubRate:N0} records/s, batch p50 {p50:N0} ms p99 {p99:N0} ms; bare write, one writer: {bareRate:N0} records/s; ratio {hubRate / bareRate:N2}"));
        if (store != "sqlite")
        {
            await StoreOpener.DropAsync(Schema(store, "bench_hub"), CancellationToken.None);
            await StoreOpener.DropAsync(Schema(store, "bench_bare"), CancellationToken.None);
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static string Schema(string store, string schema) => $"{store.TrimEnd(';')};Search Path={schema}";

    private static async Task<(double Rate, double P50, double P99)> HubAsync(string address, string example, int senders, int total, int warm)
    {
        var deployment = new Deployment(PlatformCode.Parse("C-340100"), RegionCode.Parse("340100"), Tier.City, "合肥市");
        var codes = RegionTree.Standard.Children(deployment.Region).Take(senders).Select(r => $"D-{r}").ToList();
        var options = new HubOptions { OwnSecret = "plain:own", Platforms = [.. codes.Select(c => new PlatformOptions { Code = c, Name = c, Secret = "plain:secret" })] };
        await using var engine = await StoreOpener.OpenAsync(address, CancellationToken.None);
        var setup = await HubSetup.PrepareAsync(deployment, options, engine, TimeProvider.System, CancellationToken.None);
        var (directory, faults) = Registration.Read(deployment, options);
        Trace.Assert(faults.Count == 0, string.Join(' ', faults));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = FreePort();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddHub(setup, directory, $"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.MapHub();
        await app.StartAsync();
        using var client = PeerClient.To($"http://127.0.0.1:{port}");
        var figures = await SendAsync(client, codes, example, total, warm);
        await app.StopAsync();
        return figures;
    }

    private static async Task<(double Rate, double P50, double P99)> SendAsync(HttpClient client, List<string> codes, string example, int total, int warm)
    {
        var each = (total + warm) / codes.Count / Batch;
        var bodies = codes.Select(c => Enumerable.Range(0, each).Select(b => new Mg01(example, c, c[2..]).Lines(b * Batch, Batch)).ToList()).ToList();
        var tokens = new List<string>();
        foreach (var code in codes)
        {
            tokens.Add(await new LinkTokens(code, "secret", TimeProvider.System).GetAsync(client, CancellationToken.None));
        }

        var skip = warm / codes.Count / Batch;
        await Task.WhenAll(codes.Select((_, i) => PostAsync(client, tokens[i], bodies[i].Take(skip), [])));
        var latencies = codes.Select(_ => new List<double>()).ToList();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(codes.Select((_, i) => PostAsync(client, tokens[i], bodies[i].Skip(skip), latencies[i])));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var all = latencies.SelectMany(l => l).Order().ToList();
        return (all.Count * Batch / seconds, all[all.Count / 2], all[all.Count * 99 / 100]);
    }

    private static async Task PostAsync(HttpClient client, string token, IEnumerable<byte[]> bodies, List<double> latencies)
    {
        foreach (var body in bodies)
        {
            var began = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, $"exchange/v1/interfaces/{Service}/batches") { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("Idempotency-Key", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body)));
            using var response = await client.SendAsync(request);
            using var receipt = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            if (!response.IsSuccessStatusCode || receipt.RootElement.GetProperty("counts").GetProperty("accepted").GetInt32() != Batch)
            {
                throw new InvalidOperationException($"{(int)response.StatusCode} {Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync())[..500]}");
            }

            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private static async Task<double> BareAsync(string address, string example, int total, int warm)
    {
        await using var engine = await StoreOpener.OpenAsync(address, CancellationToken.None);
        await Migrations.ApplyAsync(engine, typeof(HubSetup).Assembly, "hub", CancellationToken.None);
        var (log, heads) = (new LogTable(engine), new HeadTable(engine));
        var records = new Mg01(example, "C-340100", "340102").Records(0, total + warm);
        var began = 0L;
        for (var at = 0; at < records.Count; at += Batch)
        {
            began = at == warm / Batch * Batch ? Stopwatch.GetTimestamp() : began;
            var entries = records.Skip(at).Take(Batch).Select((r, i) => new LogEntry(at + i + 1, Service, HeadTable.KeyOf("MG-01", r.Header.RecordId), "340102", r, DateTimeOffset.UnixEpoch)).ToList();
            await using var scope = await engine.BeginWriteAsync(CancellationToken.None);
            await log.AppendAsync(scope, entries, CancellationToken.None);
            await heads.WriteAsync(scope, entries.Select(e => new Head(e.Key, "C-340100", 1, e.Record.Digest, e.Position, null)), new HashSet<string>(), CancellationToken.None);
            await scope.CommitAsync(CancellationToken.None);
        }

        return total / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }
}
