using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Tests.Schemas.Evolution;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub;

/// <summary>
/// Two versions of one dataset at one hub: who reads one of them gets what was published under the other converted, named
/// as such and once; the order of a key and what is stored know nothing of it.
/// </summary>
public abstract class ConversionContract : HubContract
{
    private const string Second = "MG-01.v2.up";

    private protected override SchemaSet? Standard => TwoVersions.Set;

    [Fact]
    public async Task A_reader_of_the_first_version_gets_the_second_converted_and_is_told_all_that_changed()
    {
        var sent = SecondCase("A1", urgency: "5");
        Assert.Equal(1, (await Hub.PostAsync(sent, "b1", service: Second)).Count("accepted"));

        var entry = (await Hub.PullAsync("after=0")).Json.GetProperty("records")[0];

        var record = entry.GetProperty("record");
        Assert.Equal(("1.0.0", "4", 1), (Text(record, "schemaVersion"), Text(record, "urgency"), record.GetProperty("rev").GetInt32()));
        Assert.False(record.TryGetProperty("location", out _) || record.TryGetProperty("weather", out _));
        var converted = entry.GetProperty("converted");
        Assert.Equal("2.0.0", Text(converted, "from"));
        Assert.Equal(
            ["rename /location \"/address\"", "drop /weather ", "map /urgency \"4\""],
            converted.GetProperty("notes").EnumerateArray().Select(n => $"{Text(n, "step")} {Text(n, "pointer")} {(n.TryGetProperty("becomes", out var becomes) ? becomes.GetRawText() : "")}"));
        Assert.All(converted.GetProperty("notes").EnumerateArray(), n => Assert.True(Text(n, "message").Length > 0 && Text(n, "messageEn").Length > 0));
    }

    [Fact]
    public async Task A_reader_of_the_second_version_gets_the_first_converted()
    {
        await Hub.PostAsync(Case("A1"), "b1");

        var entry = (await Hub.PullAsync("after=0", Later, Second)).Json.GetProperty("records")[0];

        Assert.Equal(("2.0.0", "未知"), (Text(entry.GetProperty("record"), "schemaVersion"), Text(entry.GetProperty("record"), "weather")));
        Assert.Equal("1.0.0", Text(entry.GetProperty("converted"), "from"));
    }

    [Fact]
    public async Task Who_reads_both_versions_gets_every_record_once_and_as_it_was_published()
    {
        var sent = SecondCase("A2");
        await Hub.PostAsync(Case("A1"), "b1");
        await Hub.PostAsync(sent, "b2", service: Second);

        var (first, second) = (await Hub.PullAsync("after=0", City), await Hub.PullAsync("after=0", City, Second));

        Assert.DoesNotContain("\"converted\"", first.Text + second.Text, StringComparison.Ordinal);
        Assert.Equal([1], Positions(first));
        Assert.Equal([2], Positions(second));
        Assert.Equal(sent, second.Json.GetProperty("records")[0].GetProperty("record").GetRawText());
    }

    [Fact]
    public async Task I3_the_order_of_a_key_runs_through_both_versions()
    {
        await Hub.PostAsync(SecondCase("A1", rev: 2), "b1", service: Second);
        var older = await Hub.PostAsync(Case("A1", rev: 1), "b2");
        var same = await Hub.PostAsync(Case("A1", rev: 2), "b3");
        var newer = await Hub.PostAsync(Case("A1", rev: 3), "b4");

        Assert.Equal((1, 1, 1), (older.Count("stale"), same.Count("rejected"), newer.Count("accepted")));
        Assert.Equal([2, 3], Revisions(await Hub.PullAsync("after=0")));
        Assert.Equal([2, 3], Revisions(await Hub.PullAsync("after=0", Later, Second)));
    }

