using System.Net.Http.Headers;
using System.Text.Json;
using CityOps.Hub.Links;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Joining;

/// <summary>
/// 接入, walked from the joining side: application, key, handshake, probe, test batches, receipt. Speaks the hub's interface
/// like any outsider; what it remembers lets a second run go on where one was cut off.
/// </summary>
internal sealed class JoinClient(JoinPlan plan, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly int[] Wire = [1];
    private readonly HttpClient http = PeerClient.To(plan.Url);
    private LinkTokens? tokens;

    /// <param name="memory">Of an earlier run; null to begin.</param>
    /// <param name="remember">Called whenever there is more to remember.</param>
    /// <param name="tell">One line a step, Chinese and English.</param>
    /// <exception cref="JoinException">Refused.</exception>
    public async Task<JoinMemory> RunAsync(JoinMemory? memory, Action<JoinMemory> remember, Action<string> tell, CancellationToken ct)
    {
        var known = memory ?? Keep(await ApplyAsync(tell, ct), remember);
        if (known.Secret.Length == 0)
        {
            await ApprovedAsync(known, tell, ct);
            var secret = await AskAsync(HttpMethod.Post, $"onboarding/v1/applications/{known.Id}/secret", null, known.Key, ct);
            known = Keep(known with { Secret = secret.GetProperty("secret").GetString()! }, remember);
            tell("✓ 已领取平台密钥 key fetched");
        }

        tokens = new LinkTokens(plan.Code, known.Secret, clock);
        if (known.Receipt.Length > 0)
        {
            return known;
        }

        await ShakeAsync(tell, ct);
        await ProbeAsync(tell, ct);
        foreach (var service in plan.Publishes)
        {
            await TryAsync(service, tell, ct);
        }

        var joined = await AskAsync(HttpMethod.Post, "onboarding/v1/finish", "{}"u8.ToArray(), null, ct);
        tell("✓ 接入完成，已取得接入回执 joined, with the receipt");
        return Keep(known with { Receipt = joined.GetProperty("receipt").GetString()! }, remember);
    }

    public void Dispose() => http.Dispose();

    private static JoinMemory Keep(JoinMemory memory, Action<JoinMemory> remember)
    {
        remember(memory);
        return memory;
    }

    private async Task<JoinMemory> ApplyAsync(Action<string> tell, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                invitation = plan.Invitation, code = plan.Code, name = plan.Name, region = plan.Region, owner = plan.Owner, contact = plan.Contact, phone = plan.Phone, purpose = plan.Purpose,
                publishes = plan.Publishes, subscribes = plan.Subscribes,
            },
            JsonSerializerOptions.Web);
        var applied = await AskAsync(HttpMethod.Post, "onboarding/v1/applications", body, null, ct);
        var id = applied.GetProperty("join").GetProperty("id").GetString()!;
        tell($"✓ 已提交接入申请 applied: {id}");
        return new JoinMemory(id, applied.GetProperty("key").GetString()!);
    }

    private async Task ApprovedAsync(JoinMemory known, Action<string> tell, CancellationToken ct)
    {
        for (var told = false; ; told = true)
        {
            var join = await AskAsync(HttpMethod.Get, $"onboarding/v1/applications/{known.Id}", null, known.Key, ct);
            switch (join.GetProperty("state").GetString())
            {
                case "testing":
                    tell("✓ 审核通过 approved");
                    return;
                case "applied":
                    if (!told)
                    {
                        tell("… 等待审核 waiting for the review (Ctrl-C 可中断，稍后以同一命令继续 may be ended and gone on with later)");
                    }

                    await Task.Delay(Look, clock, ct);
                    continue;
                case var other:
                    throw new JoinException($"接入申请状态为 the application is {other}：{Text(join, "opinion")}");
            }
        }
    }

    private async Task ShakeAsync(Action<string> tell, CancellationToken ct)
    {
        var lists = CodeLists.Standard.All.ToDictionary(list => list.Name, list => list.Edition, StringComparer.Ordinal);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { software = "CityOps/1", wire = Wire, at = clock.GetUtcNow(), codeLists = lists }, JsonSerializerOptions.Web);
        var answer = await AskAsync(HttpMethod.Post, "onboarding/v1/handshake", body, null, ct);
        tell($"✓ 握手 handshake: 时钟差 clocks differ {answer.GetProperty("skewMillis").GetInt64()} ms, 差异 differences {answer.GetProperty("differences").GetArrayLength()}");
    }

    private async Task ProbeAsync(Action<string> tell, CancellationToken ct)
    {
        var nonce = (await AskAsync(HttpMethod.Get, "onboarding/v1/probe", null, null, ct)).GetProperty("nonce").GetString();
        await AskAsync(HttpMethod.Post, "onboarding/v1/probe", JsonSerializer.SerializeToUtf8Bytes(new { nonce }, JsonSerializerOptions.Web), null, ct);
        tell("✓ 双向探测 two-way probe");
    }

    private async Task TryAsync(string service, Action<string> tell, CancellationToken ct)
    {
        var lines = await plan.TestLines(service, ct);
        var receipt = await AskAsync(HttpMethod.Post, $"exchange/v1/interfaces/{service}/batches?mode=test", lines, null, ct, "application/x-ndjson");
        var counts = receipt.GetProperty("counts");
        if (counts.GetProperty("rejected").GetInt32() > 0)
        {
            var problem = receipt.GetProperty("problems")[0];
            throw new JoinException($"{service}：测试记录不合格 the test record does not hold: {Text(problem, "pointer")} {Text(problem, "message")} / {Text(problem, "messageEn")}");
        }

        tell($"✓ 测试批次 test batch {service}: {counts.GetProperty("accepted").GetInt32()}");
    }

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, byte[]? body, string? key, CancellationToken ct, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            request.Headers.Add("Idempotency-Key", "join-" + clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (key is not null)
        {
            request.Headers.Add("Join-Key", key);
        }

        try
        {
            if (key is null && tokens is not null)
            {
                await tokens.AuthorizeAsync(request, http, ct);
            }

            using var answer = await http.SendAsync(request, ct);
            var bytes = await answer.Content.ReadAsByteArrayAsync(ct);
            return answer.IsSuccessStatusCode ? JsonDocument.Parse(bytes).RootElement.Clone() : throw new JoinException(Words((int)answer.StatusCode, bytes));
        }
        catch (HttpRequestException away)
        {
            throw new JoinException($"无法访问 cannot reach {plan.Url}: {away.Message}");
        }
    }

    private static string Words(int status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var errors = root.TryGetProperty("errors", out var list) ? list.EnumerateArray().Select(one => $"\n  {Text(one, "at")}: {Text(one, "message")}") : [];
            return $"HTTP {status} {Text(root, "title")} {Text(root, "detail")}{string.Concat(errors)}";
        }
        catch (JsonException)
        {
            return $"HTTP {status}";
        }
    }

    private static string Text(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
