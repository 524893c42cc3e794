using System.Text.Json;
using CityOps.Schemas.Codes;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Onboarding;

/// <summary>S1 联网 over the wire, on each store: invitation or application, review, key, handshake, probe, test batches, receipt; and how it ends (domain.md 4.8).</summary>
public abstract class JoinContract : HubContract
{
    private const string Joins = "admin/v1/joins";
    private const string Applications = "onboarding/v1/applications";
    private const string Open = "SV-01.v1.up";

    private static string Weather { get; } = "B-11340100MB0A1B2D1" + CreditCode.CheckCharacter("11340100MB0A1B2D1");

    [Fact]
    public async Task S1_an_invited_department_joins_by_itself_and_its_records_are_taken_from_then_on()
    {
        var invited = await OwnAsync(Joins, new { code = Weather, name = "合肥市气象局", region = "340100", publishes = new[] { Service }, subscribes = new[] { Open } });
        Assert.Equal((201, "invited"), (invited.Status, State(invited.Json.GetProperty("join"))));
        var applied = await ApplyAsync(invited.Json.GetProperty("invitation").GetString()!);
        Assert.Equal((201, "testing"), (applied.Status, State(applied.Json.GetProperty("join"))));

        await SignOnAsync(applied);
        var early = await PostCaseAsync("T1");
        Assert.Equal((403, "still-testing"), (early.Status, Name(early)));
        Assert.Equal(["handshake", "probe", Service], Errors(await MemberAsync("finish")));

        await ShakeAsync();
        await ProbeAsync();
        var bad = await PostCaseAsync("T1", "?mode=test", region: "110101");
        Assert.Equal((200, 1L, true), (bad.Status, bad.Count("rejected"), bad.Json.GetProperty("test").GetBoolean()));
        Assert.Equal([Service], Errors(await MemberAsync("finish")));
        Assert.Equal(1, (await PostCaseAsync("T1", "?mode=test")).Count("accepted"));

        var joined = await MemberAsync("finish");
        Assert.Equal((200, "joined"), (joined.Status, State(joined.Json)));
        Assert.Equal(3, joined.Json.GetProperty("receipt").GetString()!.Split('.').Length);
        Assert.Equal(1, (await PostCaseAsync("T1")).Count("accepted"));
        Assert.Equal(200, (await Hub.PullAsync("", Weather, Open)).Status);
    }

    [Fact]
    public async Task A_test_batch_leaves_nothing_behind_whoever_sends_it()
    {
        var tried = await Hub.PostAsync(Case("A1") + "\n" + Case("A2", region: "110101"), "b1", query: "?mode=test");
        Assert.Equal((1L, 1L), (tried.Count("accepted"), tried.Count("rejected")));
        Assert.Equal(JsonValueKind.Null, tried.Json.GetProperty("firstPosition").ValueKind);

        Assert.Equal(404, (await Hub.SendAsync(HttpMethod.Get, "exchange/v1/batches/b1", null, "", Department)).Status);
        Assert.Empty((await Hub.PullAsync("after=0")).Json.GetProperty("records").EnumerateArray());
        Assert.Equal(1, (await Hub.PostAsync(Case("A1"), "b1")).Count("accepted"));
    }

    [Fact]
    public async Task An_application_without_invitation_waits_for_a_review_that_may_agree_to_less()
    {
        var applied = await ApplyAsync("");
        var (id, key) = Opened(applied);
        Assert.Equal("applied", State(applied.Json.GetProperty("join")));
        Assert.Equal("state-conflict", Name(await SecretAsync(id, key)));

        var context = (await OwnAsync($"{Joins}/{id}", null)).Json;
        Assert.Equal(("案件", "张工"), (context.GetProperty("publishes")[0].GetProperty("title").GetString(), context.GetProperty("contact").GetString()));
        var approved = await OwnAsync($"{Joins}/{id}/approve", new { opinion = "同意", subscribes = Array.Empty<string>() });

        Assert.Equal((200, "testing", 0), (approved.Status, State(approved.Json), approved.Json.GetProperty("subscribes").GetArrayLength()));
        Assert.Equal("testing", State((await FollowAsync(id, key)).Json));
        Assert.Equal("state-conflict", Name(await OwnAsync($"{Joins}/{id}/approve", new { opinion = "同意" })));
    }

