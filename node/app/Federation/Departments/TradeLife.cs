using System.Globalization;
using System.Text.Json;
using CityOps.Node.Hosting;
using CityOps.Node.Joining;

namespace CityOps.Node.Federation.Departments;

/// <summary>What a department of the demo keeps between two starts.</summary>
internal sealed record TradeMemory(JoinMemory? Join)
{
    public int Port { get; init; }

    public string PushSecret { get; init; } = "";
}

/// <summary>
/// One department of the demo: joins by invitation, asks for what it reads, then sends, reads and beats until told to stop;
/// and is ill in the way <see cref="FaultBoard"/> says.
/// </summary>
internal sealed class TradeLife(Trade trade, RunningFederation federation, Member city, string folder, TimeProvider clock)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(10);
    private const int Callers = 4;
    private static readonly TimeSpan RushPause = TimeSpan.FromMilliseconds(5);
    private readonly FaultBoard faults = new(folder);
    private readonly string memoryFile = Path.Combine(folder, ".secrets", $"department-{trade.Key}.json");
    private TradeMemory memory = new((JoinMemory?)null);

    /// <summary>Called once everything is set up.</summary>
    public Action Ready { get; init; } = () => { };

    public async Task RunAsync(CancellationToken ct)
    {
        memory = File.Exists(memoryFile) ? JsonSerializer.Deserialize<TradeMemory>(await File.ReadAllBytesAsync(memoryFile, ct))! : memory;
        await JoinAsync(ct);
        using var api = new ApiClient(city.Url, trade.Code, memory.Join!.Secret, clock);
        using var wrong = new LostKey(city.Url, trade.Code);
        await using var webhook = trade.Takes.Length > 0 ? await TradeEndpoints.StartAsync(memory.Port, faults, ct) : null;
        if (trade.Pulls.Length > 0)
        {
            await SubscribeAsync(api, trade.Pulls, null, ct);
        }

        if (webhook is not null)
        {
            await TakeDeliveriesAsync(api, webhook, ct);
        }

        Ready();
        await Task.WhenAll(SendAsync(api, wrong, ct), ReadAsync(api, ct), BeatAsync(api, ct), FloodAsync(api, ct));
    }

    private async Task JoinAsync(CancellationToken ct)
    {
        var invitation = "";
        if (memory.Join is null)
        {
            var own = federation.As(city);
            var asked = await own.PostAsync("admin/v1/joins", Json(new { code = trade.Code, name = trade.Name, region = city.Region.ToString(), publishes = new[] { trade.Publishes }, subscribes = Array.Empty<string>() }), ct);
            invitation = asked.Good ? asked.Json().GetProperty("invitation").GetString()! : throw new FederationException($"{trade.Name}: {asked.Status} {asked.Text}");
        }

        var plan = new JoinPlan(city.Url, trade.Code, trade.Name, trade.Purpose, [trade.Publishes], [])
        {
            Invitation = invitation,
            Region = city.Region.ToString(),
            Owner = trade.Name,
            TestLines = (_, _) => Task.FromResult(new TradeRecords(trade, city, 0).Next(clock.GetUtcNow(), new FaultBoard(Path.Combine(folder, ".nowhere")))),
        };
        using var client = new JoinClient(plan, clock);
        try
        {
            await client.RunAsync(memory.Join, join => Keep(memory with { Join = join }), _ => { }, ct);
        }
        catch (JoinException fault)
        {
            throw new FederationException($"{trade.Name}: {fault.Message}");
        }
    }

    // Asks, and its hub's administrator says yes: people would do both on the portal.
    private async Task SubscribeAsync(ApiClient api, string service, string? pushUrl, CancellationToken ct)
    {
        var until = clock.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var asked = await api.PostAsync("subscriptions/v1/requests", Json(new
        {
            @interface = service, purpose = trade.Purpose, scenario = "演示", validTo = until, legalBasis = "演示数据共享协议", mode = pushUrl is null ? "pull" : "push", pushUrl,
        }), ct);
        if (asked.Status == 409)
        {
            return; // asked for at an earlier start
        }

        if (!asked.Good)
        {
            throw new FederationException($"{trade.Name} {service}: {asked.Status} {asked.Text}");
        }

        var request = asked.Json();
        if (request.GetProperty("state").GetString() == "awaiting")
        {
            var said = await federation.As(city).PostAsync($"subscriptions/v1/requests/{request.GetProperty("id").GetString()}/decision", Json(new { accept = true, opinion = "同意" }), ct);
            if (!said.Good)
            {
                throw new FederationException($"{trade.Name} {service}: {said.Status} {said.Text}");
            }
        }
    }

    private async Task TakeDeliveriesAsync(ApiClient api, TradeEndpoints webhook, CancellationToken ct)
    {
        var subscription = $"{trade.Code}.{trade.Takes}";
        if (memory.PushSecret.Length == 0)
        {
            await SubscribeAsync(api, trade.Takes, webhook.Url, ct);
            var shown = await api.PostAsync($"subscriptions/v1/live/{subscription}/push/secret", "{}"u8.ToArray(), ct);
            if (!shown.Good)
            {
                throw new FederationException($"{trade.Name} {trade.Takes}: {shown.Status} {shown.Text}");
            }

            Keep(memory with { PushSecret = shown.Json().GetProperty("secret").GetString()!, Port = new Uri(webhook.Url).Port });
        }

        webhook.Trust(subscription, memory.PushSecret);
    }

    private async Task SendAsync(ApiClient api, LostKey wrong, CancellationToken ct)
    {
        var seed = (int)(clock.GetUtcNow().ToUnixTimeSeconds() & int.MaxValue);
        var records = new TradeRecords(trade, city, seed);
        using var timer = new PeriodicTimer(Beat, clock);
        for (var number = 0; await timer.WaitForNextTickAsync(ct); number++)
        {
            if (Is("silent"))
            {
                continue;
            }

            if (Is("key"))
            {
                await wrong.TryAsync(ct);
                continue;
            }

            var id = string.Create(CultureInfo.InvariantCulture, $"{trade.Key}-{(uint)seed:x}-{number}");
            await api.PostAsync($"exchange/v1/interfaces/{trade.Publishes}/batches", records.Next(clock.GetUtcNow(), faults), "application/x-ndjson", id, ct);
        }
    }

    private async Task ReadAsync(ApiClient api, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        while (trade.Pulls.Length > 0 && await timer.WaitForNextTickAsync(ct))
        {
            if (Is("stuck") || Is("silent") || Is("key"))
            {
                continue;
            }

            var subscription = $"exchange/v1/subscriptions/{trade.Code}.{trade.Pulls}";
            if (await api.GetAsync($"{subscription}/records?limit=500", ct) is { Good: true } answer && answer.Json() is var page && page.GetProperty("records").GetArrayLength() > 0)
            {
                await api.PutAsync($"{subscription}/position", Json(new { log = page.GetProperty("log").GetString(), position = page.GetProperty("next").GetInt64() }), ct);
            }
        }
    }

    private async Task BeatAsync(ApiClient api, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(HeartbeatEvery, clock);
        do
        {
            if (!Is("silent") && !Is("key"))
            {
                var at = Is("clock") ? clock.GetUtcNow().AddMinutes(20) : clock.GetUtcNow();
                await api.PostAsync("onboarding/v1/heartbeat", Json(new { at, software = "demo/1" }), ct);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task FloodAsync(ApiClient api, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => RushAsync(api, ct)));
        }
    }

    private async Task RushAsync(ApiClient api, CancellationToken ct)
    {
        while (Is("flood") && !ct.IsCancellationRequested)
        {
            await api.TryGetAsync("exchange/v1/batches/none", ct);
            await Task.Delay(RushPause, clock, ct);
        }
    }

    private bool Is(string fault) => Fault.All.Any(one => one.Name == fault && one.Trade == trade.Key) && faults.Ails(fault);

    private void Keep(TradeMemory known)
    {
        memory = known;
        PrivateFile.Write(memoryFile, JsonSerializer.SerializeToUtf8Bytes(known));
    }

    private static byte[] Json(object body) => JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web);
}
