using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Subscriptions;

/// <summary>推送 to a real endpoint, on each store: proof, signatures, order, refusals, back-off, and what ends it (design.md 11, security.md 9.3).</summary>
public abstract class PushContract : HubContract
{
    private const string Requests = "subscriptions/v1/requests";
    private static readonly string NextYear = TimeProvider.System.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private protected override string[] Callable => ["127.0.0.0/8:*"];

    private static string Subscription => $"{Later}.{Service}";

    [Fact]
    public async Task Nothing_is_sent_before_a_secret_was_fetched_and_the_endpoint_has_proven_itself()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Echoes = false;
        await GrantAsync(receiver.Url);
        await Hub.PostAsync(Case("A1"), "b1");
        Assert.Equal("no-secret", (await StateAsync()).GetProperty("state").GetString());

        await SecretAsync();
        await UntilAsync(async () => (await StateAsync()).GetProperty("attempts").GetInt64() > 0);
        Assert.Equal("unproven", (await StateAsync()).GetProperty("state").GetString());
        Assert.Empty(receiver.All);

        receiver.Echoes = true;
        await ReopenAsync();
        await UntilAsync(() => receiver.Taken.Contains("A1"));
        Assert.Equal("open", (await StateAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Records_come_in_order_once_each_and_what_comes_later_within_two_seconds()
    {
        await using var receiver = await Receiver.StartAsync();
        await OpenAsync(receiver);
        await Hub.PostAsync(string.Join('\n', Enumerable.Range(0, 250).Select(n => Case($"A{n:000}"))), "b1");
        await UntilAsync(() => receiver.Taken.Count >= 250);

        var sent = Stopwatch.GetTimestamp();
        await Hub.PostAsync(Case("B1"), "b2");
        await UntilAsync(() => receiver.Taken.Contains("B1"));

        Assert.True(Stopwatch.GetElapsedTime(sent) < TimeSpan.FromSeconds(2));
        Assert.Equal([.. Enumerable.Range(0, 250).Select(n => $"A{n:000}"), "B1"], receiver.Taken);
        Assert.All(receiver.All, one => Assert.True(one.Cases.Count() <= 100));
    }

    [Fact]
    public async Task Somebody_elses_library_finds_every_signature_right_and_a_changed_byte_wrong()
    {
        await using var receiver = await Receiver.StartAsync();
        var first = await OpenAsync(receiver);
        var second = await SecretAsync();
        await Hub.PostAsync(Case("A1"), "b1");
        await UntilAsync(() => receiver.Taken.Contains("A1"));
        var one = receiver.All.Last();

        Assert.Equal(2, one.Signature.Split(' ').Length);
        Assert.Equal("holds", await VerifyAsync(one, first));
        Assert.Equal("holds", await VerifyAsync(one, second));
        Assert.NotEqual("holds", await VerifyAsync(one with { Body = [.. one.Body.Select((value, at) => at == 40 ? (byte)'#' : value)] }, second));
        Assert.NotEqual("holds", await VerifyAsync(one with { Id = "msg_other" }, second));
        Assert.NotEqual("holds", await VerifyAsync(one with { Timestamp = one.Timestamp - 1 }, second));
        Assert.NotEqual("holds", await VerifyAsync(one, "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
    }

    [Fact]
    public async Task A_delivery_tried_again_has_the_same_id_and_a_new_time()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => Task.FromResult((receiver.All.Count < 3 ? 503 : 204, "", (string?)null));
        await OpenAsync(receiver);
        await Hub.PostAsync(Case("A1"), "b1");
        await UntilAsync(() => receiver.Taken.Contains("A1"));

        Assert.Single(receiver.All.Select(one => one.Id).Distinct());
        Assert.DoesNotContain('.', receiver.All.First().Id);
        Assert.True(receiver.All.Last().Timestamp > receiver.All.First().Timestamp);
    }

    [Fact]
    public async Task A_record_the_endpoint_names_is_parked_and_the_others_are_taken()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = one => Task.FromResult(one.Cases.Contains("bad")
            ? (422, JsonSerializer.Serialize(new { records = one.Json.GetProperty("records").EnumerateArray().Where(r => r.GetProperty("record").GetProperty("caseNo").GetString() == "bad").Select(r => new { position = r.GetProperty("position").GetInt64(), reason = "编码未知" }) }), (string?)null)
            : (204, "", null));
        await OpenAsync(receiver);
        await Hub.PostAsync(Case("A1") + "\n" + Case("bad") + "\n" + Case("A2"), "b1");
        await UntilAsync(async () => await ParkedAsync() == 1);
        await Hub.PostAsync(Case("A3"), "b2");
        await UntilAsync(() => receiver.Taken.Contains("A3"));

        // A newer revision replaces the parked one and is tried.
        receiver.Answer = _ => Task.FromResult((204, "", (string?)null));
        await Hub.PostAsync(Case("bad", rev: 2), "b3");
        await UntilAsync(async () => receiver.Taken.Contains("bad") && await ParkedAsync() == 0);
    }

    [Fact]
    public async Task I5_a_record_that_makes_the_endpoint_fail_is_found_and_set_aside()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = one => Task.FromResult((one.Cases.Contains("poison") ? 400 : 204, "", (string?)null));
        await OpenAsync(receiver);
        await Hub.PostAsync(string.Join('\n', Case("A1"), Case("A2"), Case("poison"), Case("A3"), Case("A4")), "b1");

        await UntilAsync(() => receiver.Taken.Contains("A4"));

        Assert.Equal(["A1", "A2", "A3", "A4"], receiver.Taken);
        Assert.Equal(1, await ParkedAsync());
    }

    [Fact]
    public async Task Gone_stops_everything_until_it_is_opened_again()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => Task.FromResult((410, "", (string?)null));
        await OpenAsync(receiver);
        await Hub.PostAsync(Case("A1"), "b1");
        await UntilAsync(async () => (await StateAsync()).GetProperty("state").GetString() == "gone");

        receiver.Answer = _ => Task.FromResult((204, "", (string?)null));
        await ReopenAsync();

        await UntilAsync(() => receiver.Taken.Contains("A1"));
        Assert.True(receiver.Challenges >= 2);
    }

