using System.Globalization;
using System.Text.Json;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Status;

/// <summary>接口状态监控 over the wire, on each store: what came, what was refused and why, and one record's whole life.</summary>
public abstract class StatusContract : HubContract
{
    private const string Root = "status/v1/";

    [Fact]
    public async Task A_record_is_found_by_the_number_people_know_and_tells_its_life()
    {
        await Hub.PostAsync(Case("CASE1"), "b1");
        await Hub.PostAsync(Case("CASE1", rev: 2), "b2");
        await Hub.PostAsync(Case("CASE1", rev: 3, change: record => record["state"] = "99"), "b3");
        await Hub.PostAsync(Deletion("CASE1", 4), "b4");
        await Hub.PostAsync(Case("CASE2"), "b5");

        var found = Assert.Single((await ReadAsync("records?q=CASE1")).GetProperty("records").EnumerateArray());
        var life = await ReadAsync("records/life?key=" + Uri.EscapeDataString(found.GetProperty("key").GetString()!));

        Assert.Equal([4L, 2L, 1L], life.GetProperty("revisions").EnumerateArray().Select(one => one.GetProperty("rev").GetInt64()));
        Assert.Equal("E3004", Assert.Single(life.GetProperty("refused").EnumerateArray()).GetProperty("problems")[0].GetProperty("code").GetString());
        Assert.Equal(2, (await ReadAsync("records?q=CASE")).GetProperty("records").GetArrayLength());
        Assert.Equal(1, (await ReadAsync("records?q=" + Uri.EscapeDataString(Department + ":CASE2"))).GetProperty("records").GetArrayLength());
        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Get, Root + "records/life?key=nothing", null, "", City)).Status);
        Assert.Equal(422, (await Hub.SendAsync(HttpMethod.Get, Root + "records?q=CA", null, "", City)).Status); // three characters at least
    }

    [Fact]
    public async Task Refusals_are_counted_by_sender_field_and_rule_and_lead_to_the_records()
    {
        await Hub.PostAsync(string.Join('\n', Enumerable.Range(0, 5).Select(i => Case($"BAD-{i}", change: record => record["state"] = "99"))), "b1");
        await Hub.PostAsync(Case("BAD-9", change: record => record.Remove("address")), "b2");

        var causes = (await ReadAsync("causes")).GetProperty("items").EnumerateArray().Select(one => (one.GetProperty("pointer").GetString(), one.GetProperty("code").GetString(), one.GetProperty("count").GetInt64())).ToList();
        Assert.Contains(("/state", "E3004", 5L), causes);
        Assert.Contains(("/address", "E3001", 1L), causes);
        Assert.Empty((await ReadAsync("causes?sender=" + Stranger)).GetProperty("items").EnumerateArray());

        var page = await ReadAsync($"quarantine?sender={Department}&limit=4");
        Assert.Equal(4, page.GetProperty("items").GetArrayLength());
        var rest = await ReadAsync($"quarantine?sender={Department}&limit=4&after={page.GetProperty("next").GetString()}");
        Assert.Equal(2, rest.GetProperty("items").GetArrayLength());
        var one = await ReadAsync("quarantine/" + page.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Contains("BAD-9", one.GetProperty("sent").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_sensitive_fields_stand_on_no_page()
    {
        await Hub.PostAsync(Case("SECRET", change: record => record["reporterPhone"] = "13800001111"), "b1");
        await Hub.PostAsync(Case("SECRET-2", change: record => (record["reporterPhone"], record["state"]) = ("13800001111", "99")), "b2");

        var key = (await ReadAsync("records?q=SECRET")).GetProperty("records")[0].GetProperty("key").GetString()!;
        var refused = (await ReadAsync("quarantine")).GetProperty("items")[0].GetProperty("id").GetString();

        foreach (var path in new[] { "records/life?key=" + Uri.EscapeDataString(key), "quarantine/" + refused, "quarantine", "causes" })
        {
            Assert.DoesNotContain("13800001111", (await Hub.SendAsync(HttpMethod.Get, Root + path, null, "", City)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_each_sender_brings_is_counted_where_it_is_accepted()
    {
        await Hub.PostAsync(Case("A1") + "\n" + Case("A2") + "\n" + Case("A3", change: record => record["state"] = "99"), "b1");
        await Hub.PostAsync(Case("A1"), "b2");
        await RestartAsync();

        var feed = Assert.Single((await ReadAsync("interfaces/" + Service)).GetProperty("feeds").EnumerateArray());

        Assert.Equal(
            (Department, 2L, 1L, 1L),
            (feed.GetProperty("sender").GetString(), feed.GetProperty("accepted").GetInt64(), feed.GetProperty("duplicate").GetInt64(), feed.GetProperty("rejected").GetInt64()));
    }

    [Fact]
    public async Task The_health_list_is_searched_in_Chinese_and_by_code_and_paged_by_key()
    {
        Assert.Equal(Service, (await ReadAsync("interfaces?q=" + Service)).GetProperty("items")[0].GetProperty("code").GetString());
        Assert.Contains(Service, (await ReadAsync("interfaces?q=" + Uri.EscapeDataString("案件"))).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("code").GetString()));
        var seen = new HashSet<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await ReadAsync($"interfaces?limit=50&after={after}");
            Assert.All(page.GetProperty("items").EnumerateArray(), one => Assert.True(seen.Add(one.GetProperty("code").GetString()!)));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal((await ReadAsync("interfaces")).GetProperty("total").GetInt32(), seen.Count);
    }

    [Fact]
    public async Task A_window_is_planned_with_its_reason_ended_early_and_refused_when_it_lies_behind()
    {
        var now = TimeProvider.System.GetUtcNow();
        string At(double hours) => now.AddHours(hours).ToString("O", CultureInfo.InvariantCulture);
        Assert.Equal(422, (await PlanAsync(new { starts = At(-3), ends = At(-2), reason = "升级" })).Status);
        Assert.Equal(422, (await PlanAsync(new { starts = At(1), ends = At(2), reason = " " })).Status);

        var planned = await PlanAsync(new { starts = At(-1), ends = At(2), reason = "升级", platform = Department });
        Assert.Equal(201, planned.Status);
        Assert.Equal("升级", (await ReadAsync("maintenance")).GetProperty("items")[0].GetProperty("reason").GetString());

        var id = planned.Json.GetProperty("id").GetString();
        Assert.Equal(204, (await Hub.SendAsync(HttpMethod.Delete, $"{Root}maintenance/{id}", null, "", City)).Status);
        Assert.Equal(0, (await ReadAsync("maintenance")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_tree_says_as_of_when_each_part_is_true_and_nothing_of_who_never_spoke()
    {
        await Hub.SendAsync(
            HttpMethod.Post, "onboarding/v1/heartbeat",
            JsonSerializer.SerializeToUtf8Bytes(new { at = TimeProvider.System.GetUtcNow(), health = new { green = 3, yellow = 1, red = 0, unknown = 9, incidents = 1 }, backlog = new { records = 12 } }), "application/json", County);

        var below = (await ReadAsync("tree")).GetProperty("below").EnumerateArray().ToDictionary(one => one.GetProperty("platform").GetString()!);

        Assert.Equal((3, 12), (below[County].GetProperty("health").GetProperty("green").GetInt32(), below[County].GetProperty("backlog").GetProperty("records").GetInt32()));
        Assert.NotEqual(JsonValueKind.Null, below[County].GetProperty("asOf").ValueKind);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (below[Department].GetProperty("asOf").ValueKind, below[Department].GetProperty("health").ValueKind));
    }

    private async Task<JsonElement> ReadAsync(string path)
    {
        var answer = await Hub.SendAsync(HttpMethod.Get, Root + path, null, "", City);
        Assert.True(answer.Status == 200, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }

    private Task<Answer> PlanAsync(object body) => Hub.SendAsync(HttpMethod.Post, Root + "maintenance", JsonSerializer.SerializeToUtf8Bytes(body), "application/json", City);
}

public sealed class SqliteStatusTests : StatusContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresStatusTests : StatusContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
