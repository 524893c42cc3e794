using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub;

/// <summary>What must always hold at a hub (design.md 5), over the wire, on each store.</summary>
public abstract class PromiseContract : HubContract
{
    [Fact]
    public async Task I1_what_was_receipted_is_there_after_a_restart_and_so_is_the_receipt()
    {
        var receipt = await Hub.PostAsync(Case("A1"), "b1");

        await RestartAsync();

        Assert.Contains("\"caseNo\":\"A1\"", Assert.Single(await Hub.AllAsync()).Body, StringComparison.Ordinal);
        Assert.Equal(receipt.Bytes, (await Hub.PostAsync(Case("A1"), "b1")).Bytes);
    }

    [Fact]
    public async Task I2_a_batch_sent_again_gets_the_same_receipt_word_for_word_and_changes_nothing()
    {
        var first = await Hub.PostAsync(Case("A1") + "\n" + Case("A2"), "b1");
        var again = await Hub.PostAsync(Case("A1") + "\n" + Case("A2"), "b1");

        Assert.Equal((200, 200), (first.Status, again.Status));
        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(2, (await Hub.AllAsync()).Count);
    }

    [Fact]
    public async Task I2_records_sent_again_in_another_batch_are_duplicates_and_the_log_does_not_grow()
    {
        await Hub.PostAsync(Case("A1") + "\n" + Case("A2"), "b1");
        var again = await Hub.PostAsync(Case("A2") + "\n" + Case("A1"), "b2");

        Assert.Equal((0, 2), (again.Count("accepted"), again.Count("duplicate")));
        Assert.Equal(JsonValueKind.Null, again.Json.GetProperty("firstPosition").ValueKind);
        Assert.Equal(2, (await Hub.AllAsync()).Count);
    }

