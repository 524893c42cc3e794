using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>一次登录: an officer of a city opens a page of the nation with the city's account (S21), two real hubs and one browser.</summary>
public sealed class CrossTierTests : IAsyncLifetime
{
    private TierHost city = null!;
    private TierHost nation = null!;
    private User guest = null!;
    private PlainBrowser browser = null!;

    public async Task InitializeAsync()
    {
        var (cityAt, nationAt) = (TierHost.FreeOrigin(), TierHost.FreeOrigin());
        city = await TierHost.StartAsync(cityAt, "C-340100", TimeProvider.System);
        nation = await TierHost.StartAsync(nationAt, "N-100000", TimeProvider.System, new AuthoritySettings
        {
            Id = "C-340100",
            Issuer = cityAt,
            ClientId = "nation",
            PrivateAddress = cityAt,
            Name = "合肥市平台",
        });
        await city.RegisterAsync(new ClientDraft("nation", "国家平台", ClientMethod.PrivateKeyJwt)
        {
            JwksUri = nationAt + "/connect/jwks",
            RedirectUris = [nationAt + "/signon/upstream/callback"],
            PostLogoutRedirectUris = [nationAt + "/signon/logged-out"],
            BackchannelLogoutUri = nationAt + "/signon/upstream/backchannel",
            FirstParty = true,
        });
        var officer = await city.AddUserAsync("li.ming", "李明");
        guest = await nation.AddUserAsync("hefei.li.ming", "合肥李明", new Assignment("guidance-reader", ScopeKind.Own, ""));
        await nation.LinkAsync(guest, cityAt, officer.Subject);
        browser = new PlainBrowser(new Uri(nationAt));
    }

    public async Task DisposeAsync()
    {
        browser.Dispose();
        await nation.DisposeAsync();
        await city.DisposeAsync();
    }

    [Fact]
    public async Task One_login_at_the_city_opens_the_nations_page()
    {
        Assert.Equal("合肥李明 合肥市平台 3", (await OpenAsync()).Body);
    }

    [Fact]
    public async Task A_withdrawn_right_closes_it()
    {
        await OpenAsync();
        await nation.WithdrawAsync(guest);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/guidance")).Status);
    }

    [Fact]
    public async Task Who_is_linked_to_nobody_is_told_so()
    {
        var other = await city.AddUserAsync("wang.wu", "王五");

        var page = await OpenAsync(other.Login);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("未与本平台账号关联", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_at_the_city_ends_it_at_the_nation()
    {
        await OpenAsync();
        var sessions = city.Service<CityOps.Hub.SignOn.Sessions.SessionDesk>();
        var officer = Assert.Single(await sessions.OfUserAsync(Guid.ParseExact((await SubjectAsync())!, "N"), CancellationToken.None));

        await sessions.EndAsync(officer.Sid, "user", CancellationToken.None);
        await UntilAsync(async () => (await browser.GetAsync("/guidance")).Status == HttpStatusCode.SeeOther);
    }

    /// <summary>Follows redirects, fills in the city's login page, until a page comes that asks for nothing.</summary>
    private async Task<PageSeen> OpenAsync(string login = "li.ming")
    {
        var page = await browser.GetAsync("/guidance");
        var at = new Uri(nation.Issuer + "/guidance");
        for (var step = 0; step < 20; step++)
        {
            if (page.Location is { } next)
            {
                at = new Uri(at, next == "/portal/login?return=%2Fguidance" ? next + "&idp=C-340100" : next);
                page = await browser.GetAsync(at.AbsoluteUri);
            }
            else if (FormOf(page) is { } form)
            {
                at = new Uri(at, form.GetAttribute("action")!);
                var fields = form.QuerySelectorAll("input").OfType<IHtmlInputElement>().Where(input => input.Name is { Length: > 0 }).ToDictionary(input => input.Name!, input => input.Value);
                (fields["login"], fields["password"], fields["action"]) = (login, TierHost.Password, "go");
                page = await browser.PostAsync(at.AbsoluteUri, fields);
            }
            else
            {
                break;
            }
        }

        return page;
    }

    private static IHtmlFormElement? FormOf(PageSeen page) =>
        new HtmlParser().ParseDocument(page.Body).Forms.OfType<IHtmlFormElement>().FirstOrDefault(form => form.QuerySelector("input[name='password']") is not null);

    private async Task<string?> SubjectAsync() => (await city.Service<PeopleTables>().Users.FindByLoginAsync("li.ming", CancellationToken.None))?.Subject;

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
