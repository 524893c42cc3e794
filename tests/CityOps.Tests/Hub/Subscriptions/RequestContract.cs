using System.Globalization;
using System.Text.Json;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Subscriptions;

/// <summary>接口服务订阅 over the wire, on each store: request, decision, what is delivered, and how it ends (domain.md 4.5, S3).</summary>
public abstract class RequestContract : HubContract
{
    private const string Requests = "subscriptions/v1/requests";
    private static readonly string NextYear = TimeProvider.System.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task S3_a_conditional_request_waits_is_granted_and_delivers_what_comes_from_then_on()
    {
        await Hub.PostAsync(Case("before"), "b0");
        var asked = await AskAsync(Request());
        Assert.Equal((201, "awaiting"), (asked.Status, Text(asked, "state")));
        Assert.Equal(404, (await Hub.PullAsync("after=0", Later)).Status);

        var granted = await DecideAsync(asked, new { accept = true, opinion = "同意" });
        Assert.Equal((200, "live"), (granted.Status, Text(granted, "state")));
        await Hub.PostAsync(Case("after"), "b1");

        var page = (await Hub.PullAsync("wait=2", Later)).Json;
        var record = Assert.Single(page.GetProperty("records").EnumerateArray()).GetProperty("record");
        Assert.Equal("after", record.GetProperty("caseNo").GetString());
    }

    [Fact]
    public async Task I7_fields_that_were_not_granted_do_not_come_and_the_page_says_which_do()
    {
        await GrantAsync(Request() with { Fields = ["state", "reportTime"] });
        await Hub.PostAsync(Case("A1"), "b1");

        var page = (await Hub.PullAsync("", Later)).Json;
        var record = Assert.Single(page.GetProperty("records").EnumerateArray()).GetProperty("record");

        Assert.Equal(page.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).Order(StringComparer.Ordinal), record.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.True(record.TryGetProperty("state", out _) && record.TryGetProperty("caseNo", out _) && record.TryGetProperty("recordId", out _));
        Assert.False(record.TryGetProperty("description", out _) || record.TryGetProperty("lon", out _));
    }