    [Fact]
    public async Task I2_callers_racing_with_one_batch_all_get_one_receipt_or_are_told_to_wait()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Hub.PostAsync(Case("A1"), "b1")));

        Assert.All(answers, a => Assert.True(a.Status is 200 or 409, a.Text));
        Assert.Single(answers.Where(a => a.Status == 200).Select(a => a.Text).Distinct());
        Assert.Single(await Hub.AllAsync());
    }

    [Fact]
    public async Task I3_an_older_revision_never_replaces_a_newer_one()
    {
        await Hub.PostAsync(Case("A1", rev: 5), "b1");

        var older = await Hub.PostAsync(Case("A1", rev: 3), "b2");
        var newer = await Hub.PostAsync(Case("A1", rev: 9), "b3");

        Assert.Equal((1, 1), (older.Count("stale"), newer.Count("accepted")));
        Assert.Equal([5, 9], (await Hub.AllAsync()).Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("rev").GetInt32()));
    }

    [Fact]
    public async Task I3_the_same_revision_with_other_content_is_refused()
    {
        await Hub.PostAsync(Case("A1"), "b1");

        var other = await Hub.PostAsync(Case("A1", change: r => r["description"] = "另一件事"), "b2");

        Assert.Equal((1, "E5002"), (other.Count("rejected"), other.Json.GetProperty("problems")[0].GetProperty("code").GetString()));
        Assert.Single(await Hub.AllAsync());
    }

    [Fact]
    public async Task I3_a_deletion_is_a_revision_and_what_comes_back_needs_a_higher_one()
    {
        await Hub.PostAsync(Case("A1"), "b1");

        Assert.Equal(1, (await Hub.PostAsync(Deletion("A1", 2), "b2")).Count("accepted"));
        Assert.Equal(1, (await Hub.PostAsync(Case("A1"), "b3")).Count("stale"));
        Assert.Equal(1, (await Hub.PostAsync(Case("A1", rev: 3), "b4")).Count("accepted"));
    }

    [Fact]
    public async Task I3_whatever_order_revisions_arrive_in_the_newest_stands()
    {
        var chance = new Random(7);
        var offered = Enumerable.Range(0, 10).SelectMany(key => Enumerable.Range(1, 8).Select(rev => Case($"K{key}", rev))).OrderBy(_ => chance.Next()).ToList();
        var batch = 0;
        foreach (var part in offered.Chunk(7))
        {
            Assert.Equal(0, (await Hub.PostAsync(string.Join('\n', part), $"b{batch++}")).Count("rejected"));
        }

        var newest = (await Hub.AllAsync()).Select(r => JsonDocument.Parse(r.Body).RootElement).GroupBy(r => r.GetProperty("caseNo").GetString());
        Assert.All(newest, key => Assert.Equal(key.Select(r => r.GetProperty("rev").GetInt32()).Order(), key.Select(r => r.GetProperty("rev").GetInt32())));
        Assert.All(newest, key => Assert.Equal(8, key.Last().GetProperty("rev").GetInt32()));
    }

    [Fact]
    public async Task I4_a_reader_beside_many_writers_sees_every_entry_once_and_positions_have_no_gap()
    {
        const int writers = 12;
        const int batches = 8;
        const int records = 15;
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(async w =>
        {
            for (var b = 0; b < batches; b++)
            {
                var answer = await Hub.PostAsync(string.Join('\n', Enumerable.Range(0, records).Select(r => Case($"W{w}B{b}R{r}"))), $"w{w}b{b}");
                Assert.Equal(records, answer.Count("accepted"));
            }
        }));
        var seen = new List<long>();
        for (long after = 0; seen.Count < writers * batches * records;)
        {
            var page = (await Hub.PullAsync($"after={after}&limit=50&wait=5")).Json;
            seen.AddRange(page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("position").GetInt64()));
            after = page.GetProperty("next").GetInt64();
            Assert.True(page.GetProperty("records").GetArrayLength() > 0 || !writing.IsCompleted, $"reader stands at {after} with {seen.Count} seen and nothing more comes");
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, writers * batches * records).Select(i => (long)i), seen);
    }

    [Fact]
    public async Task I5_bad_lines_are_rejected_and_their_neighbours_flow()
    {
        var body = string.Join('\n', Case("A1"), "{broken", Case("A2", change: r => r["colour"] = "red"), Case("A3"));

        var receipt = await Hub.PostAsync(body, "b1");

        Assert.Equal((2, 2), (receipt.Count("accepted"), receipt.Count("rejected")));
        Assert.Equal([1, 2], receipt.Json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("index").GetInt32()).Distinct());
        Assert.Equal(2, (await Hub.AllAsync()).Count);
    }

    [Fact]
    public async Task I5_a_record_a_subscriber_cannot_take_is_parked_and_comes_again_when_asked_for()
    {
        await Hub.PostAsync(Case("A1") + "\n" + Case("A2"), "b1");
        var page = (await Hub.PullAsync("after=0")).Json;
        var log = page.GetProperty("log").GetString();

        await Hub.SubscriptionAsync(HttpMethod.Post, "refusals", new { log, records = new[] { new { position = 1, recordId = $"{Department}:A1", reason = "库中无此责任网格" } } });
        await Hub.SubscriptionAsync(HttpMethod.Put, "position", new { log, position = 2 });
        Assert.Equal(0, (await Hub.PullAsync("")).Json.GetProperty("records").GetArrayLength());

        await Hub.SubscriptionAsync(HttpMethod.Post, "releases", new { });
        var released = (await Hub.PullAsync("")).Json.GetProperty("records").EnumerateArray().Single();
        Assert.Equal((1, true), (released.GetProperty("position").GetInt64(), released.GetProperty("released").GetBoolean()));

        await Hub.SubscriptionAsync(HttpMethod.Put, "position", new { log, position = 2, released = new[] { 1 } });
        Assert.Equal(0, (await Hub.PullAsync("")).Json.GetProperty("records").GetArrayLength());
    }

    [Fact]
    public async Task I5_a_newer_revision_takes_the_place_of_a_parked_one()
    {
        await Hub.PostAsync(Case("A1"), "b1");
        var log = (await Hub.PullAsync("after=0")).Json.GetProperty("log").GetString();
        await Hub.SubscriptionAsync(HttpMethod.Post, "refusals", new { log, records = new[] { new { position = 1, recordId = $"{Department}:A1", reason = "暂不能入库" } } });
        await Hub.PostAsync(Case("A1", rev: 2), "b2");

        Assert.Equal(2, (await Hub.PullAsync("after=1")).Json.GetProperty("records")[0].GetProperty("position").GetInt64());
        await Hub.SubscriptionAsync(HttpMethod.Put, "position", new { log, position = 2 });
        var release = await Hub.SubscriptionAsync(HttpMethod.Post, "releases", new { });

        Assert.Equal(0, release.Json.GetProperty("released").GetInt32());
    }

    [Fact]
    public async Task I6_only_the_owner_changes_a_record_and_only_within_its_region()
    {
        async Task<string?> CodeOf(string record, string platform, string id) =>
            (await Hub.PostAsync(record, id, platform)).Json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()).FirstOrDefault();

        Assert.Equal("E5003", await CodeOf(Case("A1", source: City), Department, "b1"));
        Assert.Equal("E4002", await CodeOf(Case("A1", region: "340202"), Department, "b2"));
        Assert.Equal("E5003", await CodeOf(Case("A1", source: Department), County, "b3"));
        Assert.Equal("E4002", await CodeOf(Case("A1", source: County, region: "340103"), County, "b4"));
        Assert.Null(await CodeOf(Case("A1", source: County), County, "b5"));
        Assert.Null(await CodeOf(Case("A1", source: Stranger), County, "b6"));
        Assert.Equal("E5003", await CodeOf(Case("A1", source: "D-340103", region: "340103"), County, "b7"));
    }

    [Fact]
    public async Task I7_a_subscription_shows_its_region_and_nobody_elses_subscription_exists()
    {
        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Get, $"exchange/v1/subscriptions/{City}.{Service}/records", null, "", Department)).Status);
        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Get, "exchange/v1/subscriptions/nobody.MG-01.v1.up/records", null, "", Department)).Status);

        await Hub.PostAsync(Task1("T1", "340102") + "\n" + Task1("T2", "340103") + "\n" + Task1("T3", "340100"), "b1", City, "SI-01.v1.down");

        Assert.Equal(["T1"], (await Hub.AllAsync(County, "SI-01.v1.down")).Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("taskId").GetString()));
    }

    [Fact]
    public async Task I8_every_offered_record_is_counted_once_and_stored_as_it_was_sent()
    {
        var sent = " { \"a\" : 1 }\n" + Case("A1").Replace("\"rev\":1", "\"rev\" :  1", StringComparison.Ordinal) + "\n" + Case("A2", change: r => r["lonn"] = 1) + "\n" + Case("A1") + "\n" + Case("A1", rev: 2) + "\n" + Case("A1");

        var receipt = await Hub.PostAsync(sent, "b1");

        Assert.Equal((2, 1, 1, 2), (receipt.Count("accepted"), receipt.Count("duplicate"), receipt.Count("stale"), receipt.Count("rejected")));
        Assert.Contains(receipt.Json.GetProperty("problems").EnumerateArray(), p => p.GetProperty("pointer").GetString() == "/lonn" && p.GetProperty("code").GetString() == "E3005");
        Assert.Equal([Case("A1"), Case("A1", rev: 2)], (await Hub.AllAsync()).Select(r => r.Body));
    }

    [Fact]
    public async Task An_atomic_batch_with_a_bad_record_leaves_nothing_behind_and_may_be_sent_again_mended()
    {
        var refused = await Hub.PostAsync(Case("A1") + "\n{", "b1", query: "?mode=atomic");
        Assert.Equal((422, "urn:cityops:problem:schema-invalid"), (refused.Status, refused.Json.GetProperty("type").GetString()));
        Assert.Empty(await Hub.AllAsync());

        Assert.Equal(2, (await Hub.PostAsync(Case("A1") + "\n" + Case("A2"), "b1", query: "?mode=atomic")).Count("accepted"));
    }

    [Fact]
    public async Task The_receipt_can_be_asked_for_again_and_says_how_far_the_batch_has_come()
    {
        await Hub.PostAsync(Case("A1"), "b1");

        var later = await Hub.SendAsync(HttpMethod.Get, "exchange/v1/batches/b1", null, "", Department);
        var foreign = await Hub.SendAsync(HttpMethod.Get, "exchange/v1/batches/b1", null, "", County);

        Assert.Equal((200, 404), (later.Status, foreign.Status));
        Assert.Equal(1, later.Count("accepted"));
        Assert.True(later.Json.GetProperty("stages").GetProperty("subscriptions").GetInt32() >= 2);
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_the_commit()
    {
        var waiting = Hub.PullAsync("after=0&wait=30");

        await Hub.PostAsync(Case("A1"), "b1");

        var woken = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, woken.Json.GetProperty("records").GetArrayLength());
    }

    private static string Task1(string taskId, string region)
    {
        var task = JsonNode.Parse(Schemas.StandardFiles.Example("SI-01", "pass-full"))!.AsObject();
        task["taskId"] = taskId;
        task["sourcePlatform"] = City;
        task["recordId"] = $"{City}:{taskId}";
        task["regionCode"] = "340100";
        task["targetRegions"] = new JsonArray(region);
        return Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(task));
    }
}

public sealed class SqlitePromiseTests : PromiseContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresPromiseTests : PromiseContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
