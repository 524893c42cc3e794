using System.Globalization;
using System.Text.Json;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Catalog;

/// <summary>接口服务发布 over the wire, on each store: what users read of an interface, and how it ends.</summary>
public abstract class PublicationContract : HubContract
{
    private const string Sheet = "catalog/v1/interfaces/" + Service;
    private static readonly string NextYear = TimeProvider.System.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_deprecated_interface_works_on_and_tells_who_uses_it_when_it_ends_and_what_comes_next()
    {
        await Hub.PostAsync(Case("A1"), "b1");
        var said = await OwnAsync("/deprecate", new { rev = 0, sunset = NextYear, reason = "升级为二版", successor = "MG-02.v1.up" });
        Assert.Equal((200, "deprecated"), (said.Status, Text(said, "state")));

        var taken = await Hub.PostAsync(Case("A2"), "b2");
        Assert.Equal((200, 1L), (taken.Status, taken.Count("accepted")));
        Assert.StartsWith("@", taken.Headers.GetValues("Deprecation").Single(), StringComparison.Ordinal);
        Assert.EndsWith("GMT", taken.Headers.GetValues("Sunset").Single(), StringComparison.Ordinal);
        Assert.Contains("MG-02.v1.up", taken.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        Assert.True((await Hub.PullAsync("after=0")).Headers.Contains("Sunset"));

        var laggards = (await OwnAsync("", null)).Json.GetProperty("laggards").EnumerateArray().Select(one => (one.GetProperty("platform").GetString(), one.GetProperty("does").GetString())).ToList();
        Assert.Contains((Department, "sends"), laggards);
        Assert.Contains((Department, "reads"), laggards);
        Assert.Equal(JsonValueKind.Null, (await Hub.SendAsync(HttpMethod.Get, Sheet, null, "", Department)).Json.GetProperty("laggards").ValueKind);
    }

    [Fact]
    public async Task A_retired_interface_takes_no_record_but_what_it_holds_can_be_read_and_it_may_be_published_again()
    {
        await Hub.PostAsync(Case("A1"), "b1");
        await OwnAsync("/retire", new { rev = 0, reason = "数据停采" });

        var refused = await Hub.PostAsync(Case("A2"), "b2");
        Assert.Equal((410, "interface-retired"), (refused.Status, Name(refused)));
        Assert.Single((await Hub.PullAsync("after=0")).Json.GetProperty("records").EnumerateArray());

        await OwnAsync("/publish", new { rev = 1, reason = "恢复采集" });
        Assert.Equal(1, (await Hub.PostAsync(Case("A2"), "b2")).Count("accepted"));
    }

    [Fact]
    public async Task A_sheet_survives_a_restart_and_two_writers_do_not_overwrite_each_other()
    {
        var written = await OwnAsync("", new { rev = 0, owner = "合肥市城管局", basis = "皖数资〔2024〕1 号", freshSeconds = 600, completeness = 95 }, HttpMethod.Put);
        Assert.Equal((200, 1), (written.Status, written.Json.GetProperty("rev").GetInt32()));
        var late = await OwnAsync("", new { rev = 0, owner = "别人" }, HttpMethod.Put);
        Assert.Equal((409, "version-conflict"), (late.Status, Name(late)));

        await RestartAsync();

        var sheet = (await OwnAsync("", null)).Json.GetProperty("sheet");
        Assert.Equal(("合肥市城管局", 600, 95), (sheet.GetProperty("owner").GetString(), sheet.GetProperty("freshSeconds").GetInt32(), sheet.GetProperty("completeness").GetInt32()));
        Assert.Equal(1, (await OwnAsync("", new { rev = 1, freshSeconds = 0 }, HttpMethod.Put)).Json.GetProperty("rev").GetInt32() - 1);
        Assert.Equal(JsonValueKind.Null, (await OwnAsync("", null)).Json.GetProperty("sheet").GetProperty("freshSeconds").ValueKind);
    }

    [Fact]
    public async Task Every_fault_of_a_decision_is_named_at_once()
    {
        var faulty = await OwnAsync("/deprecate", new { rev = 0, sunset = "2020-01-01", reason = " ", successor = "NO-01.v1.up" });
        Assert.Equal(422, faulty.Status);
        Assert.Equal(["/sunset", "/successor", "/reason"], Errors(faulty));

        Assert.Equal(["/freshSeconds", "/completeness"], Errors(await OwnAsync("", new { rev = 0, freshSeconds = -1, completeness = 101 }, HttpMethod.Put)));
        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Post, "catalog/v1/interfaces/NO-01.v1.up/retire", Utf8(new { rev = 0, reason = "x" }), "application/json", City)).Status);
        Assert.Equal(403, (await Hub.SendAsync(HttpMethod.Post, Sheet + "/retire", Utf8(new { rev = 0, reason = "x" }), "application/json", Department)).Status);
    }

    [Fact]
    public async Task The_catalogue_is_searched_in_Chinese_and_by_code_and_paged_by_key()
    {
        async Task<JsonElement> ListAsync(string query) => (await Hub.SendAsync(HttpMethod.Get, "catalog/v1/interfaces?" + query, null, "", Department)).Json;

        Assert.Contains(Service, (await ListAsync("q=" + Uri.EscapeDataString("案件"))).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("code").GetString()));
        Assert.Equal(Service, (await ListAsync("q=mg-01.v1")).GetProperty("items")[0].GetProperty("code").GetString());
        var all = await ListAsync("limit=200");
        var codes = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await ListAsync($"limit=40&after={after}");
            codes.AddRange(page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("code").GetString()!));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal(all.GetProperty("total").GetInt32(), codes.Count);
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
    }

    [Fact]
    public async Task Documents_of_an_interface_hold_its_schema_and_its_examples_hold_at_the_interface()
    {
        var open = (await Hub.SendAsync(HttpMethod.Get, Sheet + "/openapi.json", null, "", Department)).Json;
        var posted = open.GetProperty("paths").GetProperty($"/exchange/v1/interfaces/{Service}/batches").GetProperty("post");
        Assert.Equal("3.1.0", open.GetProperty("openapi").GetString());
        Assert.True(posted.GetProperty("responses").TryGetProperty("410", out _));
        Assert.Equal("案件", open.GetProperty("components").GetProperty("schemas").GetProperty("Record").GetProperty("title").GetString());

        var async = (await Hub.SendAsync(HttpMethod.Get, Sheet + "/asyncapi.json", null, "", Department)).Json;
        Assert.Equal("3.0.0", async.GetProperty("asyncapi").GetString());
        foreach (var reference in References(open).Concat(References(async)).Distinct())
        {
            Assert.StartsWith("#/", reference, StringComparison.Ordinal);
        }

        var example = (await Hub.SendAsync(HttpMethod.Get, Sheet + "/snippets", null, "", Department)).Json.GetProperty("example");
        var own = await Hub.PostAsync(example.GetRawText(), "try", City, query: "?mode=test");
        Assert.True(own.Count("accepted") == 1, own.Text);
    }

    private static IEnumerable<string> References(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member => member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private Task<Answer> OwnAsync(string verb, object? body, HttpMethod? method = null) =>
        Hub.SendAsync(body is null ? HttpMethod.Get : method ?? HttpMethod.Post, Sheet + verb, body is null ? null : Utf8(body), "application/json", City);

    private static byte[] Utf8(object body) => JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web);

    private static string Text(Answer answer, string member) => answer.Json.GetProperty(member).GetString()!;

    private static string Name(Answer answer) => answer.Json.GetProperty("type").GetString()!.Split(':')[^1];

    private static string[] Errors(Answer answer) => [.. answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("at").GetString()!)];
}

public sealed class SqlitePublicationTests : PublicationContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresPublicationTests : PublicationContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