    [Fact]
    public async Task I7_sensitive_fields_come_only_to_whoever_named_them()
    {
        await GrantAsync(Request());
        await Hub.PostAsync(Case("A1", change: record => record["reporterPhone"] = "13800001111"), "b1");

        var page = await Hub.PullAsync("", Later);

        Assert.Equal("A1", Records(page).Single().GetProperty("caseNo").GetString());
        Assert.DoesNotContain("13800001111", page.Text, StringComparison.Ordinal);
        Assert.Contains("13800001111", (await Hub.PullAsync("after=0")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task I7_only_records_of_the_granted_regions_come()
    {
        await GrantAsync(Request() with { Regions = ["340102"] });
        await Hub.PostAsync(Case("inside", region: "340102") + "\n" + Case("outside", region: "340103"), "b1");

        Assert.Equal("inside", Records(await Hub.PullAsync("", Later)).Single().GetProperty("caseNo").GetString());
    }

    [Fact]
    public async Task Only_records_that_pass_the_filter_come_and_the_backlog_counts_only_them()
    {
        await GrantAsync(Request() with { Filter = new { urgency = new[] { "9" } } });
        await Hub.PostAsync(string.Join('\n', Case("A1"), Case("A2", change: record => record["urgency"] = "2"), Case("A3")), "b1");
        Assert.Empty(Records(await Hub.PullAsync("", Later)));

        await RevokeAsync();
        await GrantAsync(Request() with { Filter = new { urgency = "2", reportTime = new { from = "2020-01-01" } }, StartFrom = "2020-01-01T00:00:00+08:00" });

        Assert.Equal(1, (await LiveAsync()).GetProperty("backlog").GetInt64());
        Assert.Equal("A2", Records(await Hub.PullAsync("", Later)).Single().GetProperty("caseNo").GetString());
    }

    [Fact]
    public async Task A_grant_from_a_day_on_delivers_what_was_accepted_since()
    {
        await Hub.PostAsync(Case("A1") + "\n" + Case("A2"), "b1");
        await GrantAsync(Request() with { StartFrom = "2020-01-01T00:00:00+08:00" });

        Assert.Equal(2, Records(await Hub.PullAsync("", Later)).Length);
    }

    [Fact]
    public async Task A_decision_may_grant_less_and_never_more_than_was_asked_for()
    {
        var asked = await AskAsync(Request() with { Fields = ["state", "description"], Regions = ["340102"] });

        var more = await DecideAsync(asked, new { accept = true, opinion = "", fields = new[] { "lon" }, regions = new[] { "340103" } });
        Assert.Equal((422, "/fields", "/regions"), (more.Status, Errors(more)[0], Errors(more)[1]));

        var less = await DecideAsync(asked, new { accept = true, opinion = "", fields = new[] { "state" } });
        Assert.Equal("state", Assert.Single(less.Json.GetProperty("fields").EnumerateArray()).GetString());
        await Hub.PostAsync(Case("A1"), "b1");
        Assert.False(Records(await Hub.PullAsync("", Later)).Single().TryGetProperty("description", out _));
    }

    [Fact]
    public async Task A_refusal_needs_its_reason_can_be_disputed_and_is_then_decided_once_more()
    {
        var asked = await AskAsync(Request());
        Assert.Equal(422, (await DecideAsync(asked, new { accept = false, opinion = " " })).Status);
        Assert.Equal("refused", Text(await DecideAsync(asked, new { accept = false, opinion = "用途不清" }), "state"));
        Assert.Equal("state-conflict", Name(await DecideAsync(asked, new { accept = true, opinion = "" })));

        Assert.Equal("disputed", Text(await MoveAsync(asked, "dispute", Later), "state"));
        Assert.Equal("live", Text(await DecideAsync(asked, new { accept = true, opinion = "" }), "state"));
    }

    [Fact]
    public async Task Unconditional_data_are_granted_by_the_conformity_check_itself()
    {
        var asked = await AskAsync(Request() with { Interface = Open, LegalBasis = null });

        Assert.Equal((201, "live"), (asked.Status, Text(asked, "state")));
        Assert.Equal(200, (await Hub.PullAsync("", Later, Open)).Status);
    }

    [Fact]
    public async Task Data_that_are_not_shared_are_refused_with_the_reason()
    {
        var asked = await AskAsync(Request() with { Interface = "CB-09.v1.up" });

        Assert.Equal((403, "not-shared"), (asked.Status, Name(asked)));
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_named_at_once()
    {
        var asked = await AskAsync(new Asked("MG-01.v1.up", "x", "", "2020-01-01")
        {
            LegalBasis = null, Fields = ["nothing"], Regions = ["110000"], Filter = new { nowhere = 1 }, Mode = "push", PushUrl = "http://127.0.0.1/hook",
        });

        Assert.Equal((422, "schema-invalid"), (asked.Status, Name(asked)));
        Assert.Equal(["/fields", "/filter/nowhere", "/legalBasis", "/purpose", "/pushUrl", "/regions", "/scenario", "/validTo"], Errors(asked).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_second_request_for_the_same_interface_waits_for_the_answer_to_the_first()
    {
        await AskAsync(Request());

        Assert.Equal((409, "request-pending"), await StatusAsync(AskAsync(Request())));
    }

    [Fact]
    public async Task A_newer_grant_takes_the_place_of_the_older()
    {
        var first = await GrantAsync(Request() with { Fields = ["state"] });
        var second = await GrantAsync(Request() with { Fields = ["description"] });

        Assert.Equal(("replaced", "live"), (Text(await GetAsync(first), "state"), Text(await GetAsync(second), "state")));
        Assert.Contains("description", (await LiveAsync()).GetProperty("fields").EnumerateArray().Select(field => field.GetString()));
    }

    [Fact]
    public async Task A_subscription_of_the_registration_can_be_revoked_by_deciding_on_a_request()
    {
        var asked = await GrantAsync(Request(), Department);
        Assert.Equal(200, (await Hub.PullAsync("after=0")).Status);

        await MoveAsync(asked, "revoke", City);

        Assert.Equal(404, (await Hub.PullAsync("after=0")).Status);
    }

    [Theory]
    [InlineData("suspend", City)]
    [InlineData("revoke", City)]
    [InlineData("withdraw", null)]
    public async Task An_end_is_felt_by_a_reader_that_is_already_waiting_and_after_a_restart(string verb, string? by)
    {
        var asked = await GrantAsync(Request());
        var waiting = Hub.PullAsync("wait=5", Later);

        Assert.Equal(200, (await MoveAsync(asked, verb, by ?? Later)).Status);
        await Hub.PostAsync(Case("A1"), "b1");

        Assert.Equal(404, (await waiting).Status);
        await RestartAsync();
        Assert.Equal(404, (await Hub.PullAsync("", Later)).Status);
    }

    [Fact]
    public async Task A_suspended_subscription_goes_on_where_it_was()
    {
        var asked = await GrantAsync(Request());
        await Hub.PostAsync(Case("A1"), "b1");
        await MoveAsync(asked, "suspend", City);
        await Hub.PostAsync(Case("A2"), "b2");

        Assert.Equal("live", Text(await MoveAsync(asked, "resume", City), "state"));

        Assert.Equal(["A1", "A2"], Records(await Hub.PullAsync("", Later)).Select(record => record.GetProperty("caseNo").GetString()));
    }

    [Fact]
    public async Task Foreign_requests_look_like_missing_ones_and_nobody_decides_on_his_own()
    {
        var asked = await AskAsync(Request());

        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Get, $"{Requests}/{Text(asked, "id")}", null, "", Department)).Status);
        Assert.Equal(404, (await MoveAsync(asked, "withdraw", Department)).Status);
        Assert.Equal(403, (await MoveAsync(asked, "revoke", Later)).Status);
        Assert.Equal((403, "insufficient-scope"), await StatusAsync(DecideAsync(asked, new { accept = true, opinion = "" }, Later)));
        Assert.Empty((await Hub.SendAsync(HttpMethod.Get, Requests, null, "", Department)).Json.GetProperty("items").EnumerateArray());
        Assert.Equal((422, "schema-invalid"), await StatusAsync(AskAsync(Request() with { Platform = Department })));
    }

    [Fact]
    public async Task What_comes_by_law_cannot_be_asked_for_or_taken_away_by_itself()
    {
        Assert.Equal((409, "statutory-subscription"), await StatusAsync(AskAsync(Request() with { Interface = "SI-01.v1.down" }, County)));
    }

    [Fact]
    public async Task A_reviewer_sees_fields_with_levels_volume_peers_and_the_applicants_past()
    {
        await Hub.PostAsync(Case("A1") + "\n" + Case("A2"), "b1");
        await DecideAsync(await AskAsync(Request()), new { accept = false, opinion = "材料不全" });
        var asked = await AskAsync(Request() with { Fields = ["reporterPhone"] });

        var context = (await GetAsync(asked)).Json.GetProperty("context");

        Assert.Equal((3, 2, "Conditional"), (context.GetProperty("highestLevel").GetInt32(), context.GetProperty("recordsLastDay").GetInt32(), context.GetProperty("share").GetString()));
        Assert.Contains(Department, context.GetProperty("peers").EnumerateArray().Select(peer => peer.GetString()));
        Assert.Equal(1, context.GetProperty("past").GetProperty("Refused").GetInt32());
        Assert.False((await Hub.SendAsync(HttpMethod.Get, $"{Requests}/{Text(asked, "id")}", null, "", Later)).Json.TryGetProperty("context", out _));
    }

    [Fact]
    public async Task The_list_is_paged_newest_first_filtered_and_searched()
    {
        var first = Text(await AskAsync(Request() with { Purpose = "汛期会商研判" }), "id");
        var second = Text(await AskAsync(Request() with { Interface = Open, LegalBasis = null }), "id");

        Assert.Equal([second, first], await ListAsync(""));
        Assert.Equal([first], await ListAsync($"&after={second}"));
        Assert.Equal([first], await ListAsync("&q=研判"));
        Assert.Equal([second], await ListAsync("&state=live"));
        Assert.Equal([first], await ListAsync("&interface=MG-01.v1.up"));
        Assert.Equal(422, (await Hub.SendAsync(HttpMethod.Get, $"{Requests}?state=nonsense", null, "", City)).Status);
    }

    /// <summary>An interface whose data are shared without condition.</summary>
    private static string Open => "SV-05.v1.up";

    private static Asked Request() => new("MG-01.v1.up", "城市内涝联合会商", "汛期值守大屏", NextYear) { LegalBasis = "市政府令第 200 号" };

    private Task<Answer> AskAsync(Asked asked, string? platform = null) => SendAsync(Requests, asked, platform ?? Later);

    private async Task<Answer> GrantAsync(Asked asked, string? platform = null)
    {
        var granted = await DecideAsync(await AskAsync(asked, platform), new { accept = true, opinion = "同意" });
        Assert.True(granted.Status == 200, granted.Text);
        return granted;
    }

    private Task<Answer> DecideAsync(Answer asked, object decision, string? by = null) => SendAsync($"{Requests}/{Text(asked, "id")}/decision", decision, by ?? City);

    private Task<Answer> MoveAsync(Answer asked, string verb, string by) => SendAsync($"{Requests}/{Text(asked, "id")}/{verb}", new { reason = "测试" }, by);

    private async Task RevokeAsync()
    {
        var id = (await ListAsync("&state=live")).Single();
        Assert.Equal(200, (await SendAsync($"{Requests}/{id}/revoke", new { reason = "测试" }, City)).Status);
    }

    private Task<Answer> GetAsync(Answer asked) => Hub.SendAsync(HttpMethod.Get, $"{Requests}/{Text(asked, "id")}", null, "", City);

    private async Task<JsonElement> LiveAsync() => (await Hub.SendAsync(HttpMethod.Get, "subscriptions/v1/live", null, "", Later)).Json.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("interface").GetString() == Service);

    private async Task<string[]> ListAsync(string query) =>
        [.. (await Hub.SendAsync(HttpMethod.Get, $"{Requests}?limit=50{query}", null, "", City)).Json.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    private Task<Answer> SendAsync(string path, object body, string platform) =>
        Hub.SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, Wire), "application/json", platform);

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static JsonElement[] Records(Answer page) => page.Status == 200 ? [.. page.Json.GetProperty("records").EnumerateArray().Select(one => one.GetProperty("record"))] : throw new InvalidOperationException(page.Text);

    private static string[] Errors(Answer answer) => [.. answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("at").GetString()!)];

    private static async Task<(int, string?)> StatusAsync(Task<Answer> answer) => ((await answer).Status, Name(await answer));

    private static string? Name(Answer answer) => answer.Json.TryGetProperty("type", out var type) ? type.GetString()!["urn:cityops:problem:".Length..] : null;

    private static string Text(Answer answer, string name) =>
        (answer.Json.TryGetProperty(name, out var value) || (answer.Json.TryGetProperty("request", out var inner) && inner.TryGetProperty(name, out value)) ? value.GetString() : null) ?? throw new InvalidOperationException(answer.Text);

    private sealed record Asked(string Interface, string Purpose, string Scenario, string ValidTo)
    {
        public string? Platform { get; init; }

        public string? LegalBasis { get; init; }

        public string[]? Fields { get; init; }

        public string[]? Regions { get; init; }

        public object? Filter { get; init; }

        public string? StartFrom { get; init; }

        public string? Mode { get; init; }

        public string? PushUrl { get; init; }
    }
}

public sealed class SqliteRequestTests : RequestContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresRequestTests : RequestContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
