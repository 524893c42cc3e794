using System.Text.Json;
using CityOps.Portal;
using CityOps.Tests.Portal;
using CityOps.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>The portal's pages in a real browser: nothing the policy forbids, nothing to complain of, readable by everybody, in both themes.</summary>
public sealed class PortalLookTests : IAsyncLifetime
{
    private static readonly string Shots = Path.Combine(Path.GetTempPath(), "cityops-shots");
    private static readonly HashSet<string> All = ["record.read", "subscription.decide", "quality.manage", "audit.read", "guidance.read"];

    private PortalSite site = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private string axe = "";

    public async Task InitializeAsync()
    {
        axe = await File.ReadAllTextAsync(Path.Combine(await NodePeers.FolderAsync("axe"), "node_modules", "axe-core", "axe.min.js"));
        var summary = new ASummary()
            .WithInterface("MG-01.v1.up", "案件", "Up", 1_284_301, 8_120, 97, 3_412)
            .WithInterface("SI-01.v1.down", "重点工作任务", "Down", 1_204, 0, 2, 0)
            .WithSending(214, ASummary.At("20:15:01"), ASummary.At("20:15:02"))
            .WithSending(10_001, ASummary.At("17:48:12"), ASummary.At("17:48:10"), ASummary.At("17:48:35"), "unavailable 存储暂不可用：省级平台连续 12 次没有应答，下次重试 20:16:00")
            .WithReceiving(ASummary.At("20:14:51"))
            .WithSubscription("B-91340100MA2MRJ7X4K", 7_838_796, 42, ASummary.At("20:15:02"))
            .WithSubscription("D-340111", 0, 10_001, null);
        site = await PortalSite.WithAsync(summary, options => options with
        {
            StylePage = true,
            Place = new Place("合肥市城市运行管理服务平台", "C-340100", "City"),
            VisitorOf = http => Task.FromResult(http.Request.Cookies.ContainsKey("stranger") ? null : new Visitor("李明", "安徽省城市运行管理服务平台", All)),
        }, Pages);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await site.DisposeAsync();
    }

    [Theory]
    [InlineData("kit", "light", 1440, 900)]
    [InlineData("kit", "dark", 1440, 900)]
    [InlineData("kit?lang=en", "light", 1366, 768)]
    [InlineData("kit?lang=en", "dark", 1024, 768)]
    [InlineData("kit?wall=on", "dark", 3840, 2160)]
    [InlineData("", "light", 1440, 900)]
    [InlineData("", "dark", 1440, 900)]
    [InlineData("?lang=en", "light", 1366, 768)]
    [InlineData("?refresh=off", "light", 3840, 2160)]
    public async Task A_page_looks_as_it_should(string address, string theme, int width, int height)
    {
        var (context, page, complaints) = await OpenAsync(width, height, theme);
        await using var closing = context;

        await page.GotoAsync(site.Address + address);
        await ChartsAsync(page);
        await ShotAsync(page, $"{(address.Length == 0 ? "overview" : address.Replace('?', '-').Replace('=', '-'))}-{theme}-{width}");

        Assert.Empty(await ViolationsAsync(page));
        Assert.Equal("", string.Join('\n', complaints));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways");
    }

