using System.Globalization;
using System.Text.Json;
using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Quality;
using CityOps.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Status.Quality;

/// <summary>数据质量 and 月度通报 over the wire, on each store.</summary>
public abstract class QualityContract : HubContract
{
    private static string Today => QualityRules.DayOf(TimeProvider.System.GetUtcNow());

    private static string Month => Today[..7];

    [Fact]
    public async Task What_is_accepted_is_counted_for_its_day_and_judged_with_its_parts()
    {
        var now = TimeProvider.System.GetUtcNow();
        await Hub.PostAsync(Case("A1") + "\n" + Case("A2", change: record => Times(record, now)) + "\n" + Case("A3", change: record => record["state"] = "99"), "b1");
        await Hub.PostAsync(Case("A1"), "b2");
        await JudgeAsync();

        var row = Assert.Single((await ReadAsync("interfaces/" + Service)).GetProperty("quality").EnumerateArray());

        Assert.Equal((Department, 4, 2, 1), (row.GetProperty("platform").GetString(), row.GetProperty("offered").GetInt32(), row.GetProperty("accepted").GetInt32(), row.GetProperty("rejected").GetInt32()));
        Assert.Equal((75m, 75m, 50m), (Points(row, "conforming"), Points(row, "single"), Points(row, "timely"))); // A1 is an old example, A2 of now
        Assert.Equal(2, (await ReadAsync("platforms/" + Department)).GetProperty("quality").GetArrayLength()); // the interface and the whole
        Assert.Empty((await ReadAsync("platforms/" + County)).GetProperty("quality").EnumerateArray());
    }

    [Fact]
    public async Task A_test_batch_counts_for_no_day()
    {
        await Hub.PostAsync(Case("A1"), "b1", query: "?mode=test");
        await JudgeAsync();

        Assert.Empty((await ReadAsync("interfaces/" + Service)).GetProperty("quality").EnumerateArray());
    }

    [Fact]
    public async Task Who_was_there_yesterday_and_brings_nothing_today_is_judged_for_it()
    {
        var table = Hub.Services.GetRequiredService<QualityTable>();
        var yesterday = QualityRules.DayOf(TimeProvider.System.GetUtcNow().AddDays(-1));
        var dayBefore = QualityRules.DayOf(TimeProvider.System.GetUtcNow().AddDays(-2));
        await table.WriteAsync(dayBefore, [new QualityRow(dayBefore, Department, "EX-02.v1.up", 9, 9, 0, 9, 9, 24, 24, QualityParts.Unknown, 9_000)], default);
        await table.WriteAsync(yesterday, [new QualityRow(yesterday, Department, "EX-02.v1.up", 9, 9, 0, 9, 9, 24, 24, QualityParts.Unknown, 9_000)], default);

        await JudgeAsync();

        Assert.Contains((await table.OfPlatformAsync(Department, Today, Today, default)), row => row is { Interface: "EX-02.v1.up", Offered: 0 });
    }

    [Fact]
    public async Task Less_than_the_sheet_promises_is_a_finding_of_the_sender()
    {
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(200, (await Hub.SendAsync(HttpMethod.Put, "catalog/v1/interfaces/EX-02.v1.up", JsonSerializer.SerializeToUtf8Bytes(new { rev = 0, completeness = 95 }), "application/json", City)).Status);
        var yesterday = QualityRules.DayOf(now.AddDays(-1));
        await Hub.Services.GetRequiredService<QualityTable>().WriteAsync(yesterday, [new QualityRow(yesterday, Department, "EX-02.v1.up", 9, 9, 0, 9, 9, 24, 15, new QualityParts(6_250, null, null, null, null, null), 6_250)], default);

        var found = (await Hub.Services.GetRequiredService<Watch>().LookAsync(default)).Findings;

        Assert.Equal((Department, "EX-02.v1.up"), found.Where(one => one.Kind == "incomplete").Select(one => (one.Owner, one.Interface!)).Single());
    }

    [Fact]
    public async Task A_bulletin_tells_the_month_with_rank_to_operators_and_its_own_without_rank_to_a_platform()
    {
        await Hub.PostAsync(Case("A1"), "b1");
        await Hub.PostAsync(Case("A2", change: record => record["state"] = "99"), "b2");
        await JudgeAsync();

        var one = await ReadAsync($"bulletins/{Department}/{Month}");
        Assert.Equal((2, 1, 1), (one.GetProperty("platform").GetProperty("offered").GetInt32(), one.GetProperty("platform").GetProperty("rejected").GetInt32(), one.GetProperty("platform").GetProperty("rank").GetInt32()));
        Assert.Equal(Service, Assert.Single(one.GetProperty("interfaces").EnumerateArray()).GetProperty("interface").GetString());
        Assert.False(one.GetProperty("final").GetBoolean());

        var own = await Hub.SendAsync(HttpMethod.Get, $"status/v1/bulletins/{Department}/{Month}", null, "", Department);
        Assert.Equal((200, JsonValueKind.Null), (own.Status, own.Json.GetProperty("platform").GetProperty("rank").ValueKind));
        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Get, $"status/v1/bulletins/{County}/{Month}", null, "", Department)).Status);
        Assert.Equal(403, (await Hub.SendAsync(HttpMethod.Get, "status/v1/bulletins", null, "", Department)).Status);
    }

    [Fact]
    public async Task What_was_not_counted_is_unknown_in_a_bulletin_and_not_zero()
    {
        var platform = (await ReadAsync($"bulletins/{County}/{Month}")).GetProperty("platform");

        Assert.All(new[] { "offered", "score", "rank", "timely", "complete" }, name => Assert.Equal(JsonValueKind.Null, platform.GetProperty(name).ValueKind));
        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Get, $"status/v1/bulletins/{County}/2999-01", null, "", City)).Status);
        Assert.Equal(422, (await Hub.SendAsync(HttpMethod.Get, "status/v1/bulletins?month=x", null, "", City)).Status);
    }

    [Fact]
    public async Task An_incident_stands_in_the_bulletin_with_the_minutes_it_lasted_in_that_month()
    {
        var first = new DateTimeOffset(DateTime.ParseExact(Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
        var incidents = Hub.Services.GetRequiredService<IncidentTable>();
        var found = new Finding("late", Light.Yellow, Service, County, County, "没有新数据", "Nothing new", "联系", "Ask");
        await incidents.WriteAsync([new Incident("i1", found, first.AddHours(-5), first.AddHours(-5))], [], [], first, _ => Task.CompletedTask, default);
        await incidents.WriteAsync([], [], ["i1"], first.AddMinutes(90), _ => Task.CompletedTask, default);

        var one = Assert.Single((await ReadAsync($"bulletins/{County}/{Month}")).GetProperty("incidents").EnumerateArray());

        Assert.Equal(90, one.GetProperty("minutes").GetInt32());
    }

    private static void Times(System.Text.Json.Nodes.JsonObject record, DateTimeOffset now)
    {
        var text = CityOps.Schemas.Records.ChinaTime.Format(now);
        (record["dataTime"], record["updateTime"]) = (text, text);
    }

    private static decimal Points(JsonElement row, string part) => row.GetProperty(part).GetDecimal();

    private Task JudgeAsync() => Hub.Services.GetRequiredService<QualitySweep>().JudgeAsync(default);

    private async Task<JsonElement> ReadAsync(string path)
    {
        var answer = await Hub.SendAsync(HttpMethod.Get, "status/v1/" + path, null, "", City);
        Assert.True(answer.Status == 200, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }
}

public sealed class SqliteQualityTests : QualityContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresQualityTests : QualityContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
