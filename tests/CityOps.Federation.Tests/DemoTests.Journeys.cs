using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Hub.Links;
using CityOps.Node.Federation.Departments;
using CityOps.Node.Joining;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>Journeys over live processes that need no page (domain.md 4.8).</summary>
public sealed partial class DemoTests
{
    private const string Weather = "EX-02.v1.up";

    [Fact]
    public async Task S2_the_catalogue_goes_up_and_the_joint_directory_comes_down_to_every_tier()
    {
        foreach (var seen in demo.Deployments)
        {
            using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(seen.Url + "/") };
            http.DefaultRequestHeaders.Authorization = new("Bearer", await new LinkTokens(seen.ClientId, seen.ClientSecret, TimeProvider.System).GetAsync(http, CancellationToken.None));
            foreach (var provider in demo.Deployments)
            {
                var listed = await Run.UntilAsync($"{provider.Platform} in the directory of {seen.Platform}", DemoFederation.Patience, async () =>
                {
                    using var answer = await http.GetAsync(new Uri($"catalog/v1/directory?platform={provider.Platform}&limit=1", UriKind.Relative));
                    return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement is { ValueKind: JsonValueKind.Object } found && found.GetProperty("total").GetInt64() > 0 ? (object)found : null;
                });
                Assert.NotNull(listed);
            }
        }
    }

    [Fact]
    public async Task S20_a_bad_sender_gets_the_right_code_each_time_and_its_good_records_are_kept()
    {
        var trade = Trade.All.Single(one => one.Key == "weather");
        var kept = JsonSerializer.Deserialize<TradeMemory>(await File.ReadAllBytesAsync(Path.Combine(demo.Folder, ".secrets", "department-weather.json")))!;
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(demo.Origin + "/") };
        var token = await new LinkTokens(trade.Code, kept.Join!.Secret, TimeProvider.System).GetAsync(http, CancellationToken.None);
        Task<(int Status, JsonElement Body)> Post(string id, byte[] body, string? bearer = null, string? coding = null) => PostAsync(http, bearer ?? token, id, body, coding);

        // Wrong key, wrong region, somebody else's record, a schema that is not known, a value of the wrong kind.
        Assert.Equal(401, (await Post("s20-key", Line(trade, 0), token[..^4] + "AAAA")).Status);
        Assert.Equal(("E4002", 1), Problem((await Post("s20-region", Line(trade, 1, one => one["regionCode"] = "340202"))).Body));
        Assert.Equal(("E5003", 1), Problem((await Post("s20-owner", Line(trade, 2, one => (one["sourcePlatform"], one["recordId"]) = ("C-340100", one["recordId"]!.GetValue<string>().Replace(trade.Code, "C-340100", StringComparison.Ordinal))))).Body));
        Assert.Equal(1, Problem((await Post("s20-schema", Line(trade, 3, one => one["schemaVersion"] = "9.9.9"))).Body).Rejected);
        Assert.Equal("E3002", Problem((await Post("s20-kind", Line(trade, 4, one => one["temperature"] = "warm"))).Body).Code);

        // The same batch again gives the same receipt; the same name for something else is refused.
        var first = await Post("s20-again", Line(trade, 5));
        Assert.Equal((200, first.Body.GetRawText()), ((await Post("s20-again", Line(trade, 5))).Status, (await Post("s20-again", Line(trade, 5))).Body.GetRawText()));
        Assert.Equal((422, "urn:cityops:problem:idempotency-mismatch"), Refused(await Post("s20-again", Line(trade, 6))));

        // A bomb stops at its limit.
        Assert.Equal((413, "urn:cityops:problem:payload-too-large"), Refused(await Post("s20-bomb", Bomb(), coding: "gzip")));

        // One in a hundred is bad: it is named by its line, all others are kept.
        var rows = Enumerable.Range(100, 200).SelectMany(i => Line(trade, i, one => one["humidity"] = i % 100 == 50 ? 900 : 50)).ToArray();
        var mixed = await Post("s20-mixed", rows);
        var counts = mixed.Body.GetProperty("counts");
        Assert.Equal((198, 2), (counts.GetProperty("accepted").GetInt32(), counts.GetProperty("rejected").GetInt32()));
        Assert.Equal([50, 150], mixed.Body.GetProperty("problems").EnumerateArray().Select(one => one.GetProperty("index").GetInt32()).Distinct());
    }

    private static byte[] Line(Trade trade, int number, Action<JsonObject>? change = null)
    {
        var record = JsonNode.Parse(ExampleLines.Of(Weather, trade.Code, "340100"))!.AsObject();
        var station = $"S20{number:0000}";
        (record["stationCode"], record["recordId"]) = (station, $"{trade.Code}:{station}/{record["obsTime"]!.GetValue<string>()}");
        change?.Invoke(record);
        return Encoding.UTF8.GetBytes(record.ToJsonString() + "\n");
    }

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var blanks = Enumerable.Repeat((byte)' ', 1 << 20).ToArray();
            for (var i = 0; i < 200; i++)
            {
                gzip.Write(blanks);
            }
        }

        return packed.ToArray();
    }

    private static (string Code, int Rejected) Problem(JsonElement receipt) =>
        receipt.TryGetProperty("problems", out var problems) ? (problems[0].GetProperty("code").GetString()!, receipt.GetProperty("counts").GetProperty("rejected").GetInt32()) : throw new InvalidOperationException(receipt.GetRawText());

    private static (int Status, string? Type) Refused((int Status, JsonElement Body) answer) => (answer.Status, answer.Body.GetProperty("type").GetString());

    private static async Task<(int Status, JsonElement Body)> PostAsync(HttpClient http, string token, string id, byte[] body, string? coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"exchange/v1/interfaces/{Weather}/batches") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-ndjson");
        if (coding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(coding);
        }

        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Idempotency-Key", id);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement.Clone());
    }
}