    [Fact]
    public async Task I4_pages_of_one_record_walk_through_both_versions_without_a_gap()
    {
        for (var i = 0; i < 12; i++)
        {
            var body = i % 3 == 0 ? Case($"A{i}") : SecondCase($"A{i}");
            await Hub.PostAsync(body, $"b{i}", service: i % 3 == 0 ? Service : Second);
        }

        var seen = new List<long>();
        for (var page = (await Hub.PullAsync("after=0&limit=1")).Json; page.GetProperty("records").GetArrayLength() > 0;)
        {
            Assert.Equal(11 - seen.Count, page.GetProperty("backlog").GetInt64());
            seen.Add(page.GetProperty("records")[0].GetProperty("position").GetInt64());
            page = (await Hub.PullAsync($"after={page.GetProperty("next").GetInt64()}&limit=1")).Json;
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), seen);
    }

    [Fact]
    public async Task I5_what_cannot_be_converted_is_parked_for_that_reader_alone_and_its_neighbours_flow()
    {
        await Hub.PostAsync($"{SecondCase("A1")}\n{SecondCase("A2", urgency: "9")}\n{SecondCase("A3")}", "b1", service: Second);

        var page = await Hub.PullAsync("after=0");
        Assert.Equal([1, 3], Positions(page));
        Assert.Equal(1, await ParkedAsync(Department, Service));
        Assert.Equal([1, 2, 3], Positions(await Hub.PullAsync("after=0", Later, Second)));
        Assert.Equal(0, await ParkedAsync(Later, Second));

        await Hub.SubscriptionAsync(HttpMethod.Post, "releases", new { });
        Assert.Equal([], Positions(await Hub.PullAsync("after=3")));
        Assert.Equal(1, await ParkedAsync(Department, Service));

        await Hub.PostAsync(SecondCase("A2", rev: 2), "b2", service: Second);
        Assert.Equal([4], Positions(await Hub.PullAsync("after=3")));
        await Hub.SubscriptionAsync(HttpMethod.Put, "position", new { log = Text(page.Json, "log"), position = 4 });
        Assert.Equal(0, await ParkedAsync(Department, Service));
    }

    [Fact]
    public async Task A_converted_record_can_be_refused_and_comes_again_converted()
    {
        await Hub.PostAsync(SecondCase("A1"), "b1", service: Second);
        var log = Text((await Hub.PullAsync("after=0")).Json, "log");

        var refused = await Hub.SubscriptionAsync(HttpMethod.Post, "refusals", new { log, records = new[] { new { position = 1, recordId = $"{Department}:A1", reason = "暂不能入库" } } });
        await Hub.SubscriptionAsync(HttpMethod.Put, "position", new { log, position = 1 });
        await Hub.SubscriptionAsync(HttpMethod.Post, "releases", new { });
        var again = (await Hub.PullAsync("")).Json.GetProperty("records")[0];

        Assert.Equal(1, refused.Json.GetProperty("parked").GetInt32());
        Assert.True(again.GetProperty("released").GetBoolean());
        Assert.Equal("2.0.0", Text(again.GetProperty("converted"), "from"));
    }

    [Fact]
    public async Task A_deletion_under_one_version_reaches_the_readers_of_the_other()
    {
        await Hub.PostAsync(Case("A1"), "b1");
        var deletion = JsonNode.Parse(Deletion("A1", 2))!.AsObject();
        deletion["schemaVersion"] = "2.0.0";
        Assert.Equal(1, (await Hub.PostAsync(deletion.ToJsonString(), "b2", service: Second)).Count("accepted"));

        var entry = (await Hub.PullAsync("after=1")).Json.GetProperty("records")[0];

        Assert.Equal(("D", "1.0.0"), (Text(entry.GetProperty("record"), "op"), Text(entry.GetProperty("record"), "schemaVersion")));
        Assert.Empty(entry.GetProperty("converted").GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public async Task A_batch_says_how_many_readers_of_either_version_have_applied_it()
    {
        var receipt = (await Hub.PostAsync(SecondCase("A1"), "b1", service: Second)).Json;
        var log = Text((await Hub.PullAsync("after=0")).Json, "log");
        await Hub.SubscriptionAsync(HttpMethod.Put, "position", new { log, position = 1 });

        var stages = (await Hub.SendAsync(HttpMethod.Get, $"exchange/v1/batches/{Text(receipt, "batchId")}", null, "", Department)).Json.GetProperty("stages");

        Assert.Equal(3, stages.GetProperty("subscriptions").GetInt32());
        Assert.True(stages.GetProperty("applied").GetInt32() >= 1);
    }

    private static string SecondCase(string caseNo, int rev = 1, string? urgency = null) => Case(caseNo, rev, change: record =>
    {
        TwoVersions.AsSecond(record);
        record["urgency"] = urgency ?? record["urgency"]!.GetValue<string>();
    });

    private async Task<long> ParkedAsync(string platform, string service)
    {
        var summary = JsonDocument.Parse(await Hub.Client.GetStringAsync("status/v1/summary")).RootElement;
        return summary.GetProperty("subscriptions").EnumerateArray().Single(s => Text(s, "subscription") == $"{platform}.{service}").GetProperty("parked").GetInt64();
    }

    private static List<long> Positions(Answer page) => [.. page.Json.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("position").GetInt64())];

    private static List<int> Revisions(Answer page) => [.. page.Json.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("record").GetProperty("rev").GetInt32())];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}

public sealed class SqliteConversionTests : ConversionContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresConversionTests : ConversionContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