    [Fact]
    public async Task A_refused_application_says_why_and_the_platform_may_apply_again()
    {
        var (id, key) = Opened(await ApplyAsync(""));
        Assert.Equal((409, "join-open"), ((await ApplyAsync("")).Status, Name(await ApplyAsync(""))));
        Assert.Equal(422, (await OwnAsync($"{Joins}/{id}/reject", new { opinion = " " })).Status);

        await OwnAsync($"{Joins}/{id}/reject", new { opinion = "用途不清" });

        Assert.Equal("用途不清", (await FollowAsync(id, key)).Json.GetProperty("opinion").GetString());
        Assert.Equal(201, (await ApplyAsync("")).Status);
    }

    [Fact]
    public async Task An_invitation_opens_once_and_for_its_platform_only_and_more_than_it_grants_is_reviewed()
    {
        var invited = (await OwnAsync(Joins, new { code = Weather, name = "气象局", region = "340100", publishes = new[] { Service }, subscribes = Array.Empty<string>() })).Json.GetProperty("invitation").GetString()!;
        var other = await ApplyAsync(invited, code: Stranger);
        Assert.Equal((403, "invitation-invalid"), (other.Status, Name(other)));

        var applied = await ApplyAsync(invited);

        Assert.Equal("applied", State(applied.Json.GetProperty("join")));
        Assert.Equal("invitation-invalid", Name(await ApplyAsync(invited)));
        Assert.Equal("invitation-invalid", Name(await ApplyAsync("inv_nothing")));
    }

