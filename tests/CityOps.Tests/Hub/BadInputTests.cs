using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub;

/// <summary>One city for all bad input: nothing of it may be left behind, so one is enough.</summary>
public sealed class BadInputCity : IAsyncLifetime
{
    private string hubStore = null!;
    private string nodeStore = null!;

    internal HubHost Hub { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        hubStore = await TestStores.SqliteAsync();
        nodeStore = await TestStores.SqliteAsync();
        Hub = await HubHost.StartAsync(hubStore, nodeStore);
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        TestStores.Forget(hubStore);
        TestStores.Forget(nodeStore);
    }
}

/// <summary>Bad input gets the answer the protocol says, stores nothing half, and never a 500.</summary>
public sealed class BadInputTests(BadInputCity city) : IClassFixture<BadInputCity>
{
    private readonly HubHost hub = city.Hub;

    public static TheoryData<string, string, string> BadLines => new()
    {
        { "malformed", Case("X")[..^2], "E3002" },
        { "a byte order mark", "\uFEFF" + Case("X"), "E3002" },
        { "a lone surrogate", Case("X").Replace("\"description\":\"", "\"description\":\"\\ud83d", StringComparison.Ordinal), "E3002" },
        { "a duplicate member", Case("X")[..^1] + ",\"rev\":1}", "E3002" },
        { "a duplicate hidden by an escape", Case("X")[..^1] + ",\"r\\u0065v\":1}", "E3002" },
        { "deep nesting", Case("X")[..^1] + ",\"ext\":{\"a\":" + new string('[', 64) + new string(']', 64) + "}}", "E3002" },
        { "a huge exponent", Case("X").Replace("\"rev\":1", "\"rev\":1e400", StringComparison.Ordinal), "E3003" },
        { "a million digits", Case("X").Replace("\"rev\":1", "\"rev\":" + new string('9', 100_000), StringComparison.Ordinal), "E3003" },
        { "a record too large", Case("X")[..^1] + ",\"ext\":{\"a\":\"" + new string('x', 300_000) + "\"}}", "E2004" },
        { "a missing member", Case("X", change: r => r.Remove("address")), "E3001" },
        { "a wrong type", Case("X", change: r => r["hanging"] = "no"), "E3002" },
        { "a code not in its list", Case("X", change: r => r["state"] = "99"), "E3004" },
        { "an unknown member", Case("X", change: r => r["colour"] = "red"), "E3005" },
        { "a text too long", Case("X", change: r => r["address"] = new string('长', 201)), "E3003" },
        { "a region outside", Case("X", region: "110101"), "E4002" },
        { "a region that is none", Case("X", change: r => r["regionCode"] = "34010x"), "E3002 E3003 E3006" },
        { "a foreign source", Case("X", source: "C-340200", region: "340202"), "E5003" },
        { "another dataset", Case("X", change: r => r["dataset"] = "MG-02"), "E3006 E3004" },
        { "a record id of another", Case("X", change: r => r["recordId"] = $"{Department}:Y"), "E3006" },
        { "revision nought", Case("X", rev: 0), "E3003 E3006" },
        { "a time in UTC", Case("X", change: r => r["updateTime"] = "2026-03-31T02:00:00Z"), "E3002" },
        { "a time yet to come", Case("X", change: r => { r["dataTime"] = "2999-03-31T02:00:00+08:00"; r["updateTime"] = "2999-03-31T02:00:00+08:00"; }), "E3006 E4001" },
        { "an unknown major version", Case("X", change: r => r["schemaVersion"] = "7.0.0"), "E2006 E3003 E3004" },
    };

    public static TheoryData<string, string, int, string, string> BadCalls => new()
    {
        { "no token", "none", 401, "unauthenticated", "E1001" },
        { "a forged token", "forged", 401, "unauthenticated", "E1001" },
        { "an unknown interface", "interface", 404, "not-found", "E2005" },
        { "an interface not allowed", "notallowed", 403, "insufficient-scope", "E1008" },
        { "no batch id", "noid", 400, "idempotency-key-missing", "E2001" },
        { "a batch id with a blank", "badid", 400, "idempotency-key-missing", "E2001" },
        { "a wrong content type", "type", 415, "unsupported-media-type", "E2009" },
        { "an unknown coding", "zstd", 415, "unsupported-coding", "E2009" },
        { "a coding twice", "twice", 415, "unsupported-coding", "E2009" },
        { "damaged gzip", "damaged", 400, "invalid-encoding", "E2001" },
        { "a gzip bomb", "bomb", 413, "payload-too-large", "E2004" },
        { "17 MiB", "large", 413, "payload-too-large", "E2004" },
        { "10,001 records", "many", 413, "payload-too-large", "E2004" },
        { "a malformed array", "array", 400, "malformed-json", "E2001" },
        { "an array in a wrong encoding", "latin", 400, "invalid-encoding", "E2001" },
        { "an unknown mode", "mode", 400, "malformed-json", "E2001" },
        { "an atomic batch with a bad record", "atomic", 422, "schema-invalid", "E3003" },
    };

