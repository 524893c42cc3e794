using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Status;

/// <summary>问题数据更正重报 over the wire, on each store: a refused record set right at the desk goes the same road as any other.</summary>
public abstract class ResubmissionContract : HubContract
{
    private const string Phone = "13800001111";

    [Fact]
    public async Task A_record_set_right_is_taken_in_its_senders_name_and_delivered_once()
    {
        var (id, sent) = await RefusedAsync(record => record["urgency"] = "77");
        sent["urgency"] = "1";

        var taken = await ResubmitAsync(id, sent);

        Assert.Equal((200, "accepted"), (taken.Status, taken.Json.GetProperty("result").GetString()));
        Assert.Equal("A1", Assert.Single((await Hub.PullAsync("")).Json.GetProperty("records").EnumerateArray()).GetProperty("record").GetProperty("caseNo").GetString());
        Assert.False(string.IsNullOrEmpty((await KeptAsync(id)).GetProperty("resolvedAt").GetString()));
        var again = await ResubmitAsync(id, sent);
        Assert.Equal((409, "state-conflict"), (again.Status, Name(again)));
    }

    [Fact]
    public async Task A_second_mistake_is_named_by_field_and_leaves_nothing_behind()
    {
        var (id, sent) = await RefusedAsync(record => record["urgency"] = "77");

        var refused = await ResubmitAsync(id, sent);

        Assert.Equal((422, "schema-invalid"), (refused.Status, Name(refused)));
        Assert.Contains("/record/urgency", refused.Json.GetProperty("errors").EnumerateArray().Select(one => one.GetProperty("at").GetString()));
        Assert.Single((await Hub.SendAsync(HttpMethod.Get, "status/v1/quarantine", null, "", City)).Json.GetProperty("items").EnumerateArray());
        sent["urgency"] = "1";
        Assert.Equal(200, (await ResubmitAsync(id, sent)).Status);
    }

    [Fact]
    public async Task Hidden_values_stay_as_they_were_sent()
    {
        var (id, shown) = await RefusedAsync(record => (record["urgency"], record["reporterPhone"]) = ("77", Phone));
        Assert.Equal("***", shown["reporterPhone"]!.GetValue<string>());
        shown["urgency"] = "1";

        Assert.Equal(200, (await ResubmitAsync(id, shown)).Status);

        Assert.Contains(Phone, (await Hub.PullAsync("")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_record_and_who_is_not_the_desk_are_refused()
    {
        var (id, sent) = await RefusedAsync(record => record["urgency"] = "77");

        Assert.Equal(422, (await SendAsync(id, new { record = "text" }, City)).Status);
        Assert.Equal(404, (await ResubmitAsync(new string('0', 32), sent)).Status);
        Assert.Equal(403, (await SendAsync(id, new { record = sent }, Department)).Status);
        sent["sourcePlatform"] = Later;
        Assert.Equal(422, (await ResubmitAsync(id, sent)).Status);
    }

    // A case that was refused: its id in quarantine, and the record as the desk's page shows it.
    private async Task<(string Id, JsonObject Shown)> RefusedAsync(Action<JsonObject> change)
    {
        await Hub.PostAsync(Case("A1", change: change), "b1");
        var id = Assert.Single((await Hub.SendAsync(HttpMethod.Get, "status/v1/quarantine", null, "", City)).Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString()!;
        return (id, JsonNode.Parse((await OneAsync(id)).GetProperty("sent").GetString()!)!.AsObject());
    }

    private async Task<JsonElement> OneAsync(string id) => (await Hub.SendAsync(HttpMethod.Get, $"status/v1/quarantine/{id}", null, "", City)).Json;

    private async Task<JsonElement> KeptAsync(string id) => (await OneAsync(id)).GetProperty("kept");

    private Task<Answer> ResubmitAsync(string id, JsonObject record) => SendAsync(id, new { record }, City);

    private Task<Answer> SendAsync(string id, object body, string by) => Hub.SendAsync(HttpMethod.Post, $"status/v1/quarantine/{id}/resubmit", JsonSerializer.SerializeToUtf8Bytes(body), "application/json", by);

    private static string? Name(Answer answer) => answer.Json.TryGetProperty("type", out var type) ? type.GetString()!["urn:cityops:problem:".Length..] : null;
}

public sealed class SqliteResubmissionTests : ResubmissionContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresResubmissionTests : ResubmissionContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
