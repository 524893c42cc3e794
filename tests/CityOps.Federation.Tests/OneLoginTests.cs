using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>S21: an officer of a city opens a page of the nation with the city's own account, in a real browser, over what <c>up</c> started.</summary>
public sealed partial class OneLoginTests : IAsyncLifetime
{
    private const string Nation = "N-100000";
    private const string Province = "P-340000";
    private const string City = "C-340100";
    private const string Fresh = "庐州 lantern-bridge 4417";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Shots = Path.Combine(Path.GetTempPath(), "cityops-shots");

    private readonly Scratch scratch = new();
    private RunningCityOps run = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private string nation = "";
    private string city = "";

    public async Task InitializeAsync()
    {
        run = RunningCityOps.Start("up", "--folder", scratch.File("demo"), "--rate", "1", "--info", scratch.File("info.json"));
        var info = await run.UntilAsync("the deployments", Patience, () => Task.FromResult(Info.Read(scratch.File("info.json")) is { Deployments.Count: >= 4 } ready ? ready : null));
        (nation, city) = (UrlOf(info, Nation), UrlOf(info, City));
        using var http = new HttpClient(new SocketsHttpHandler());
        foreach (var deployment in info.Deployments)
        {
            await run.UntilAsync($"{deployment.Platform}", Patience, () => AnswersAsync(http, deployment.Url));
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        run.Interrupt();
        await run.ExitAsync(Patience);
        await run.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public async Task An_officer_under_a_delegated_grant_opens_a_national_page_with_one_login_and_loses_it_after_withdrawal()
    {
        var (subject, password) = await OfficerAsync();
        var grant = await GrantedAsync(subject);
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = "zh-CN", ViewportSize = new ViewportSize { Width = 1366, Height = 768 } });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [message.Text] : Array.Empty<string>());

        await page.GotoAsync(nation + "/guidance");
        await ShotAsync(page, "nation-login");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = CityName() }).ClickAsync();
        Assert.StartsWith(city + "/signon/login", page.Url, StringComparison.Ordinal);
        await ShotAsync(page, "city-login");
        await SignInAsync(page, password);

        await page.WaitForURLAsync(nation + "/guidance");
        Assert.Contains("合肥李明", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        await ShotAsync(page, "guidance");
        Assert.Empty(complaints);

        await AdminAsync("--config", scratch.File($"demo/{Nation}/deployment.json"), "delegation", "withdraw", grant);
        var refused = await run.UntilAsync("the withdrawal to be felt", TimeSpan.FromSeconds(10), async () =>
        {
            var answer = await page.GotoAsync(nation + "/guidance");
            return answer!.Status == 200 && page.Url.EndsWith("/guidance", StringComparison.Ordinal) ? null : page.Url;
        });
        await ShotAsync(page, "withdrawn");

        await page.GotoAsync(nation + "/guidance");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = CityName() }).ClickAsync();
        Assert.DoesNotContain("合肥李明", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.False(page.Url.EndsWith("/guidance", StringComparison.Ordinal), $"signed on again at {page.Url} after {refused}");
        await ShotAsync(page, "withdrawn-again");
    }

    /// <summary>A new account of the city and the password shown once.</summary>
    private async Task<(string Subject, string Password)> OfficerAsync()
    {
        var made = await AdminAsync("--config", scratch.File($"demo/{City}/deployment.json"), "user", "add", "li.ming", "李明");
        return (made.GetProperty("user").GetProperty("id").GetString()!, made.GetProperty("temporaryPassword").GetString()!);
    }

    /// <summary>The nation gives the province a quota, the province gives a part to its city and makes the officer's account under it.</summary>
    private async Task<string> GrantedAsync(string subject)
    {
        string[] province = ["--url", nation, "--client", Province, "--secret-file", scratch.File($"demo/.secrets/{Province}")];
        var quota = await AdminAsync("--config", scratch.File($"demo/{Nation}/deployment.json"), "delegation", "give", Province, "--quota", "10", "--role", "guidance-reader", "--region", "340000");
        var part = await AdminAsync([.. province, "delegation", "give", City, "--quota", "2", "--role", "guidance-reader", "--region", "340100", "--parent", IdOf(quota)]);
        await AdminAsync([.. province, "delegation", "add-account", IdOf(part), "hefei.li.ming", "合肥李明", "--role", "guidance-reader", "--issuer", city, "--subject", subject]);
        return IdOf(quota);
    }

    private static async Task SignInAsync(IPage page, string password)
    {
        await page.FillAsync("#login", "li.ming");
        await page.FillAsync("#password", password);
        await page.ClickAsync("button[value=go]");
        await page.FillAsync("input[name=old]", password);
        await page.FillAsync("input[name=fresh]", Fresh);
        await page.FillAsync("input[name=again]", Fresh);
        await page.ClickAsync("button[value=go]");
    }

    private static async Task<JsonElement> AdminAsync(params string[] arguments)
    {
        await using var admin = RunningCityOps.Start(["admin", .. arguments, "--json"]);
        Assert.True(await admin.ExitAsync(Patience) == 0, $"{string.Join(' ', arguments)}: {admin.Output}");
        return JsonDocument.Parse(admin.Output).RootElement;
    }

    private static string IdOf(JsonElement delegation) => delegation.GetProperty("id").GetString()!;

    private static string UrlOf(Info info, string platform) => info.Deployments.Single(one => one.Platform == platform).Url;

    private static async Task<object?> AnswersAsync(HttpClient http, string url)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url + "/health/ready"));
            return answer.IsSuccessStatusCode ? answer : null;
        }
        catch (HttpRequestException)
        {
            return null; // not yet
        }
    }

    // Pictures for whoever wants to look: only where the folder is there.
    private static Task ShotAsync(IPage page, string name) => Directory.Exists(Shots)
        ? page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Shots, name + ".png"), FullPage = true })
        : Task.CompletedTask;

    [GeneratedRegex("合肥")]
    private static partial Regex CityName();
}
