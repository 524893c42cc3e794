using System.Globalization;
using System.Text.Json;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Subscriptions;

/// <summary>校核纠错 over the wire, on each store (domain.md 4.5): who may say that a value is wrong, who answers, and when it is set right.</summary>
public abstract class CorrectionContract : HubContract
{
    private const string Corrections = "subscriptions/v1/corrections";
    private const string Pointer = "/description";

    [Fact]
    public async Task A_wrong_value_is_answered_as_corrected_once_the_newer_revision_has_come()
    {
        await GrantAsync();
        await Hub.PostAsync(Case("A1"), "b1");
        var asked = await AskAsync("A1");
        Assert.Equal((201, "open", Department, 1), (asked.Status, Text(asked, "state"), Text(asked, "source"), asked.Json.GetProperty("rev").GetInt32()));
        Assert.NotEmpty(Text(asked, "said"));

        Assert.Equal((409, "state-conflict"), await StatusAsync(AnswerAsync(asked, "corrected", "")));
        await Hub.PostAsync(Case("A1", rev: 2, change: record => record["description"] = "路灯已核实，位于二号杆"), "b2");
        var answered = await AnswerAsync(asked, "corrected", "");

        Assert.Equal((200, "corrected", 2), (answered.Status, Text(answered, "state"), answered.Json.GetProperty("newRev").GetInt32()));
        Assert.Equal("corrected", Text(await GetAsync(asked, Later), "state"));
        Assert.Equal((409, "state-conflict"), await StatusAsync(AnswerAsync(asked, "confirmed", "无误")));
    }

    [Fact]
    public async Task The_source_may_stand_by_its_value_but_says_why()
    {
        await GrantAsync();
        await Hub.PostAsync(Case("A1"), "b1");
        var asked = await AskAsync("A1");

        Assert.Equal((422, "schema-invalid"), await StatusAsync(AnswerAsync(asked, "confirmed", " ")));
        Assert.Equal((422, "schema-invalid"), await StatusAsync(AnswerAsync(asked, "perhaps", "不知道")));
        Assert.Equal("confirmed", Text(await AnswerAsync(asked, "confirmed", "现场复核无误"), "state"));
    }

    [Fact]
    public async Task Ten_working_days_are_given_and_weekends_do_not_count()
    {
        await GrantAsync();
        await Hub.PostAsync(Case("A1"), "b1");
        var asked = await AskAsync("A1");

        var (from, due) = (DateTimeOffset.Parse(Text(asked, "askedAt"), CultureInfo.InvariantCulture), DateTimeOffset.Parse(Text(asked, "replyDue"), CultureInfo.InvariantCulture));

        Assert.InRange((due.Date - from.Date).Days, 12, 24);
        Assert.False(asked.Json.GetProperty("overdue").GetBoolean());
        Assert.Empty((await ListAsync("?overdue=true", City)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Only_who_gets_the_record_may_point_at_it_and_only_its_source_answers()
    {
        await GrantAsync();
        await Hub.PostAsync(Case("A1") + "\n" + Case("A2", region: "340103"), "b1");

        Assert.Equal((404, "not-found"), await StatusAsync(AskAsync("missing")));
        Assert.Equal((404, "not-found"), await StatusAsync(AskAsync("A1", County)));
        Assert.Equal((422, "schema-invalid"), await StatusAsync(AskAsync("A1", pointer: "/noSuchField")));
        Assert.Equal((422, "schema-invalid"), await StatusAsync(AskAsync("A1", pointer: "/reporterPhone")));
        var asked = await AskAsync("A1");
        Assert.Equal(403, (await AnswerAsync(asked, "rejected", "自己答复", Later)).Status);
        Assert.Equal(404, (await AnswerAsync(asked, "rejected", "与我无关", County)).Status);
        Assert.Equal(404, (await GetAsync(asked, County)).Status);
        Assert.Equal(403, (await SendAsync($"{Corrections}/{Text(asked, "id")}/withdraw", new { reason = "代为撤回" }, Department)).Status);
    }

    [Fact]
    public async Task The_same_value_is_not_asked_about_twice_until_it_is_answered_or_taken_back()
    {
        await GrantAsync();
        await Hub.PostAsync(Case("A1"), "b1");
        var asked = await AskAsync("A1");

        Assert.Equal((409, "request-pending"), await StatusAsync(AskAsync("A1")));
        Assert.Equal("withdrawn", Text(await SendAsync($"{Corrections}/{Text(asked, "id")}/withdraw", new { reason = "看错了" }, Later), "state"));
        Assert.Equal(201, (await AskAsync("A1")).Status);
    }

    [Fact]
    public async Task The_list_is_paged_newest_first_and_found_by_record_state_and_source()
    {
        await GrantAsync();
        await Hub.PostAsync(Case("A1") + "\n" + Case("A2"), "b1");
        var (first, second) = (Text(await AskAsync("A1"), "id"), Text(await AskAsync("A2"), "id"));

        Assert.Equal([second, first], await IdsAsync("", City));
        Assert.Equal([second], await IdsAsync("?limit=1", City));
        Assert.Equal([first], await IdsAsync($"?after={second}", City));
        Assert.Equal([first], await IdsAsync($"?q={Department}:A1", Later));
        Assert.Equal([second, first], await IdsAsync($"?source={Department}&state=open", Department));
        Assert.Empty(await IdsAsync("?state=corrected", City));
        Assert.Empty(await IdsAsync("", County));
        Assert.Equal(422, (await ListAsync("?state=nonsense", City)).Status);
    }

    private Task<Answer> AskAsync(string caseNo, string? platform = null, string pointer = Pointer) =>
        SendAsync(Corrections, new { @interface = Service, recordId = $"{Department}:{caseNo}", pointer, wanted = "位于二号杆", reason = "与现场照片不符" }, platform ?? Later);

    private Task<Answer> AnswerAsync(Answer asked, string answer, string opinion, string? by = null) => SendAsync($"{Corrections}/{Text(asked, "id")}/answer", new { answer, opinion }, by ?? Department);

    private Task<Answer> GetAsync(Answer asked, string by) => Hub.SendAsync(HttpMethod.Get, $"{Corrections}/{Text(asked, "id")}", null, "", by);

    private Task<Answer> ListAsync(string query, string by) => Hub.SendAsync(HttpMethod.Get, Corrections + query, null, "", by);

    private async Task<string[]> IdsAsync(string query, string by) => [.. (await ListAsync(query, by)).Json.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    private async Task GrantAsync()
    {
        var asked = await SendAsync("subscriptions/v1/requests", new { @interface = Service, purpose = "城市内涝联合会商", scenario = "汛期值守大屏", validTo = TimeProvider.System.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), legalBasis = "市政府令第 200 号" }, Later);
        var granted = await SendAsync($"subscriptions/v1/requests/{Text(asked, "id")}/decision", new { accept = true, opinion = "同意" }, City);
        Assert.True(granted.Status == 200, granted.Text);
    }

    private Task<Answer> SendAsync(string path, object body, string platform) => Hub.SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body), "application/json", platform);

    private static async Task<(int, string?)> StatusAsync(Task<Answer> answer) =>
        ((await answer).Status, (await answer).Json.TryGetProperty("type", out var type) ? type.GetString()!["urn:cityops:problem:".Length..] : null);

    private static string Text(Answer answer, string name) => answer.Json.TryGetProperty(name, out var value) ? value.GetString()! : throw new InvalidOperationException(answer.Text);
}

public sealed class SqliteCorrectionTests : CorrectionContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresCorrectionTests : CorrectionContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
