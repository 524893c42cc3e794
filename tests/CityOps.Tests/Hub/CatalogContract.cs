using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Tests.Schemas;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.Hub;

/// <summary>What platforms find in the catalogue, and what administrators may add to it; each database signs it.</summary>
public abstract class CatalogContract : HubContract
{
    private static readonly string Today = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_catalogue_is_paged_and_searched_in_Chinese_and_by_code()
    {
        var first = (await GetAsync("datasets?limit=100")).Json;
        var second = (await GetAsync($"datasets?limit=100&after={first.GetProperty("next").GetString()}")).Json;
        var cases = (await GetAsync("datasets?q=案件")).Json.GetProperty("datasets").EnumerateArray().Select(d => d.GetProperty("dataset").GetString()).ToList();

        Assert.Equal((103, 100, 3), (first.GetProperty("total").GetInt32(), first.GetProperty("datasets").GetArrayLength(), second.GetProperty("datasets").GetArrayLength()));
        Assert.False(second.TryGetProperty("next", out _));
        Assert.Contains("MG-01", cases);
        Assert.DoesNotContain("EX-01", cases);
        Assert.Equal(["MG-01.v1.up"], (await GetAsync("datasets/MG-01")).Json.GetProperty("interfaces").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal(2, (await GetAsync("datasets/BG-01")).Json.GetProperty("interfaces").GetArrayLength());
        Assert.Equal(400, (await GetAsync("datasets?limit=0")).Status);
    }

    [Fact]
    public async Task A_schema_comes_byte_by_byte_and_not_again_while_it_is_the_same()
    {
        var answer = await GetAsync("datasets/MG-01/versions/1.0.0/schema");
        var again = await Hub.SendAsync(HttpMethod.Get, "catalog/v1/datasets/MG-01/versions/1/schema", null, "", HubHost.Department, r => r.Headers.TryAddWithoutValidation("If-None-Match", answer.Headers.ETag!.Tag));

        Assert.Equal(StandardFiles.Dataset("MG-01").SchemaBytes.ToArray(), answer.Bytes);
        Assert.Equal((304, 0), (again.Status, again.Bytes.Length));
        Assert.Equal(404, (await GetAsync("datasets/MG-01/versions/9.0.0/schema")).Status);
        Assert.Equal(404, (await GetAsync("datasets/ZZ-99")).Status);
        Assert.Equal(401, (await Hub.SendAsync(HttpMethod.Get, "catalog/v1/datasets", null, "", "")).Status);
    }

    [Fact]
    public async Task Examples_code_lists_and_calendars_are_there_for_who_builds_a_platform()
    {
        var examples = (await GetAsync("datasets/CR-02/versions/1.0.0/examples")).Json.GetProperty("examples").EnumerateArray().Select(e => e.GetProperty("name").GetString()).ToList();
        var states = (await GetAsync("codelists/caseState")).Json;
        var holidays = (await GetAsync("calendars/2026")).Json;

        Assert.Contains("pass-full", examples);
        Assert.Contains(examples, name => name!.StartsWith("fail-", StringComparison.Ordinal));
        Assert.Equal(("caseState", 16), (states.GetProperty("list").GetString(), states.GetProperty("codes").GetArrayLength()));
        Assert.Contains(holidays.GetProperty("days").EnumerateArray(), day => (day.GetProperty("date").GetString(), day.GetProperty("kind").GetString()) == ("2026-10-10", "workday"));
        Assert.Equal(404, (await GetAsync("calendars/1999")).Status);
        Assert.True((await GetAsync("codelists?limit=200")).Json.GetProperty("total").GetInt32() > 150);
    }

    [Fact]
    public async Task A_city_adds_a_dataset_of_its_own_and_records_of_it_flow_at_once_and_after_a_restart()
    {
        var published = await PublishAsync(Local("1.0.0"));
        Assert.True(published.Status == 200, published.Text);

        var taken = await Hub.PostAsync(Point(), "local-1", HubHost.City, "LA-01.v1.up");
        await RestartAsync();
        var again = await Hub.PostAsync(Point(), "local-2", HubHost.City, "LA-01.v1.up");

        Assert.True((taken.Status, again.Status) == (200, 200), taken.Text + again.Text);
        Assert.Equal((1, 1), (taken.Count("accepted"), again.Count("duplicate")));
        Assert.Equal(1, (await GetAsync("datasets?q=LA-01")).Json.GetProperty("total").GetInt32());
        Assert.Equal(200, (await PublishAsync(Local("1.0.0"))).Status); // the same again changes nothing
    }

    [Fact]
    public async Task A_version_is_not_in_force_before_its_day()
    {
        var later = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        Assert.Equal(200, (await PublishAsync(Local("1.0.0"), later)).Status);

        Assert.Equal(404, (await Hub.PostAsync(Point(), "early", HubHost.City, "LA-01.v1.up")).Status);
        Assert.Equal(later, Assert.Single((await GetAsync("standard")).Json.GetProperty("items").EnumerateArray()).GetProperty("effective").GetString());
    }

    [Fact]
    public async Task What_must_not_be_published_is_refused_with_its_reason()
    {
        await PublishAsync(Local("1.0.0"));
        await PublishAsync(Local("1.0.2"));
        var breaking = Local("1.1.0");
        breaking["required"]!.AsArray().Add("note");

        await RefusedAsync("not-standard-owner", JsonNode.Parse(StandardFiles.Dataset("MG-01").SchemaBytes.Span)!);
        await RefusedAsync("standard-taken", With(Local("1.0.0"), "title", "另一个"));
        await RefusedAsync("standard-not-newer", Local("1.0.1"));
        await RefusedAsync("incompatible-version", breaking, "/note");
        await RefusedAsync("bad-standard", With(Local("1.2.0"), "pattern", "(a+)+(?=b)"));
        await RefusedAsync("bad-standard", With(Local("1.2.0"), "$ref", "https://example.com/other"));
        await RefusedAsync("bad-standard", JsonNode.Parse("""{"type":"object"}""")!);
        await RefusedAsync("bad-standard", JsonNode.Parse("[]")!);
        Assert.Equal("effective-in-the-past", Name(await PublishAsync(Local("1.3.0"), "2020-01-01")));
        Assert.Equal(400, (await PublishAsync(Local("1.3.0"), "tomorrow")).Status);
        Assert.Equal(403, (await Hub.SendAsync(HttpMethod.Post, "catalog/v1/standard", Bytes(Local("1.3.0")), "application/json", HubHost.Department)).Status);
        Assert.Equal(2, (await GetAsync("standard")).Json.GetProperty("items").GetArrayLength());
    }

    private static JsonObject Local(string version, string title = "便民点位")
    {
        var schema = JsonNode.Parse(StandardFiles.Dataset("SV-04").SchemaBytes.Span)!.AsObject();
        var properties = schema["properties"]!.AsObject();
        foreach (var name in new[] { "facilityType", "openHours", "services", "capacity", "available", "statusTime", "manager", "phone", "state", "lon", "lat" })
        {
            properties.Remove(name);
        }

        properties["note"] = new JsonObject { ["title"] = "说明", ["type"] = "string", ["maxLength"] = 50 };
        schema["required"] = new JsonArray([.. schema["required"]!.AsArray().Select(n => n!.GetValue<string>()).Where(properties.ContainsKey).Select(n => (JsonNode)n)]);
        schema.Remove("x-rules");
        (schema["$id"], schema["title"], schema["x-dataset"], schema["x-version"], schema["x-reach"]) = ($"urn:cityops:schema:LA-01:{version}", title, "LA-01", version, "C");
        return schema;
    }

    private static string Point()
    {
        var record = JsonNode.Parse(StandardFiles.Example("SV-04", "pass-minimal"))!.AsObject();
        foreach (var name in new[] { "facilityType", "state", "lon", "lat" })
        {
            record.Remove(name);
        }

        (record["dataset"], record["sourcePlatform"], record["regionCode"]) = ("LA-01", HubHost.City, "340102");
        record["recordId"] = $"{HubHost.City}:{record["facilityId"]}";
        return record.ToJsonString();
    }

    private static JsonObject With(JsonObject schema, string name, string value)
    {
        if (name is "title")
        {
            schema[name] = value;
        }
        else
        {
            schema["properties"]!["note"]![name] = value;
        }

        return schema;
    }

    private static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());

    private static string? Name(Answer answer) => answer.Json.GetProperty("type").GetString()?["urn:cityops:problem:".Length..];

    private async Task RefusedAsync(string name, JsonNode document, string? at = null)
    {
        var answer = await PublishAsync(document);

        Assert.True(answer.Status is >= 400 and < 500 && Name(answer) == name, $"{name}: {answer.Text}");
        Assert.True(at is null || answer.Json.GetProperty("errors").EnumerateArray().Any(e => e.GetProperty("at").GetString() == at), answer.Text);
    }

    private Task<Answer> GetAsync(string path) => Hub.SendAsync(HttpMethod.Get, "catalog/v1/" + path, null, "", HubHost.Department);

    private Task<Answer> PublishAsync(JsonNode document, string? effective = null) =>
        Hub.SendAsync(HttpMethod.Post, $"catalog/v1/standard?kind=schema&effective={effective ?? Today}", Bytes(document), "application/json", HubHost.City);
}

public sealed class SqliteCatalogTests : CatalogContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresCatalogTests : CatalogContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