    [Fact]
    public async Task A_page_with_little_to_say_looks_as_it_should_too()
    {
        await using var empty = await PortalSite.WithAsync(new ASummary(), more: app => app.MapGet("/notice", Task<IResult> (HttpContext http) => PortalRoom.NoticeAsync(
            http, StatusCodes.Status403Forbidden, new Notice("没有权限", "您的账号没有查看问题数据的权限。", "right.missing", "请联系本平台的安全管理员授予角色“数据管理员”。"))));
        await using var alone = await PortalSite.WithNobodyAsync();
        var (context, page, complaints) = await OpenAsync(1366, 768, "light");
        await using var closing = context;

        foreach (var (name, address) in ((string, string)[])[("empty", empty.Address.ToString()), ("notice", empty.Address + "notice"), ("unreadable", alone.Address.ToString())])
        {
            await page.GotoAsync(address);
            await ShotAsync(page, name);
            Assert.Empty(await ViolationsAsync(page));
        }

        Assert.DoesNotContain(complaints, said => !said.Contains("status of 403", StringComparison.Ordinal) && !said.Contains("status of 503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_systems_theme_is_followed_where_nothing_was_chosen_and_a_choice_outranks_it()
    {
        var (context, page, complaints) = await OpenAsync(1366, 768, "dark", chosen: false);
        await using var closing = context;

        await page.GotoAsync(site.Address + "kit");
        var dark = await GroundAsync(page);
        await page.ClickAsync(".themes a[href*='theme=light']");
        await page.WaitForURLAsync(site.Address + "kit");

        Assert.Equal(("rgb(15, 20, 25)", "rgb(245, 247, 250)"), (dark, await GroundAsync(page)));
        Assert.Equal("", string.Join('\n', complaints));
    }

    [Fact]
    public async Task A_live_page_renews_itself_without_losing_its_place_and_says_when_it_cannot()
    {
        var (context, page, _) = await OpenAsync(1366, 768, "light");
        await using var closing = context;
        await page.GotoAsync(site.Address.ToString());
        await page.EvaluateAsync("document.getElementById('page').dataset.old = 'yes'; document.getElementById('links').focus()");

        await page.WaitForFunctionAsync("() => document.getElementById('page').dataset.old === undefined", null, new() { Timeout = 15_000 });
        Assert.Equal("links", await page.EvaluateAsync<string>("document.activeElement.id"));

        await context.SetOfflineAsync(true);
        await page.WaitForSelectorAsync(".lost", new() { Timeout = 15_000 });
        await context.SetOfflineAsync(false);
        await page.WaitForFunctionAsync("() => document.querySelector('.lost') === null", null, new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task A_live_page_whose_renewal_leads_elsewhere_lets_the_browser_go_there()
    {
        var (context, page, _) = await OpenAsync(1366, 768, "light");
        await using var closing = context;
        await page.GotoAsync(site.Address.ToString());

        await page.RouteAsync("**/*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!DOCTYPE html><title>x</title><p class=\"login\">sign in</p>" }));

        await page.WaitForSelectorAsync("p.login", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task A_chart_whose_figures_cannot_be_read_says_so()
    {
        var (context, page, _) = await OpenAsync(1366, 768, "light");
        await using var closing = context;
        await page.RouteAsync("**/kit/chart*", route => route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = "{}" }));

        await page.GotoAsync(site.Address + "kit");

        await page.WaitForFunctionAsync("() => document.querySelector('.chart[data-src]').textContent === '图表数据读取失败'", null, new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task A_chart_shows_its_figures_under_the_pointer_and_follows_the_strict_policy()
    {
        var (context, page, complaints) = await OpenAsync(1440, 900, "light");
        await using var closing = context;
        await page.GotoAsync(site.Address + "kit");
        await ChartsAsync(page);
        var before = await page.EvaluateAsync<string>("document.querySelector('.chart canvas').toDataURL()");

        await page.HoverAsync(".chart");

        await page.WaitForFunctionAsync("was => document.querySelector('.chart canvas').toDataURL() !== was", before, new() { Timeout = 10_000 });
        await ShotAsync(page, "chart-tip");
        Assert.Equal("", string.Join('\n', complaints));
    }

    [Fact]
    public async Task The_first_key_leads_past_the_navigation_to_the_content()
    {
        var (context, page, _) = await OpenAsync(1366, 768, "light");
        await using var closing = context;
        await page.GotoAsync(site.Address + "?refresh=off");

        await page.Keyboard.PressAsync("Tab");
        await ShotAsync(page, "skip");
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("page", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    private static void Pages(WebApplication app)
    {
        foreach (var path in (string[])["/catalogue", "/subscriptions", "/quarantine", "/records", "/data", "/administration"])
        {
            app.MapGet(path, () => "");
        }
    }

    private async Task<(IBrowserContext Context, IPage Page, List<string> Complaints)> OpenAsync(int width, int height, string theme, bool chosen = true)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = "zh-CN",
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
        });
        if (chosen)
        {
            await context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = site.Address.ToString() }]);
        }

        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.AddRange(message.Type is "error" or "warning" ? [message.Text] : Array.Empty<string>());
        page.PageError += (_, fault) => complaints.Add(fault);
        return (context, page, complaints);
    }

    // In a world of its own: the page's policy holds for the page, not for the examiner.
    private async Task<List<string>> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(axe);
        var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical'))");
        return [.. found.EnumerateArray().SelectMany(v => v.GetProperty("nodes").EnumerateArray().Select(n => $"{v.GetProperty("id").GetString()}: {n.GetProperty("html").GetString()} {n.GetProperty("failureSummary").GetString()}"))];
    }

    private static async Task ChartsAsync(IPage page)
    {
        var wanted = await page.Locator(".chart").CountAsync();
        await page.WaitForFunctionAsync("wanted => document.querySelectorAll('.chart canvas').length === wanted", wanted, new() { Timeout = 20_000 });
    }

    private static Task<string> GroundAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");

    // Pictures for whoever wants to look: only where the folder is there.
    private static Task ShotAsync(IPage page, string name) => Directory.Exists(Shots)
        ? page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Shots, name + ".png"), FullPage = true })
        : Task.CompletedTask;
}