    public static TheoryData<string, string> BadPulls => new()
    {
        { "after=-1", "400" }, { "after=x", "400" }, { "limit=0", "400" }, { "limit=2001", "400" }, { "wait=61", "400" }, { "log=another", "409" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task A_bad_record_is_rejected_with_its_code_in_both_languages_and_its_neighbour_is_taken(string what, string line, string codes)
    {
        var before = (await hub.AllAsync()).Count;

        var receipt = await hub.PostAsync(line + "\n" + Case("N" + what.GetHashCode(StringComparison.Ordinal).ToString("x", null)), Fresh());

        Assert.True(receipt.Status == 200, $"{what}: {receipt.Text}");
        Assert.Equal((1, 1), (receipt.Count("accepted"), receipt.Count("rejected")));
        var problem = receipt.Json.GetProperty("problems")[0];
        Assert.Contains(problem.GetProperty("code").GetString()!, codes.Split(' '));
        Assert.Contains(problem.GetProperty("message").GetString()!, c => c >= '\u4e00');
        Assert.NotEmpty(problem.GetProperty("messageEn").GetString()!);
        Assert.Equal(before + 1, (await hub.AllAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(BadCalls))]
    public async Task A_bad_call_gets_its_problem_document_and_changes_nothing(string what, string kind, int status, string name, string code)
    {
        var before = (await hub.AllAsync()).Count;

        var answer = await CallAsync(kind);

        Assert.True(status == answer.Status, $"{what}: {answer.Status} {answer.Text}");
        Assert.Equal($"urn:cityops:problem:{name}", answer.Json.GetProperty("type").GetString());
        Assert.Equal(code, answer.Json.GetProperty("code").GetString());
        Assert.Contains(answer.Json.GetProperty("title").GetString()!, c => c >= '\u4e00');
        Assert.Equal(before, (await hub.AllAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(BadPulls))]
    public async Task A_bad_pull_is_told_what_is_wrong(string query, string status) =>
        Assert.Equal(status, (await hub.PullAsync(query)).Status.ToString(null, null));

    [Fact]
    public async Task A_problem_is_told_in_English_to_who_asks_for_it()
    {
        var answer = await hub.SendAsync(HttpMethod.Get, "exchange/v1/batches/none", null, "", Department, r => r.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("en")));

        Assert.Equal("Unknown batch, or not yours", answer.Json.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_batch_id_used_for_another_body_is_refused_and_a_refused_call_does_not_use_it_up()
    {
        var id = Fresh();
        Assert.Equal(400, (await hub.PostAsync("[", id, type: "application/json")).Status);
        Assert.Equal(200, (await hub.PostAsync(Case("M1"), id)).Status);

        var other = await hub.PostAsync(Case("M2"), id);

        Assert.Equal((422, "urn:cityops:problem:idempotency-mismatch"), (other.Status, other.Json.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_token_in_the_address_is_refused_and_each_refusal_has_its_challenge()
    {
        var misplaced = await hub.SendAsync(HttpMethod.Get, "exchange/v1/batches/none?access_token=x", null, "", Department);
        var bare = await hub.SendAsync(HttpMethod.Get, "exchange/v1/batches/none", null, "", "");
        var unbound = await hub.SendAsync(HttpMethod.Get, "exchange/v1/batches/none", null, "", "", r => r.Headers.Authorization = new AuthenticationHeaderValue("DPoP", Forged()));
        var narrow = await CallAsync("notallowed");

        Assert.Equal((400, "urn:cityops:problem:header-conflict"), (misplaced.Status, misplaced.Json.GetProperty("type").GetString()));
        Assert.Equal((401, "Bearer"), (bare.Status, bare.Headers.WwwAuthenticate.ToString()));
        Assert.Equal((401, "DPoP error=\"invalid_token\", algs=\"ES256 PS256\""), (unbound.Status, unbound.Headers.WwwAuthenticate.ToString()));
        Assert.Equal((403, "Bearer error=\"insufficient_scope\""), (narrow.Status, narrow.Headers.WwwAuthenticate.ToString()));
    }

    [Fact]
    public async Task Positions_beyond_the_head_and_records_never_offered_are_refused()
    {
        await hub.PostAsync(Case("P1"), Fresh());
        var log = (await hub.PullAsync("after=0")).Json.GetProperty("log").GetString();

        Assert.Equal(422, (await hub.SubscriptionAsync(HttpMethod.Put, "position", new { log, position = 1_000_000 })).Status);
        Assert.Equal(409, (await hub.SubscriptionAsync(HttpMethod.Put, "position", new { log = "another", position = 1 })).Status);
        Assert.Equal(422, (await hub.SubscriptionAsync(HttpMethod.Post, "refusals", new { log, records = new[] { new { position = 1, recordId = "x", reason = "y" } } })).Status);
        Assert.Equal(400, (await hub.SubscriptionAsync(HttpMethod.Put, "position", new { log, position = 1, colour = "red" })).Status);
        Assert.Equal(404, (await hub.SendAsync(HttpMethod.Get, "nowhere", null, "", Department)).Status);
    }

    [Fact]
    public async Task A_suspended_platform_gets_no_token()
    {
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => hub.TokenAsync(Suspended));

        Assert.Contains("400", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_bytes_never_make_a_fault_of_ours()
    {
        var chance = new Random(11);
        var good = Encoding.UTF8.GetBytes(Case("F1") + "\n" + Case("F2"));
        for (var i = 0; i < 300; i++)
        {
            var bytes = good.ToArray();
            for (var hit = 0; hit <= chance.Next(4); hit++)
            {
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            }

            var answer = await hub.PostAsync(bytes, Fresh(), type: i % 2 == 0 ? "application/x-ndjson" : "application/json");
            Assert.True(answer.Status < 500, $"round {i}: {answer.Status} {answer.Text}");
        }
    }

    private async Task<Answer> CallAsync(string kind) => kind switch
    {
        "none" => await hub.SendAsync(HttpMethod.Post, Path(Service), Encoding.UTF8.GetBytes(Case("X")), "application/x-ndjson", ""),
        "forged" => await hub.SendAsync(HttpMethod.Post, Path(Service), Encoding.UTF8.GetBytes(Case("X")), "application/x-ndjson", "", r => r.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Forged())),
        "interface" => await hub.PostAsync(Case("X"), Fresh(), service: "MG-99.v1.up"),
        "notallowed" => await hub.PostAsync(Case("X"), Fresh(), service: "SI-02.v1.up"),
        "noid" => await hub.SendAsync(HttpMethod.Post, Path(Service), Encoding.UTF8.GetBytes(Case("X")), "application/x-ndjson", Department),
        "badid" => await hub.PostAsync(Case("X"), "a b"),
        "type" => await hub.PostAsync(Case("X"), Fresh(), type: "text/plain"),
        "zstd" => await hub.PostAsync(Encoding.UTF8.GetBytes(Case("X")), Fresh(), coding: "zstd"),
        "twice" => await hub.PostAsync(Gzip(Gzip(Encoding.UTF8.GetBytes(Case("X")))), Fresh(), coding: "gzip, gzip"),
        "damaged" => await hub.PostAsync([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], Fresh(), coding: "gzip"),
        "bomb" => await hub.PostAsync(Gzip(new byte[64 << 20]), Fresh(), coding: "gzip"),
        "large" => await hub.PostAsync(new byte[17 << 20], Fresh()),
        "many" => await hub.PostAsync(string.Join('\n', Enumerable.Repeat("{}", 10_001)), Fresh()),
        "array" => await hub.PostAsync("[" + Case("X") + ", {]", Fresh(), type: "application/json"),
        "latin" => await hub.PostAsync([.. "["u8, .. Encoding.UTF8.GetBytes(Case("X")[..^1]), .. ",\"remark\":\""u8, 0xB3, 0xC7, .. "\"}]"u8], Fresh(), type: "application/json"),
        "mode" => await hub.PostAsync(Case("X"), Fresh(), query: "?mode=maybe"),
        "atomic" => await hub.PostAsync(Case("X") + "\n{", Fresh(), query: "?mode=atomic"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Path(string service) => $"exchange/v1/interfaces/{service}/batches";

    private static string Forged()
    {
        using var forger = new SignOn.Forger();
        return forger.Sign(SignOn.Forger.GoodHeader, SignOn.Forger.GoodPayload);
    }

    private static string Fresh() => Guid.CreateVersion7().ToString("N");

    internal static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }
}
