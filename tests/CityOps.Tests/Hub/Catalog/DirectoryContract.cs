using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Hub;
using CityOps.Hub.Catalog.Directory;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Links;
using CityOps.Node.Hosting;
using CityOps.Schemas.Codes;
using CityOps.Tests.Schemas;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityOps.Tests.Hub.Catalog;

/// <summary>目录级联 (S2) over live hubs of three tiers, on each store.</summary>
public abstract class DirectoryContract : IAsyncLifetime
{
    private const string Nation = "N-100000";
    private const string Province = "P-340000";
    private const string City = "C-340100";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, WebApplication> running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Url, string Hub, string Node)> places = new(StringComparer.Ordinal);

    private protected abstract Task<string> NewStoreAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var app in running.Values.Reverse())
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        foreach (var place in places.Values)
        {
            TestStores.Forget(place.Hub);
            TestStores.Forget(place.Node);
        }
    }

    [Fact]
    public async Task Every_tier_shows_the_entries_of_all_tiers_and_a_change_in_a_city_is_seen_by_all_and_goes_round_once()
    {
        await StartAsync(Nation, null, Province);
        await StartAsync(Province, Nation, City);
        await StartAsync(City, Province, Department);
        var each = running[City].Services.GetRequiredService<CityOps.Hub.Catalog.InterfaceBook>().All.Select(one => one.Code.Dataset).Where(one => !one.StartsWith("XC-", StringComparison.Ordinal)).Distinct().Count();
        foreach (var tier in (string[])[Nation, Province, City])
        {
            await UntilAsync($"{tier} shows all", async () => (await ListAsync(tier, "")).GetProperty("total").GetInt32() == 3 * each);
        }

        // Found in Chinese and by code, narrowed by tier, platform and share; each entry says whose it is.
        var found = (await ListAsync(City, $"q={Uri.EscapeDataString("案件")}&tier=nation&share=conditional")).GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(found);
        Assert.All(found, one => Assert.Equal(Nation, one.GetProperty("platform").GetString()));
        Assert.Equal(each, (await ListAsync(Nation, $"platform={City}")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await ListAsync(Nation, "state=retired")).GetProperty("total").GetInt32());
        Assert.Equal(3 * each, await WalkAsync(Province));
        Assert.Equal(["317703/013401"], (await ListAsync(Nation, "q=317703/01&tier=city")).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("resourceCode").GetString()));

        var path = $"catalog/v1/directory/317703/013401/{ProviderOf(City)}";
        var entry = await GetAsync(Nation, Nation, path);
        Assert.Equal("P317703013401301", entry.GetProperty("services")[0].GetProperty("code").GetString());
        Assert.True(entry.GetProperty("services")[0].GetProperty("subscribeHere").GetBoolean());
        Assert.True(entry.GetProperty("record").TryGetProperty("steward", out _));
        Assert.False((await GetAsync(City, Department, path)).GetProperty("record").TryGetProperty("steward", out _));

        // What came down is not said again upwards: each hub's own words are all that travels up.
        var expected = new Dictionary<(string, string), int>
        {
            [(City, "XC-02.v1.up")] = each,
            [(Province, "XC-02.v1.up")] = 2 * each,
            [(Nation, "XC-02.v1.up")] = 2 * each,
            [(Nation, "XC-02.v1.down")] = 3 * each,
            [(Province, "XC-02.v1.down")] = 3 * each,
            [(City, "XC-02.v1.down")] = 3 * each,
        };
        await UntilAsync("all have gone round", async () => await CountsAsync() is var now && expected.All(one => now.GetValueOrDefault(one.Key) == one.Value));
        await SendAsync(City, City, "catalog/v1/interfaces/MG-01.v1.up/retire", new { rev = 0, reason = "停采" });
        foreach (var tier in (string[])[Nation, Province, City])
        {
            await UntilAsync($"{tier} sees the end", async () => (await ListAsync(tier, "state=retired")).GetProperty("total").GetInt32() == 1);
        }

        await UntilAsync("the change has gone round", async () => (await CountsAsync())[(City, "XC-02.v1.down")] == (3 * each) + 1);
        var after = await CountsAsync();
        Assert.All(expected, one => Assert.Equal((one.Key, one.Value + 1), (one.Key, after[one.Key])));
    }

    [Fact]
    public async Task A_restart_says_nothing_twice_and_the_weekly_list_is_answered_with_duplicates()
    {
        await StartAsync(City, null, Department);
        await UntilAsync("the list is given", async () => await Table(City).ListedAtAsync(default) is not null);
        var (head, before) = (await HeadAsync(City), await DuplicatesAsync());
        Assert.True(before > 0);

        await StopAsync(City);
        await StartAsync(City, null, Department);
        await Table(City).ListedAsync(TimeProvider.System.GetUtcNow().AddDays(-8), default);
        await UntilAsync("the next list is given", async () => await Table(City).ListedAtAsync(default) > TimeProvider.System.GetUtcNow().AddDays(-1));

        Assert.Equal(head, await HeadAsync(City));
        Assert.True(await DuplicatesAsync() >= before);
        await SendAsync(City, City, "catalog/v1/interfaces/MG-02.v1.up/retire", new { rev = 0, reason = "停采" });
        await UntilAsync("the change is said", async () => await HeadAsync(City) == head + 2);
    }

    [Fact]
    public async Task An_entry_that_two_platforms_claim_is_the_firsts_until_it_withdraws_and_a_code_without_form_enters_no_joint_directory()
    {
        await StartAsync(City, null, Department, Other);
        await UntilAsync("the list is given", async () => await Table(City).ListedAtAsync(default) is not null);

        await PublishAsync(Department, "317703/990001", 1);
        await PublishAsync(Other, "317703/990001", 1);
        await PublishAsync(Other, "示例资源代码", 1);
        await UntilAsync("both are read", async () => (await ListAsync(City, $"platform={Other}")).GetProperty("total").GetInt32() == 2);

        var claims = (await GetAsync(City, City, $"catalog/v1/directory/317703/990001/{Credit}")).GetProperty("claims").EnumerateArray().Select(one => (one.GetProperty("platform").GetString(), one.GetProperty("finding").GetString())).ToList();
        Assert.Equal([(Department, ""), (Other, "duplicate")], claims);
        Assert.Equal(["duplicate", "bad-code"], (await ListAsync(City, $"platform={Other}")).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("finding").GetString()));
        await UntilAsync("the first is in the joint directory", async () => (await JointAsync()).SequenceEqual([Department]));

        await PublishAsync(Department, "317703/990001", 2, "D");
        await UntilAsync("the second takes its place", async () => (await JointAsync()).SequenceEqual([Other]));

        async Task<List<string>> JointAsync() =>
            [.. (await Table(City).OfSourceAsync(City, default)).Where(row => row is { Way: "down", Gone: false } && row.Entry.EndsWith(Credit, StringComparison.Ordinal)).Select(row => row.Platform)];
    }

    [Fact]
    public async Task A_provider_without_a_true_credit_code_is_named_at_the_start()
    {
        var fault = await Assert.ThrowsAsync<OptionsException>(() => StartAsync(City, null, "11340100MB0000000X", [Department]));
        Assert.Contains("Hub:Provider", fault.Message, StringComparison.Ordinal);
    }

    private static string Credit { get; } = ProviderOf("B-340199");

    private static string Department { get; } = "B-" + ProviderOf("B-340100");

    private static string Other { get; } = "B-" + ProviderOf("B-340101");

    private static string ProviderOf(string code)
    {
        var first = $"11{code[2..]}MB1234567";
        return first + CreditCode.CheckCharacter(first);
    }

    private DirectoryTable Table(string code) => running[code].Services.GetRequiredService<DirectoryTable>();

    private Task<long> HeadAsync(string code) => running[code].Services.GetRequiredService<LogTable>().HeadAsync(default);

    private async Task<long> DuplicatesAsync() => (await TallyAsync(City)).Where(one => one.Interface.StartsWith("XC-", StringComparison.Ordinal)).Sum(one => one.Duplicate);

    private Task<IReadOnlyList<Tally>> TallyAsync(string code) => running[code].Services.GetRequiredService<LogTables>().Tallies.AllAsync(default);

    private async Task<Dictionary<(string, string), int>> CountsAsync()
    {
        var counts = new Dictionary<(string, string), int>();
        foreach (var code in running.Keys)
        {
            foreach (var one in await TallyAsync(code))
            {
                counts[(code, one.Interface)] = (int)one.Accepted;
            }
        }

        return counts;
    }

    private async Task<int> WalkAsync(string code)
    {
        var seen = new HashSet<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await ListAsync(code, $"limit=60&after={Uri.EscapeDataString(after)}");
            Assert.All(page.GetProperty("items").EnumerateArray(), one => Assert.True(seen.Add($"{one.GetProperty("resourceCode")} {one.GetProperty("platform")}")));
            after = page.GetProperty("next").GetString();
        }

        return seen.Count;
    }

    private Task PublishAsync(string platform, string resource, int rev, string op = "I")
    {
        var record = JsonNode.Parse(StandardFiles.Example("XC-02", op == "D" ? "pass-deleted" : "pass-minimal"))!.AsObject();
        (record["recordId"], record["sourcePlatform"], record["resourceCode"], record["providerCode"], record["rev"]) = ($"{platform}:{resource}/{Credit}", platform, resource, Credit, rev);
        if (op != "D")
        {
            record["providerPlatform"] = platform;
        }

        return SendAsync(City, platform, "exchange/v1/interfaces/XC-02.v1.up/batches", new JsonArray(record), $"{resource.Length}-{rev}");
    }

    private Task<JsonElement> ListAsync(string code, string query) => GetAsync(code, code, "catalog/v1/directory?" + query);

    private async Task<JsonElement> GetAsync(string code, string platform, string path)
    {
        using var client = PeerClient.To(places[code].Url);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await AnswerAsync(client, request, platform);
    }

    private async Task SendAsync(string code, string platform, string path, object body, string batch = "1")
    {
        using var client = PeerClient.To(places[code].Url);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", batch);
        var answer = await AnswerAsync(client, request, platform);
        Assert.False(answer.TryGetProperty("counts", out var counts) && counts.GetProperty("accepted").GetInt32() != 1, answer.ToString());
    }

    private static async Task<JsonElement> AnswerAsync(HttpClient client, HttpRequestMessage request, string platform)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await new LinkTokens(platform, "secret", TimeProvider.System).GetAsync(client, default));
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> come)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await come())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"not within {Patience.TotalSeconds} s: {what}");
            await timer.WaitForNextTickAsync();
        }
    }

    private Task StartAsync(string code, string? above, params string[] below) => StartAsync(code, above, ProviderOf(code), below);

    private async Task StartAsync(string code, string? above, string provider, string[] below)
    {
        if (!places.TryGetValue(code, out var place))
        {
            places[code] = place = ($"http://127.0.0.1:{HubHost.FreePort()}", await NewStoreAsync(), await NewStoreAsync());
        }

        var app = await DeploymentHost.BuildAsync(
            new DeploymentOptions
            {
                Code = code,
                Listen = place.Url,
                Store = new StoreOptions { Hub = place.Hub, Node = place.Node },
                Hub = new HubOptions
                {
                    OwnSecret = "plain:secret",
                    Provider = new ProviderOptions { Code = provider },
                    Upper = above is null ? null : new UpperOptions { Url = places[above].Url, Code = above, Secret = "secret" },
                    Platforms = [.. below.Select(one => new PlatformOptions { Code = one, Name = one, Region = one.StartsWith("B-", StringComparison.Ordinal) ? "340100" : null, Secret = "plain:secret", Publishes = ["XC-02.v1.up"] })],
                },
            },
            TimeProvider.System,
            CancellationToken.None);
        await app.StartAsync();
        running[code] = app;
    }

    private async Task StopAsync(string code)
    {
        running.Remove(code, out var app);
        await app!.StopAsync();
        await app.DisposeAsync();
    }
}

public sealed class SqliteDirectoryTests : DirectoryContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresDirectoryTests : DirectoryContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
