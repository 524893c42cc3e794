using System.Text.Json;
using System.Text.RegularExpressions;
using CityOps.Hub.SignOn.People.Factors;
using Microsoft.Playwright;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>A person of a deployment with a real browser: made by the administrator's command, signed on with password and authenticator.</summary>
internal sealed partial class PortalVisitor : IAsyncDisposable
{
    private const string Fresh = "庐州 lantern-bridge 4417";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Shots = Path.Combine(Path.GetTempPath(), "cityops-shots");

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly string origin;

    private PortalVisitor(IPlaywright playwright, IBrowser browser, IPage page, string origin) => (this.playwright, this.browser, Page, this.origin) = (playwright, browser, page, origin);

    public IPage Page { get; }

    /// <summary>What the browser complained of since it was last asked for.</summary>
    public List<string> Complaints { get; } = [];

    /// <param name="config">Configuration of the deployment.</param>
    /// <param name="roles">At least one that opens <c>/interfaces</c>.</param>
    public static async Task<PortalVisitor> SignedOnAsync(string origin, string config, string login, params string[] roles)
    {
        var made = await AdminAsync("--config", config, "user", "add", login, "赵运维");
        await AdminAsync(["--config", config, "user", "roles", made.GetProperty("user").GetProperty("id").GetString()!, .. roles.SelectMany(role => new[] { "--role", role })]);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = "zh-CN", ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var visitor = new PortalVisitor(playwright, browser, await context.NewPageAsync(), origin);
        await visitor.SignOnAsync(login, made.GetProperty("temporaryPassword").GetString()!);
        visitor.Page.Console += (_, message) => visitor.Complaints.AddRange(message.Type == "error" ? [message.Text] : Array.Empty<string>());
        visitor.Page.PageError += (_, fault) => visitor.Complaints.Add(fault);
        return visitor;
    }

    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(origin + path);

    /// <summary>Each theme in turn; a picture of each where somebody wants to look.</summary>
    public async Task<T> SeeAsync<T>(string path, string theme, Func<Task<T>> look)
    {
        await Page.Context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = origin }]);
        var answer = await GoAsync(path);
        Assert.True(answer!.Status == 200, $"{path} answers {answer.Status}");
        await ShotAsync($"{path.Trim('/').Replace('/', '-').Replace('?', '-')}-{theme}");
        return await look();
    }

    // Pictures for whoever wants to look: only where the folder is there.
    public Task ShotAsync(string name) => Directory.Exists(Shots)
        ? Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Shots, $"walk-{name}.png"), FullPage = true })
        : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    public static async Task<JsonElement> AdminAsync(params string[] arguments)
    {
        await using var admin = RunningCityOps.Start(["admin", .. arguments, "--json"]);
        Assert.True(await admin.ExitAsync(Patience) == 0, $"{string.Join(' ', arguments)}: {admin.Output}");
        return JsonDocument.Parse(admin.Output).RootElement;
    }

    private async Task SignOnAsync(string login, string password)
    {
        await GoAsync("/interfaces");
        await Page.FillAsync("#login", login);
        await Page.FillAsync("#password", password);
        await Page.ClickAsync("button[value=go]");
        var secret = Bytes(Key().Match(await Page.InnerTextAsync("main")).Value);
        await Page.FillAsync("input[name=code]", Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await Page.ClickAsync("button[value=go]");
        await Page.ClickAsync("main a, main button"); // the recovery codes are kept
        await Page.FillAsync("input[name=old]", password);
        await Page.FillAsync("input[name=fresh]", Fresh);
        await Page.FillAsync("input[name=again]", Fresh);
        await Page.ClickAsync("button[value=go]");
        await Page.WaitForURLAsync(origin + "/interfaces");
    }

    // As an authenticator reads what a person types: base 32, blanks left out.
    private static byte[] Bytes(string key)
    {
        var bits = string.Concat(key.Where(char.IsAsciiLetterOrDigit).Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(one => one.Length == 8).Select(one => Convert.ToByte(new string(one), 2))];
    }

    [GeneratedRegex("([A-Z2-7]{4} ){5,}[A-Z2-7]{1,4}")]
    private static partial Regex Key();
}
