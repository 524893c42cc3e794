using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityOps.Hub;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Node.Hosting;
using CityOps.Store;
using CityOps.Tests.Hub;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.Races;

/// <summary>One deployment's hub as two processes of the real program over one PostgreSQL, as behind a balancer; they share issuer and wrapping key.</summary>
internal sealed class TwoHubs : IAsyncDisposable
{
    public const string Platform = "C-340100";
    public const string Password = "滁州-river+lantern 73";
    public const string Callback = "https://app.example.cn/cb";

    private static readonly string Program = Path.Combine(Repository.Root, "node", "app", "bin", "Release", "net10.0", "cityops.dll");
    private static readonly Rate Plenty = new(100_000, 100_000);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cityops-races-");
    private readonly List<Process> processes = [];
    private readonly List<string> nodes = [];
    private string? tool;

    public string Issuer { get; } = $"http://127.0.0.1:{HubHost.FreePort()}";

    public HttpClient[] Clients { get; private set; } = [];

    public Engine Engine { get; private set; } = null!;

    public static async Task<TwoHubs> StartAsync()
    {
        var hubs = new TwoHubs();
        var store = await (await PostgresServer.SharedAsync()).NewDatabaseAsync();
        string[] urls = [hubs.Issuer, $"http://127.0.0.1:{HubHost.FreePort()}"];
        hubs.Clients = [.. urls.Select(url => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(url) })];
        await hubs.StartAsync(urls[0], store); // the first migrates and takes the registrations; the second reads them
        hubs.Engine = await StoreOpener.OpenAsync(store, CancellationToken.None);
        await hubs.RegisterAsync();
        await hubs.StartAsync(urls[1], store);
        return hubs;
    }

    /// <summary>A browser that keeps to one of the two.</summary>
    public Browser Browser(int at) => new(Clients[at].BaseAddress!, Issuer);

    public async Task AddUserAsync(string login, params Assignment[] roles)
    {
        var user = new User(Guid.CreateVersion7(), login, login, "", UserState.Active) { ChangedAt = TimeProvider.System.GetUtcNow() };
        var stored = await new PasswordCheck().HashAsync(Password, CancellationToken.None);
        await using var scope = await Engine.BeginWriteAsync(CancellationToken.None);
        await UserTable.AddAsync(scope, user, stored, null, CancellationToken.None);
        await AssignmentTable.AddAsync(scope, user.Id, roles, "test", user.ChangedAt, CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
    }

    /// <summary>Posts the same form by many callers at once, by turns at both processes.</summary>
    public async Task<Answer[]> StormAsync(int callers, string path, Func<Dictionary<string, string>> form)
    {
        using var gate = new SemaphoreSlim(0);
        var calls = Enumerable.Range(0, callers).Select(async i =>
        {
            await gate.WaitAsync();
            return await PostAsync(i % 2, path, form());
        }).ToList();
        gate.Release(callers);
        return await Task.WhenAll(calls);
    }

    public async Task<Answer> PostAsync(int at, string path, Dictionary<string, string> form)
    {
        using var response = await Clients[at].PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(form));
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, new Dictionary<string, string>(), text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    public async Task<int> UserInfoAsync(int at, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Clients[at].SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>How many refresh tokens of an access token's family are good.</summary>
    public async Task<long> LivingOfAsync(string accessToken)
    {
        var grant = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(accessToken.Split('.')[1])).RootElement.GetProperty("gid").GetString()!;
        return await Engine.Sql("SELECT count(*) FROM hub_refresh_token WHERE owner = @owner AND spent_at IS NULL").With("owner", Kind.Id, Guid.ParseExact(grant, "N")).ScalarAsync<long>(CancellationToken.None);
    }

    public async Task<JsonElement> AdminAsync(string path, object body)
    {
        var token = tool ??= (await PostAsync(0, "/connect/token", new() { ["grant_type"] = "client_credentials" }, Platform, "secret")).Token;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await Clients[0].SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Array.ForEach(Clients, client => client.Dispose());
        await Engine.DisposeAsync();
        nodes.ForEach(TestStores.Forget);
        folder.Delete(recursive: true);
    }

    private async Task<Answer> PostAsync(int at, string path, Dictionary<string, string> form, string client, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.TryAddWithoutValidation("Authorization", SignOnHost.Basic(client, secret));
        using var response = await Clients[at].SendAsync(request);
        return new Answer((int)response.StatusCode, new Dictionary<string, string>(), JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private Task RegisterAsync() => AdminAsync("clients", new
    {
        id = "app",
        name = "市容巡查应用",
        method = "none",
        redirectUris = new[] { Callback },
        grantTypes = new[] { "authorization_code", "refresh_token" },
        scopes = new[] { "openid", "offline_access" },
        firstParty = true,
    });

    private async Task StartAsync(string url, string store)
    {
        var node = await TestStores.SqliteAsync();
        nodes.Add(node);
        var config = Path.Combine(folder.FullName, $"{new Uri(url).Port}.json");
        OptionsFile.Write(config, new DeploymentOptions
        {
            Code = Platform,
            Listen = url,
            PublicUrl = Issuer,
            Store = new StoreOptions { Hub = store + ";Maximum Pool Size=40", Node = node },
            Guards = new GuardOptions { Rates = new RateOptions { Calls = Plenty, Tokens = Plenty, Logins = Plenty, Strangers = Plenty } },
            Hub = new HubOptions { OwnSecret = "plain:secret", WrappingKeyFile = Path.Combine(folder.FullName, "hub.key") },
        });
        var start = new ProcessStartInfo("dotnet", [Program, "serve", "--config", config]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        processes.Add(process);
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginErrorReadLine();
        process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        await ReadyAsync(new Uri(url + "/health/ready"), process, said);
    }

    private static async Task ReadyAsync(Uri health, Process process, StringBuilder said)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var look = 0; look < 600 && await timer.WaitForNextTickAsync(); look++)
        {
            Assert.False(process.HasExited, said.ToString());
            try
            {
                using var answer = await http.GetAsync(health);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                continue; // not listening yet
            }
        }

        Assert.Fail($"not ready within a minute: {said}");
    }
}
