using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CityOps.Hub.Links;

namespace CityOps.Bench;

/// <summary>
/// One record on an idle federation: from the moment a city's desk posts a case until an outsider subscribed at the nation
/// holds it. Takes the --info file of a running <c>cityops up --rate 0</c>.
/// </summary>
internal static class PropagationBench
{
    public static async Task<int> RunAsync(string infoFile, int singles)
    {
        using var info = JsonDocument.Parse(await File.ReadAllBytesAsync(infoFile));
        var deployments = info.RootElement.GetProperty("deployments").EnumerateArray().ToDictionary(d => d.GetProperty("platform").GetString()!);
        var (city, nation) = (deployments["C-340100"], deployments["N-100000"]);
        using var atCity = PeerClient.To(city.GetProperty("url").GetString()!);
        using var atNation = PeerClient.To(nation.GetProperty("url").GetString()!);
        var cityToken = await TokenAsync(atCity, city);
        var department = nation.GetProperty("department");
        var nationToken = await TokenAsync(atNation, department);
        var subscription = $"{department.GetProperty("clientId").GetString()}.MG-01.v1.up";
        var after = await EndAsync(atNation, nationToken, subscription);
        var times = new List<double>();
        for (var i = 0; i < singles; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var arrival = NextAsync(atNation, nationToken, subscription, after);
            await ReportAsync(atCity, cityToken, string.Create(CultureInfo.InvariantCulture, $"B{DateTimeOffset.UnixEpoch.AddTicks(began).Ticks % 1_000_000_000_000}-{i}"));
            after = await arrival;
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"city → nation, one record, idle: {times.Count} singles, p50 {times[times.Count / 2]:N1} ms, p99 {times[times.Count * 99 / 100]:N1} ms, max {times[^1]:N1} ms"));
        return 0;
    }

    private static async Task<string> TokenAsync(HttpClient client, JsonElement who) =>
        await new LinkTokens(who.GetProperty("clientId").GetString()!, who.GetProperty("clientSecret").GetString()!, TimeProvider.System).GetAsync(client, CancellationToken.None);

    private static async Task<long> EndAsync(HttpClient client, string token, string subscription)
    {
        for (var after = 0L; ;)
        {
            var next = await PullAsync(client, token, $"exchange/v1/subscriptions/{subscription}/records?after={after}&limit=2000");
            if (next == after)
            {
                return after;
            }

            after = next;
        }
    }

    private static async Task<long> NextAsync(HttpClient client, string token, string subscription, long after)
    {
        while (true)
        {
            var next = await PullAsync(client, token, $"exchange/v1/subscriptions/{subscription}/records?after={after}&limit=10&wait=30");
            if (next > after)
            {
                return next;
            }
        }
    }

    private static async Task<long> PullAsync(HttpClient client, string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        using var page = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return page.RootElement.GetProperty("next").GetInt64();
    }

    private static async Task ReportAsync(HttpClient client, string token, string taskNum)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            taskNum, sourceCode = "01", typeClass = "E", bigClass = "01", smallClass = "10", description = "路口东侧有暴露垃圾", address = "示例路12号东侧",
            lon = 117.2712345m, lat = 31.8612345m, gridCode = "340102001001007", districtCode = "340102", urgency = "1", reporterKind = "1", fromOrg = "信息采集公司", fromUser = "张采集",
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/command/cases") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }
    }
}
