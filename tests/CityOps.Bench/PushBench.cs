using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using CityOps.Hub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.Bench;

/// <summary>
/// 推送 fan-out: the same records to many endpoints, signed and in order, a lane for each; beside a bare loop of HttpClient
/// that posts as many bodies of that size, as many at a time, to the same receiver.
/// </summary>
internal static class PushBench
{
    private const string Service = "MG-01.v1.up";
    private const int Page = 100;
    private static long taken;
    private static int size;

    public static async Task<int> RunAsync(string store, string example, int subscribers, int records)
    {
        var folder = Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        var platforms = Enumerable.Range(0, subscribers).Select(i => new PlatformOptions { Code = BenchHub.Department(i), Name = $"部门{i}", Region = "340100", Secret = "plain:secret" })
            .Append(new PlatformOptions { Code = "D-340102", Name = "瑶海区", Secret = "plain:secret" }).ToList();
        await using var receiver = await ReceiverAsync();
        var url = receiver.Urls.First() + "/take";
        double hub, cpu;
        await using (var running = await BenchHub.StartAsync(store == "sqlite" ? $"sqlite:{folder}/hub.db" : store, platforms))
        {
            // Everything is there before anybody subscribes: what is measured is the fan-out, not the intake.
            await SendAsync(running, example, 0, records);
            await Task.WhenAll(platforms.Take(subscribers).Select(one => SubscribeAsync(running, one.Code, url)));
            await UntilAsync(1);
            var (began, before, used) = (Stopwatch.GetTimestamp(), Interlocked.Read(ref taken), Cpu());
            var all = subscribers * (long)(records / Page);
            await UntilAsync(all);
            hub = (all - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
            cpu = (Cpu() - used) / (all - before);
        }

        var spent = Cpu();
        var bare = await BareAsync(url, subscribers, records / Page);
        spent = (Cpu() - spent) / (subscribers * (records / Page));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"push {store.Split(':')[0]}: {subscribers} endpoints x {records} records in pages of {Page} ({size / 1024} KiB): {hub:N0} deliveries/s; bare HttpClient loop {bare:N0}/s; ratio {hub / bare:N2}; processor time a delivery {cpu:N2} ms, bare {spent:N2} ms, receiver included in both"));
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task SubscribeAsync(BenchHub hub, string platform, string url)
    {
        var until = TimeProvider.System.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var asked = await hub.AskAsync(HttpMethod.Post, "subscriptions/v1/requests", platform, new { @interface = Service, purpose = "推送测速用途", scenario = "测速", validTo = until, legalBasis = "测速", startFrom = "2020-01-01T00:00:00+08:00", mode = "push", pushUrl = url });
        await hub.AskAsync(HttpMethod.Post, $"subscriptions/v1/requests/{asked.GetProperty("id").GetString()}/decision", BenchHub.Own, new { accept = true, opinion = "同意" });
        await hub.AskAsync(HttpMethod.Post, $"subscriptions/v1/live/{platform}.{Service}/push/secret", platform, new { });
    }

    private static async Task SendAsync(BenchHub hub, string example, int from, int count)
    {
        var maker = new Mg01(example, "D-340102", "340102");
        for (var at = 0; at < count; at += Page)
        {
            using var answer = await hub.SendAsync(HttpMethod.Post, $"exchange/v1/interfaces/{Service}/batches", "D-340102", maker.Lines(from + at, Page), "application/x-ndjson", $"push-{from + at}");
            answer.EnsureSuccessStatusCode();
        }
    }

    private static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds;

    private static async Task UntilAsync(long wanted)
    {
        var began = Stopwatch.GetTimestamp();
        while (Interlocked.Read(ref taken) < wanted)
        {
            await Task.Delay(2);
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(3))
            {
                throw new InvalidOperationException($"{Interlocked.Read(ref taken)} of {wanted} deliveries came");
            }
        }
    }

    private static async Task<double> BareAsync(string url, int loops, int each)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256 });
        var body = new byte[size];
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, loops).Select(async _ =>
        {
            for (var i = 0; i < each; i++)
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await http.PostAsync(new Uri(url), content);
                answer.EnsureSuccessStatusCode();
            }
        }));
        return loops * each / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // Echoes a challenge; counts deliveries that hold records.
    private static async Task<WebApplication> ReceiverAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/take", Task<IResult> (HttpContext http) => TakeAsync(http));
        await app.StartAsync();
        return app;
    }

    private static async Task<IResult> TakeAsync(HttpContext http)
    {
        var length = (int)http.Request.ContentLength!.Value;
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await http.Request.Body.ReadExactlyAsync(buffer.AsMemory(0, length));
            if (length < 4_096)
            {
                return Results.Bytes(buffer[..length], "application/json"); // a challenge, echoed whole
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        size = length;
        Interlocked.Increment(ref taken);
        return Results.NoContent();
    }
}
