using AngleSharp.Dom;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Tests.SignOn;
using CityOps.Tests.SignOn.Authorize;
using CityOps.Tests.SignOn.Guards;
using Xunit;

namespace CityOps.Tests.Portal.Desks;

/// <summary>A whole deployment with its pages, and people signed on to it with two factors as they do it in a browser.</summary>
public sealed class DeskSite : IAsyncLifetime
{
    public const string Canary = "\"><script>alert(1)</script>";

    private readonly Dictionary<string, Browser> signedOn = new(StringComparer.Ordinal);
    private readonly bool alone;

    public DeskSite()
    {
    }

    internal DeskSite(bool alone) => this.alone = alone;

    internal FrontHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await FrontHost.StartAsync(alone: alone);

    public async Task DisposeAsync()
    {
        foreach (var browser in signedOn.Values)
        {
            browser.Dispose();
        }

        await Host.DisposeAsync();
    }

    /// <summary>The browser of somebody who holds the role, whose login is the role's name; the same one each time.</summary>
    public async Task<Browser> AsAsync(string role)
    {
        if (!signedOn.TryGetValue(role, out var browser))
        {
            var user = await AddAsync(role, role, new Assignment(role, ScopeKind.Own, ""));
            var secret = Town.SecretIn(await Host.Service<PeopleDesk>().BeginTotpAsync(user.Id, CancellationToken.None));
            Assert.True((await Host.Service<PeopleDesk>().ConfirmTotpAsync(user.Id, CodeAt(secret, 0), CancellationToken.None)).TryGet(out _, out _));
            signedOn[role] = browser = Browser();
            var login = await browser.GoAsync("/portal/login?return=%2F");
            var second = await browser.SendAsync(login, "go", ("login", role), ("password", Town.Password));
            Assert.Equal(200, (await browser.SendAsync(second, "go", ("code", CodeAt(secret, 1)))).Status);
        }

        return browser;
    }

    /// <summary>A browser of nobody yet.</summary>
    public Browser Browser() => new(new Uri(Host.Url), Host.Url) { Accept = "text/html", SentFrom = "same-origin" };

    /// <summary>An account with the town's password.</summary>
    public async Task<User> AddAsync(string login, string name, params Assignment[] roles)
    {
        var tables = Host.Service<PeopleTables>();
        var user = new User(Guid.CreateVersion7(), login, name, "", UserState.Active) { ChangedAt = Host.Service<TimeProvider>().GetUtcNow() };
        var stored = await Host.Service<PasswordCheck>().HashAsync(Town.Password, CancellationToken.None);
        await using var scope = await tables.Engine.BeginWriteAsync(CancellationToken.None);
        await UserTable.AddAsync(scope, user, stored, null, CancellationToken.None);
        await AssignmentTable.AddAsync(scope, user.Id, roles, "test", user.ChangedAt, CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
        return user;
    }

    /// <summary>As <see cref="AddAsync"/> for many, who never sign on.</summary>
    public async Task AddManyAsync(string login, int count)
    {
        await using var scope = await Host.Service<PeopleTables>().Engine.BeginWriteAsync(CancellationToken.None);
        for (var at = 0; at < count; at++)
        {
            await UserTable.AddAsync(scope, new User(Guid.CreateVersion7(), $"{login}{at:000}", "众人", "", UserState.Active) { ChangedAt = Host.Service<TimeProvider>().GetUtcNow() }, null, null, CancellationToken.None);
        }

        await scope.CommitAsync(CancellationToken.None);
    }

    public async Task<User> UserAsync(string login) => (await Host.Service<PeopleTables>().Users.FindByLoginAsync(login, CancellationToken.None))!;

    private string CodeAt(byte[] secret, int steps) => Totp.CodeAt(secret, Totp.StepAt(Host.Service<TimeProvider>().GetUtcNow()) + steps);
}

/// <summary>One deployment for all desks: they work side by side, as in a day's work.</summary>
[CollectionDefinition(Name)]
public sealed class DeskSites : ICollectionFixture<DeskSite>
{
    public const string Name = "desks";
}

/// <summary>What a page says, read as its reader does.</summary>
internal static class Seen
{
    /// <summary>The text of the page without the frame around it, white space made one.</summary>
    public static string Body(this Stop stop) =>
        string.Join(' ', stop.Page!.QuerySelector("main")!.Descendants<IText>().SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>What stands beside a field because it was refused; empty where nothing does.</summary>
    public static string FaultOf(this Stop stop, string field) =>
        stop.Page!.QuerySelectorAll($"[name='{field}']").Select(input => input.Closest(".field, .ticks")?.QuerySelector("small.fault")?.TextContent).OfType<string>().FirstOrDefault() ?? "";

    /// <summary>The code of the refusal the page tells of; empty without one.</summary>
    public static string Refusal(this Stop stop) => stop.Page!.QuerySelector(".problem dl.facts dd code")?.TextContent ?? "";

    /// <summary>A text that is shown once, to be copied.</summary>
    public static string Secret(this Stop stop) => stop.Page!.QuerySelector(".codeblock code")!.TextContent;

    /// <summary>First cells' links of the page's table.</summary>
    public static string[] Links(this Stop stop, string table) => [.. stop.Page!.QuerySelectorAll($"#{table} tbody a").Select(link => link.TextContent)];
}