    [Fact]
    public async Task Retry_after_is_kept_and_the_cause_stands_in_the_state()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => Task.FromResult((429, "", (string?)"600"));
        await OpenAsync(receiver);
        await Hub.PostAsync(Case("A1"), "b1");
        await UntilAsync(async () => (await StateAsync()).GetProperty("state").GetString() == "waiting");

        var state = await StateAsync();
        Assert.Equal((429, "HTTP 429"), (state.GetProperty("status").GetInt32(), state.GetProperty("error").GetString()));
        Assert.True(state.GetProperty("nextAt").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddMinutes(9));
    }

    [Fact]
    public async Task A_stuck_endpoint_slows_nobody_else()
    {
        await using var stuck = await Receiver.StartAsync();
        await using var well = await Receiver.StartAsync();
        using var release = new SemaphoreSlim(0);
        stuck.Answer = async _ =>
        {
            await release.WaitAsync();
            return (204, "", null);
        };
        await OpenAsync(stuck);
        await OpenAsync(well, Department);

        await Hub.PostAsync(Case("A1"), "b1");
        await UntilAsync(() => well.Taken.Contains("A1") && !stuck.All.IsEmpty);
        await Hub.PostAsync(Case("A2"), "b2");
        await UntilAsync(() => well.Taken.Contains("A2"));

        Assert.Empty(stuck.Taken);
        release.Release(10);
        await UntilAsync(() => stuck.Taken.Contains("A2"));
    }

    [Fact]
    public async Task I7_after_a_revocation_nothing_is_sent_any_more()
    {
        await using var receiver = await Receiver.StartAsync();
        await OpenAsync(receiver);
        await Hub.PostAsync(Case("A1"), "b1");
        await UntilAsync(() => receiver.Taken.Contains("A1"));
        var id = (await Hub.SendAsync(HttpMethod.Get, Requests, null, "", City)).Json.GetProperty("items")[0].GetProperty("id").GetString();

        Assert.Equal(200, (await SendAsync($"{Requests}/{id}/revoke", new { reason = "到期" }, City)).Status);
        await Hub.PostAsync(Case("A2"), "b2");
        await OpenAsync(receiver, Department);
        await Hub.PostAsync(Case("A3"), "b3");
        await UntilAsync(() => receiver.Taken.Contains("A3"));

        Assert.DoesNotContain(receiver.All, one => one.Json.GetProperty("subscription").GetString() == Subscription && one.Cases.Contains("A2"));
    }

    [Fact]
    public async Task I2_after_a_restart_it_goes_on_where_it_was()
    {
        await using var receiver = await Receiver.StartAsync();
        await OpenAsync(receiver);
        await Hub.PostAsync(Case("A1"), "b1");
        await UntilAsync(async () => receiver.Taken.Contains("A1") && await PositionAsync() > 0);

        await RestartAsync();
        await Hub.PostAsync(Case("A2"), "b2");
        await UntilAsync(() => receiver.Taken.Contains("A2"));

        Assert.Equal(["A1", "A2"], receiver.Taken);
        Assert.Equal(1, receiver.Challenges);
    }

    [Fact]
    public async Task Another_address_is_judged_and_has_to_prove_itself_before_it_gets_anything()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var next = await Receiver.StartAsync();
        await OpenAsync(receiver);

        var inside = await Hub.SendAsync(HttpMethod.Put, $"subscriptions/v1/live/{Subscription}/push", JsonSerializer.SerializeToUtf8Bytes(new { url = "http://10.0.0.1/hook" }), "application/json", Later);
        Assert.Equal((422, "urn:cityops:problem:unsafe-url"), (inside.Status, inside.Json.GetProperty("type").GetString()));
        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Get, $"subscriptions/v1/live/{Subscription}/push", null, "", Department)).Status);

        await Hub.SendAsync(HttpMethod.Put, $"subscriptions/v1/live/{Subscription}/push", JsonSerializer.SerializeToUtf8Bytes(new { url = next.Url }), "application/json", Later);
        await Hub.PostAsync(Case("A1"), "b1");
        await UntilAsync(() => next.Taken.Contains("A1"));
        Assert.Equal(1, next.Challenges);
        Assert.Empty(receiver.Taken);
    }

    private async Task<string> OpenAsync(Receiver receiver, string? platform = null)
    {
        await GrantAsync(receiver.Url, platform);
        var secret = await SecretAsync(platform);
        await UntilAsync(async () => (await StateAsync(platform)).GetProperty("state").GetString() == "open");
        return secret;
    }

    private async Task GrantAsync(string url, string? platform = null)
    {
        var asked = await SendAsync(Requests, new { @interface = Service, purpose = "城市内涝联合会商", scenario = "值守", legalBasis = "市政府令", validTo = NextYear, mode = "push", pushUrl = url }, platform ?? Later);
        Assert.True(asked.Status == 201, asked.Text);
        var granted = await SendAsync($"{Requests}/{asked.Json.GetProperty("id").GetString()}/decision", new { accept = true, opinion = "同意" }, City);
        Assert.True(granted.Status == 200, granted.Text);
    }

    private async Task<string> SecretAsync(string? platform = null)
    {
        var answer = await SendAsync($"subscriptions/v1/live/{platform ?? Later}.{Service}/push/secret", null, platform ?? Later);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json.GetProperty("secret").GetString()!;
    }

    private async Task ReopenAsync() => Assert.Equal(200, (await SendAsync($"subscriptions/v1/live/{Subscription}/push/reopen", null, Later)).Status);

    private async Task<JsonElement> StateAsync(string? platform = null)
    {
        var answer = await Hub.SendAsync(HttpMethod.Get, $"subscriptions/v1/live/{platform ?? Later}.{Service}/push", null, "", platform ?? Later);
        return answer.Status == 200 ? answer.Json : throw new InvalidOperationException(answer.Text);
    }

    private async Task<JsonElement> LiveAsync() =>
        (await Hub.SendAsync(HttpMethod.Get, "subscriptions/v1/live", null, "", Later)).Json.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("interface").GetString() == Service);

    private async Task<long> ParkedAsync() => (await LiveAsync()).GetProperty("parked").GetInt64();

    private async Task<long> PositionAsync() => (await LiveAsync()).GetProperty("position").GetInt64();

    private Task<Answer> SendAsync(string path, object? body, string platform) =>
        Hub.SendAsync(HttpMethod.Post, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web), "application/json", platform);

    private static async Task<string> VerifyAsync(Delivered one, string secret)
    {
        using var node = NodePeers.Start(await NodePeers.FolderAsync("webhook-peers"), "verify.mjs");
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secret, id = one.Id, timestamp = one.Timestamp, signature = one.Signature, body = Encoding.UTF8.GetString(one.Body) }));
        node.StandardInput.Close();
        var said = await Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return said[0].Length > 0 ? said[0].Trim() : throw new InvalidOperationException(said[1]);
    }

    private static Task UntilAsync(Func<bool> come) => UntilAsync(() => Task.FromResult(come()));

    // Real endpoints answer in their own time.
    private static async Task UntilAsync(Func<Task<bool>> come)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await come())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "it did not come about within 30 s");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}

public sealed class SqlitePushTests : PushContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresPushTests : PushContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
