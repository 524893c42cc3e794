using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Hub;
using CityOps.Hub.Guards;
using CityOps.Hub.Links;
using CityOps.Node.Hosting;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Tests.Schemas;
using Microsoft.AspNetCore.Builder;

namespace CityOps.Tests.Hub;

/// <summary>An answer with its body read.</summary>
internal sealed record Answer(int Status, HttpResponseHeaders Headers, byte[] Bytes)
{
    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public string Text => Encoding.UTF8.GetString(Bytes);

    public long Count(string verdict) => Json.GetProperty("counts").GetProperty(verdict).GetInt64();
}

/// <summary>
/// A whole city deployment as it runs in production, on a free loopback port over a given store: its own node, a county
/// below it, a department that may publish and read, one that is suspended.
/// </summary>
internal sealed class HubHost : IAsyncDisposable
{
    public const string City = "C-340100";
    public const string County = "D-340102";
    public const string Service = "MG-01.v1.up";
    private readonly WebApplication app;
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    private HubHost(WebApplication app, string url)
    {
        this.app = app;
        Client = PeerClient.To(url);
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public static string Department { get; } = Credit("11340100MB0A1B2C3");

    public static string Suspended { get; } = Credit("11340100MB0A1B2C4");

    /// <summary>Known to no hub of ours, only further down.</summary>
    public static string Stranger { get; } = Credit("11340102MB0A1B2C5");

    /// <summary>Reads the second version of the case, where a test has one; the first department reads the first version only.</summary>
    public static string Later { get; } = Credit("11340100MB0A1B2C6");

    public static async Task<HubHost> StartAsync(string hubStore, string nodeStore, SchemaSet? schemas = null, string[]? callable = null)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        string[] all = ["MG-01.v1.up", "MG-02.v1.up", "MG-03.v1.up", "SI-01.v1.down"];
        string[] second = schemas is null ? [] : ["MG-01.v2.up"];
        var options = new DeploymentOptions
        {
            Schemas = schemas ?? SchemaSet.Standard,
            Code = City,
            Listen = url,
            Store = new StoreOptions { Hub = hubStore, Node = nodeStore },
            Guards = new GuardOptions { Allow = callable ?? [] },
            Hub = new HubOptions
            {
                OwnSecret = "plain:secret",
                Platforms =
                [
                    new PlatformOptions { Code = County, Name = "瑶海区", Secret = "plain:secret" },
                    new PlatformOptions { Code = Department, Region = "340100", Name = "热线", Secret = "plain:secret", Publishes = [.. all[..3], .. second], Subscribes = all },
                    new PlatformOptions { Code = Later, Region = "340100", Name = "新系统", Secret = "plain:secret", Subscribes = second },
                    new PlatformOptions { Code = Suspended, Region = "340100", Name = "停用部门", Secret = "plain:secret", Publishes = all[..3], Suspended = true },
                ],
            },
        };
        var app = await DeploymentHost.BuildAsync(options, TimeProvider.System, CancellationToken.None);
        await app.StartAsync();
        return new HubHost(app, url);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>A passing city case under the number and revision wanted, changed as the test likes.</summary>
    public static string Case(string caseNo, int rev = 1, string? source = null, string region = "340102", Action<JsonObject>? change = null)
    {
        var platform = source ?? Department;
        var record = JsonNode.Parse(StandardFiles.Example("MG-01", "pass-closed"))!.AsObject();
        record["caseNo"] = caseNo;
        record["sourcePlatform"] = platform;
        record["recordId"] = $"{platform}:{caseNo}";
        (record["regionCode"], record["districtCode"]) = (region, region);
        record["gridCode"] = region + "001001001";
        record.Remove("streetCode");
        record.Remove("communityCode");
        record["rev"] = rev;
        change?.Invoke(record);
        return record.ToJsonString(StandardText);
    }

    /// <summary>The deletion of a case.</summary>
    public static string Deletion(string caseNo, int rev) => Case(caseNo, rev, change: r =>
    {
        string[] kept = ["dataset", "schemaVersion", "recordId", "sourcePlatform", "regionCode", "dataTime", "updateTime", "rev", "dataLevel", "caseNo"];
        foreach (var name in r.Select(m => m.Key).Except(kept).ToList())
        {
            r.Remove(name);
        }

        r["op"] = "D";
    });

    public Task<Answer> PostAsync(string body, string id, string? platform = null, string service = Service, string query = "", string type = "application/x-ndjson") =>
        PostAsync(Encoding.UTF8.GetBytes(body), id, platform, service, query, type);

    public Task<Answer> PostAsync(byte[] body, string id, string? platform = null, string service = Service, string query = "", string type = "application/x-ndjson", string? coding = null) =>
        SendAsync(HttpMethod.Post, $"exchange/v1/interfaces/{service}/batches{query}", body, type, platform ?? Department, r =>
        {
            r.Headers.TryAddWithoutValidation("Idempotency-Key", id);
            if (coding is not null)
            {
                r.Content!.Headers.TryAddWithoutValidation("Content-Encoding", coding);
            }
        });

    public Task<Answer> PullAsync(string query, string? platform = null, string service = Service) =>
        SendAsync(HttpMethod.Get, $"exchange/v1/subscriptions/{platform ?? Department}.{service}/records?{query}", null, "", platform ?? Department);

    public Task<Answer> SubscriptionAsync(HttpMethod method, string verb, object body, string? platform = null, string service = Service) =>
        SendAsync(method, $"exchange/v1/subscriptions/{platform ?? Department}.{service}/{verb}", JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web), "application/json", platform ?? Department);

    /// <summary>Every record a subscriber gets from the start, as (position, stored bytes).</summary>
    public async Task<List<(long Position, string Body)>> AllAsync(string? platform = null, string service = Service)
    {
        var all = new List<(long, string)>();
        for (long after = 0; ;)
        {
            var page = (await PullAsync($"after={after}&limit=2000", platform, service)).Json;
            all.AddRange(page.GetProperty("records").EnumerateArray().Select(r => (r.GetProperty("position").GetInt64(), r.GetProperty("record").GetRawText())));
            if (page.GetProperty("next").GetInt64() == after)
            {
                return all;
            }

            after = page.GetProperty("next").GetInt64();
        }
    }

    /// <summary>Sends with the platform's token; with none when the platform is empty.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, byte[]? body, string type, string platform, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (platform.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(platform));
        }

        change?.Invoke(request);
        using var response = await Client.SendAsync(request);
        return new Answer((int)response.StatusCode, response.Headers, await response.Content.ReadAsByteArrayAsync());
    }

    public async Task<string> TokenAsync(string platform)
    {
        if (!tokens.TryGetValue(platform, out var token))
        {
            tokens[platform] = token = await new LinkTokens(platform, "secret", TimeProvider.System).GetAsync(Client, CancellationToken.None);
        }

        return token;
    }

    /// <summary>Signs a platform on with a secret of its own; from then on calls in its name use what it got.</summary>
    public async Task SignOnAsync(string platform, string secret) =>
        tokens[platform] = await new LinkTokens(platform, secret, TimeProvider.System).GetAsync(Client, CancellationToken.None);

    private static readonly JsonSerializerOptions StandardText = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Credit(string first17) => "B-" + first17 + CreditCode.CheckCharacter(first17);

    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
