using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Tests.Schemas;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.Hub;

/// <summary>One city for all the tests of a database: every dataset of the standard is an interface of a running hub.</summary>
public abstract class EveryDatasetHub : IAsyncLifetime
{
    private string hubStore = null!;
    private string nodeStore = null!;

    internal HubHost Hub { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (hubStore, nodeStore) = (await NewStoreAsync(), await NewStoreAsync());
        Hub = await HubHost.StartAsync(hubStore, nodeStore);
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        TestStores.Forget(hubStore);
        TestStores.Forget(nodeStore);
    }

    private protected abstract Task<string> NewStoreAsync();
}

/// <summary>What the hub says to the examples of every dataset, in each of its directions.</summary>
public abstract class EveryDatasetContract(EveryDatasetHub city)
{
    public static TheoryData<string> Records => [.. SchemaSet.Standard.All.Where(dataset => dataset.IsRecord).Select(dataset => dataset.Dataset)];

    public static TheoryData<string> Envelopes => [.. SchemaSet.Standard.All.Where(dataset => !dataset.IsRecord).Select(dataset => dataset.Dataset)];

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_passing_example_is_accepted_and_a_failing_one_rejected_for_its_reason(string dataset)
    {
        var folder = StandardFiles.DatasetFolders.Single(folder => Path.GetFileName(folder) == dataset);
        var failing = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Path.Combine(folder, "examples"), "fail-*.json").Order(StringComparer.Ordinal).First());
        var wrong = JsonNode.Parse(StandardFiles.Example(dataset, failing))!;
        var rev = 1;
        foreach (var direction in StandardFiles.Dataset(dataset).Directions)
        {
            var service = InterfaceCode.Of(dataset, 1, direction).ToString();

            var answer = await city.Hub.PostAsync(
                OfTheCity(JsonNode.Parse(StandardFiles.Example(dataset, "pass-full"))!, rev) + "\n" + OfTheCity(wrong["record"]!.DeepClone(), rev++),
                $"all-{service}", HubHost.City, service);

            Assert.True(answer.Status == 200, answer.Text);
            Assert.True((answer.Count("accepted"), answer.Count("rejected")) == (1, 1), answer.Text);
            var problem = Assert.Single(answer.Json.GetProperty("problems").EnumerateArray());
            Assert.Equal((1, wrong["expect"]!["code"]!.GetValue<string>()), (problem.GetProperty("index").GetInt32(), problem.GetProperty("code").GetString()));
        }
    }

    [Theory]
    [MemberData(nameof(Envelopes))]
    public async Task An_envelope_of_the_exchange_is_no_interface(string dataset) =>
        Assert.Equal(404, (await city.Hub.PostAsync(OfTheCity(JsonNode.Parse(StandardFiles.Example(dataset, "pass-full"))!, 1), $"all-{dataset}", HubHost.City, $"{dataset}.v1.up")).Status);

    [Fact]
    public async Task What_is_issued_for_everybody_reaches_who_is_below_and_what_is_addressed_only_those_it_names()
    {
        await city.Hub.PostAsync(OfTheCity(JsonNode.Parse(StandardFiles.Example("CE-01", "pass-full"))!, 9), "wide", HubHost.City, "CE-01.v1.down");
        var task = JsonNode.Parse(StandardFiles.Example("SI-07", "pass-full"))!;
        task["fillScope"] = new JsonArray("340100");
        await city.Hub.PostAsync(OfTheCity(task, 9), "addressed", HubHost.City, "SI-07.v1.down");

        Assert.Contains(await city.Hub.AllAsync(HubHost.County, "CE-01.v1.down"), record => record.Body.Contains("\"rev\":9", StringComparison.Ordinal));
        Assert.DoesNotContain(await city.Hub.AllAsync(HubHost.County, "SI-07.v1.down"), record => record.Body.Contains("\"rev\":9", StringComparison.Ordinal));
    }

    // The examples come from many places; here each is this city's own.
    private static string OfTheCity(JsonNode record, int rev)
    {
        (record["sourcePlatform"], record["rev"], record["regionCode"]) = (HubHost.City, rev, "340100");
        foreach (var name in new[] { "districtCode", "streetCode", "communityCode", "gridCode" })
        {
            record[name] = record[name] is { } code ? "340102" + code.GetValue<string>()[6..] : null;
        }

        foreach (var absent in record.AsObject().Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            record.AsObject().Remove(absent);
        }

        if (StandardFiles.Dataset(record["dataset"]?.GetValue<string>() ?? "XC-07") is { IsRecord: true } dataset && dataset.Key.All(name => record[name] is not null))
        {
            record["recordId"] = $"{HubHost.City}:{string.Join('/', dataset.Key.Select(name => record[name]!.ToString()))}";
        }

        if (record["targetRegions"]?.AsArray().All(region => region!.GetValue<string>().EndsWith("0000", StringComparison.Ordinal)) == true)
        {
            record["targetRegions"] = new JsonArray("340102");
        }

        return record.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

public sealed class SqliteEveryDatasetHub : EveryDatasetHub
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresEveryDatasetHub : EveryDatasetHub
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}

public sealed class SqliteEveryDatasetTests(SqliteEveryDatasetHub city) : EveryDatasetContract(city), IClassFixture<SqliteEveryDatasetHub>;

public sealed class PostgresEveryDatasetTests(PostgresEveryDatasetHub city) : EveryDatasetContract(city), IClassFixture<PostgresEveryDatasetHub>;
