using CityOps.Hub.Audit;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>An authority, a hub that trusts it, and a browser: the stage of most tests here.</summary>
public abstract class UpstreamCase : IAsyncLifetime
{
    private protected const string Interaction = "waiting-1";

    private protected FakeClock Clock { get; } = new();

    private protected EvilAuthority Authority { get; private set; } = null!;

    private protected UpstreamHost Host { get; private set; } = null!;

    private protected PlainBrowser Browser { get; private set; } = null!;

    /// <summary>Guards to take away.</summary>
    private protected virtual string[] Off => [];

    private protected static User Officer { get; } = new(new Guid(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]), "li.ming", "李明", "org", UserState.Active)
    {
        Assignments = [new Assignment("viewer", ScopeKind.Own, "")],
        Email = "li.ming@example.cn",
        EmailVerified = true,
    };

    public virtual async Task InitializeAsync()
    {
        Authority = await EvilAuthority.StartAsync(Clock);
        await RestartHubAsync(Settings);
    }

    public virtual async Task DisposeAsync()
    {
        Browser.Dispose();
        await Host.DisposeAsync();
        await Authority.DisposeAsync();
    }

    private protected AuthoritySettings Settings => new()
    {
        Id = "P-340000",
        Issuer = Authority.Issuer,
        ClientId = EvilAuthority.ClientId,
        PrivateAddress = Authority.Issuer,
        Name = "安徽省平台",
    };

    private protected async Task RestartHubAsync(AuthoritySettings settings, Func<SignOnOptions, SignOnOptions>? change = null)
    {
        if (Host is not null)
        {
            Browser.Dispose();
            await Host.DisposeAsync();
        }

        var options = new SignOnOptions(UpstreamHost.Issuer, "hub") { Realm = "t", Authorities = [settings] };
        Host = await UpstreamHost.StartAsync(Clock, change?.Invoke(options) ?? options, Off);
        Host.Links[(Authority.Issuer, EvilAuthority.SubjectText)] = Officer;
        Browser = NewBrowser();
    }

    private protected PlainBrowser NewBrowser()
    {
        var browser = new PlainBrowser(Host.Address);
        browser.Cookies["__Host-cityops-interaction-t"] = "browser-of-" + Interaction;
        return browser;
    }

    /// <summary>The address the browser is sent to.</summary>
    private protected async Task<string> StartAsync(PlainBrowser? browser = null, string id = "P-340000")
    {
        var page = await (browser ?? Browser).GetAsync(UpstreamBook.StartPath(id, Interaction));
        Assert.True(page.Location is not null, page.Body);
        return page.Location;
    }

    private protected string CallbackOf(string authorizeUrl, string? code = null, string? issuer = null) =>
        $"/signon/upstream/callback?code={code ?? Authority.Approve(authorizeUrl)}&state={EvilAuthority.QueryOf(authorizeUrl)["state"]}&iss={Uri.EscapeDataString(issuer ?? Authority.Issuer)}";

    private protected async Task<PageSeen> SignOnAsync() => await Browser.GetAsync(CallbackOf(await StartAsync()));

    private protected void AssertRefused(PageSeen page, string name, string check)
    {
        Assert.True(Host.Audit.Count > 0);
        var entry = Host.Audit[^1];
        Assert.Equal((AuditResult.Refused, name, check), (entry.Result, entry.Code, entry.Facts["check"]));
        Assert.Null(page.Location);
        Assert.True((int)page.Status >= 400 && (int)page.Status <= 503, page.Status.ToString());
        Assert.Empty(Host.Finished);
        Assert.DoesNotContain(page.SetCookies, cookie => cookie.Contains("session", StringComparison.Ordinal));
        Assert.Contains("frame-ancestors 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
    }
}
