using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Hub;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Links;
using CityOps.Node.Contracts;
using CityOps.Node.Hosting;
using CityOps.Tests.Schemas;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityOps.Tests.Hub;

/// <summary>What the nation publishes comes down to the province and from there to the city, and is in force from its day.</summary>
public sealed class StandardDownTests : IAsyncLifetime
{
    // Two hours before midnight in Beijing: more than all the waiting for things to arrive can use up.
    private readonly FakeClock clock = new(new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero));
    private readonly List<WebApplication> running = [];
    private readonly Dictionary<string, string> urls = new(StringComparer.Ordinal);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var app in Enumerable.Reverse(running))
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Schemas_lists_and_calendars_reach_the_city_over_the_province_and_hold_from_their_day()
    {
        var nation = await StartAsync("N-100000", null, "P-340000");
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        await PublishAsync("N-100000", "schema", today, Newer());
        await PublishAsync("N-100000", "codelist", today.AddDays(1), JsonNode.Parse("""{"list":"localMood","title":"市民心情","edition":"2027","codes":[{"code":"1","name":"好"},{"code":"2","name":"一般","validTo":"2027-06-30","successor":"1"}]}""")!);
        await PublishAsync("N-100000", "calendar", today, JsonNode.Parse("""{"calendar":"CN","year":2030,"days":[{"date":"2030-01-01","kind":"holiday","name":"元旦"},{"date":"2030-01-05","kind":"workday","name":"元旦"}]}""")!);
        var province = await StartAsync("P-340000", "N-100000", "C-340100");
        await UntilAsync(() => Items(province).Count == 3);

        var city = await StartAsync("C-340100", "P-340000", "D-340102");
        await UntilAsync(() => Shelf(city).Schemas.Find("SI-04", 1)!.Version == "1.1.0");

        Assert.All(Items(city), item => Assert.Equal("N-100000", item.Origin));
        Assert.Equal(Items(nation), Items(city));
        Assert.Null(Shelf(city).Codes.Find("localMood"));
        Assert.True(city.Services.GetRequiredService<CitySchedule>().Current.Calendar.IsWorked(new DateOnly(2030, 1, 5)));

        clock.Advance(TimeSpan.FromMinutes(121));
        await UntilAsync(() => Shelf(city).Codes.Find("localMood") is not null);

        Assert.Equal("1", Shelf(city).Codes.Find("localMood")!.Find("2")!.Successor);
    }

    private static IReadOnlyList<StandardItem> Items(WebApplication app) => app.Services.GetRequiredService<StandardTable>().AllAsync(default).GetAwaiter().GetResult();

    private static StandardEdition Shelf(WebApplication app) => app.Services.GetRequiredService<StandardShelf>().Current;

    private static JsonNode Newer()
    {
        var schema = JsonNode.Parse(StandardFiles.Dataset("SI-04").SchemaBytes.Span)!;
        (schema["x-version"], schema["$id"]) = ("1.1.0", "urn:cityops:schema:SI-04:1.1.0");
        schema["properties"]!["photoCount"] = new JsonObject { ["title"] = "照片数", ["type"] = "integer", ["minimum"] = 0, ["maximum"] = 99 };
        return schema;
    }

    // The relays look by the clock: it is moved until what is waited for has come, at most so often.
    private async Task UntilAsync(Func<bool> come)
    {
        for (var i = 0; i < 400 && !come(); i++)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.True(come());
    }

    private async Task PublishAsync(string platform, string kind, DateOnly effective, JsonNode document)
    {
        using var client = PeerClient.To(urls[platform]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"catalog/v1/standard?kind={kind}&effective={effective:yyyy-MM-dd}") { Content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await new LinkTokens(platform, "secret", clock).GetAsync(client, default));
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<WebApplication> StartAsync(string code, string? above, string below)
    {
        urls[code] = $"http://127.0.0.1:{HubHost.FreePort()}";
        var app = await DeploymentHost.BuildAsync(
            new DeploymentOptions
            {
                Code = code,
                Listen = urls[code],
                Store = new StoreOptions { Hub = await TestStores.SqliteAsync(), Node = await TestStores.SqliteAsync() },
                Hub = new HubOptions
                {
                    OwnSecret = "plain:secret",
                    Upper = above is null ? null : new UpperOptions { Url = urls[above], Code = above, Secret = "secret" },
                    Platforms = [new PlatformOptions { Code = below, Name = below, Secret = "plain:secret" }],
                },
            },
            clock,
            CancellationToken.None);
        await app.StartAsync();
        running.Add(app);
        return app;
    }
}