    [Fact]
    public async Task Every_fault_of_an_application_is_named_at_once()
    {
        var faulty = await Hub.SendAsync(HttpMethod.Post, Applications, Utf8(new { code = "X-1", name = "", region = "110000", purpose = "", url = "http://10.0.0.1/", publishes = new[] { "NO-01.v1.up" }, subscribes = Array.Empty<string>() }), "application/json", "");

        Assert.Equal(422, faulty.Status);
        Assert.Equal(["/code", "/interfaces", "/name", "/purpose", "/region", "/url"], Errors(faulty).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task E1003_a_clock_that_is_off_ends_the_handshake_and_the_reviewer_sees_why()
    {
        var (id, _) = await TestingAsync();

        var off = await MemberAsync("handshake", new { software = "Acme 2.1", wire = new[] { 1 }, at = TimeProvider.System.GetUtcNow().AddMinutes(11) });
        Assert.Equal((403, "clock-skew", "E1003"), (off.Status, Name(off), off.Json.GetProperty("code").GetString()));
        Assert.Contains("时钟", (await OwnAsync($"{Joins}/{id}", null)).Json.GetProperty("join").GetProperty("trouble").GetString(), StringComparison.Ordinal);

        var alone = await MemberAsync("handshake", new { software = "Acme 2.1", wire = new[] { 9 }, at = TimeProvider.System.GetUtcNow() });
        Assert.Equal((415, "wire-version-unsupported"), (alone.Status, Name(alone)));
        var told = await ShakeAsync(new Dictionary<string, string> { ["caseState"] = "1999", ["nothing"] = "1" });
        Assert.Equal(2, told.Json.GetProperty("differences").GetArrayLength());
    }

    [Fact]
    public async Task A_probe_takes_only_the_word_that_was_given_and_only_once()
    {
        await TestingAsync();
        var nonce = (await MemberAsync("probe", null)).Json.GetProperty("nonce").GetString()!;

        Assert.Equal("probe-failed", Name(await MemberAsync("probe", new { nonce = "other" })));
        Assert.Equal(200, (await MemberAsync("probe", new { nonce })).Status);
        Assert.Equal("probe-failed", Name(await MemberAsync("probe", new { nonce })));
    }

    [Fact]
    public async Task A_key_of_an_application_opens_only_its_own()
    {
        var (id, key) = Opened(await ApplyAsync(""));

        Assert.Equal(404, (await FollowAsync(id, "trk_wrong")).Status);
        Assert.Equal(404, (await FollowAsync("0", key)).Status);
        Assert.Equal(404, (await SecretAsync(id, "")).Status);
        Assert.Equal(200, (await FollowAsync(id, key)).Status);
    }

    [Fact]
    public async Task A_renewed_key_holds_at_once_and_the_one_before_for_a_day()
    {
        var secret = await JoinedAsync();

        var renewed = (await MemberAsync("secret")).Json.GetProperty("secret").GetString()!;

        await Hub.SignOnAsync(Weather, renewed);
        await Hub.SignOnAsync(Weather, secret);
        Assert.Equal(200, (await MemberAsync("membership", null)).Status);
    }

    [Fact]
    public async Task Whoever_leaves_is_let_in_no_more_and_may_come_back_by_the_same_road()
    {
        await JoinedAsync();

        var left = await MemberAsync("leave", new { reason = "机构合并", successor = "P-330000" });
        Assert.Equal((200, "left"), (left.Status, State(left.Json)));
        Assert.Equal("node-suspended", Name(await PostCaseAsync("T9")));

        await JoinedAsync();
        Assert.Equal(1, (await PostCaseAsync("T9")).Count("accepted"));
    }

    [Fact]
    public async Task A_joining_survives_a_restart_of_the_hub()
    {
        var secret = await JoinedAsync();
        await RestartAsync();
        await Hub.SignOnAsync(Weather, secret);

        Assert.Equal(1, (await PostCaseAsync("T1")).Count("accepted"));
        Assert.Equal("joined", State((await MemberAsync("membership", null)).Json));
    }

    [Fact]
    public async Task Nobody_but_who_manages_platforms_sees_applications()
    {
        var (id, _) = Opened(await ApplyAsync(""));

        Assert.Equal(403, (await Hub.SendAsync(HttpMethod.Get, Joins, null, "", Department)).Status);
        Assert.Equal(403, (await Hub.SendAsync(HttpMethod.Post, $"{Joins}/{id}/approve", Utf8(new { opinion = "同意" }), "application/json", Department)).Status);
        Assert.Equal(401, (await Hub.SendAsync(HttpMethod.Get, $"{Joins}/{id}", null, "", "")).Status);
        Assert.Equal(id, (await OwnAsync($"{Joins}?state=applied&q={Weather}", null)).Json.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(0, (await OwnAsync($"{Joins}?state=joined", null)).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_heartbeat_is_answered_with_the_hubs_clock_and_strangers_fill_no_room()
    {
        var heard = await Hub.SendAsync(HttpMethod.Post, "onboarding/v1/heartbeat", Utf8(new { at = TimeProvider.System.GetUtcNow().AddSeconds(90), backlog = new { records = 7 } }), "application/json", Department);
        Assert.Equal(200, heard.Status);
        Assert.InRange(heard.Json.GetProperty("skewMillis").GetInt64(), 80_000, 91_000);

        Assert.Equal(401, (await Hub.SendAsync(HttpMethod.Post, "onboarding/v1/heartbeat", Utf8(new { at = TimeProvider.System.GetUtcNow() }), "application/json", "")).Status);
        Assert.Equal(422, (await Hub.SendAsync(HttpMethod.Post, "onboarding/v1/heartbeat", Utf8(new { at = "yesterday" }), "application/json", Department)).Status);
    }

    private async Task<(string Id, string Key)> TestingAsync()
    {
        var invitation = (await OwnAsync(Joins, new { code = Weather, name = "合肥市气象局", region = "340100", publishes = new[] { Service }, subscribes = new[] { Open } })).Json.GetProperty("invitation").GetString()!;
        var applied = await ApplyAsync(invitation);
        await SignOnAsync(applied);
        return Opened(applied);
    }

    private async Task<string> JoinedAsync()
    {
        var (id, key) = await TestingAsync();
        var secret = (await SecretAsync(id, key)).Json.GetProperty("secret").GetString()!;
        await Hub.SignOnAsync(Weather, secret);
        await ShakeAsync();
        await ProbeAsync();
        await PostCaseAsync("T1", "?mode=test");
        Assert.Equal("joined", State((await MemberAsync("finish")).Json));
        return secret;
    }

    private async Task SignOnAsync(Answer applied)
    {
        var (id, key) = Opened(applied);
        await Hub.SignOnAsync(Weather, (await SecretAsync(id, key)).Json.GetProperty("secret").GetString()!);
    }

    private Task<Answer> ApplyAsync(string invitation, string? code = null) => Hub.SendAsync(
        HttpMethod.Post,
        Applications,
        Utf8(new { invitation, code = code ?? Weather, name = "合肥市气象局", region = "340100", owner = "合肥市气象局", contact = "张工", phone = "0551-60000000", purpose = "气象预警联动", publishes = new[] { Service }, subscribes = new[] { Open } }),
        "application/json",
        "");

    private Task<Answer> FollowAsync(string id, string key) => Hub.SendAsync(HttpMethod.Get, $"{Applications}/{id}", null, "", "", request => request.Headers.TryAddWithoutValidation("Join-Key", key));

    private Task<Answer> SecretAsync(string id, string key) => Hub.SendAsync(HttpMethod.Post, $"{Applications}/{id}/secret", [], "", "", request => request.Headers.TryAddWithoutValidation("Join-Key", key));

    private Task<Answer> ShakeAsync(Dictionary<string, string>? codeLists = null) =>
        MemberAsync("handshake", new { software = "Acme 2.1", wire = new[] { 1 }, at = TimeProvider.System.GetUtcNow(), codeLists = codeLists ?? [] });

    private async Task ProbeAsync()
    {
        var nonce = (await MemberAsync("probe", null)).Json.GetProperty("nonce").GetString()!;
        await MemberAsync("probe", new { nonce });
    }

    private Task<Answer> MemberAsync(string verb) => Hub.SendAsync(HttpMethod.Post, $"onboarding/v1/{verb}", [], "application/json", Weather);

    /// <summary>Reads when there is nothing to say.</summary>
    private Task<Answer> MemberAsync(string verb, object? body) =>
        Hub.SendAsync(body is null ? HttpMethod.Get : HttpMethod.Post, $"onboarding/v1/{verb}", body is null ? null : Utf8(body), "application/json", Weather);

    private Task<Answer> OwnAsync(string path, object? body) => Hub.SendAsync(body is null ? HttpMethod.Get : HttpMethod.Post, path, body is null ? null : Utf8(body), "application/json", City);

    private Task<Answer> PostCaseAsync(string caseNo, string query = "", string region = "340102") =>
        Hub.PostAsync(Case(caseNo, source: Weather, region: region), "b-" + caseNo + region, Weather, query: query);

    private static (string Id, string Key) Opened(Answer applied) => (applied.Json.GetProperty("join").GetProperty("id").GetString()!, applied.Json.GetProperty("key").GetString()!);

    private static byte[] Utf8(object body) => JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web);

    private static string State(JsonElement join) => join.GetProperty("state").GetString()!;

    private static string Name(Answer answer) => answer.Json.GetProperty("type").GetString()!.Split(':')[^1];

    private static string[] Errors(Answer answer) => [.. answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("at").GetString()!)];
}

public sealed class SqliteJoinTests : JoinContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresJoinTests : JoinContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
