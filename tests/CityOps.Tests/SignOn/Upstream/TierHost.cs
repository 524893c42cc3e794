using System.Net;
using System.Net.Sockets;
using System.Reflection;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.Logout;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Store;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>One tier's sign-on, whole and real, on a loopback port that is known beforehand; only the guard of addresses is left open.</summary>
internal sealed class TierHost : IAsyncDisposable
{
    public const string Password = "滁州-river+lantern 73";

    private readonly WebApplication app;
    private readonly Engine engine;
    private readonly string store;

    private TierHost(WebApplication app, Engine engine, string store) => (this.app, this.engine, this.store) = (app, engine, store);

    public string Issuer => app.Urls.Single();

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static string FreeOrigin()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
    }

    public static Task<TierHost> StartAsync(string origin, string code, TimeProvider clock, params AuthoritySettings[] authorities) =>
        StartAsync(origin, code, clock, _ => { }, authorities);

    /// <param name="front">What stands before everything else.</param>
    public static async Task<TierHost> StartAsync(string origin, string code, TimeProvider clock, Action<WebApplication> front, AuthoritySettings[] authorities)
    {
        var store = await TestStores.SqliteAsync();
        var engine = await StoreOpener.OpenAsync(store, CancellationToken.None);
        await Migrations.ApplyAsync(engine, Assembly.Load("CityOps.Hub"), "hub", CancellationToken.None);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(origin);
        builder.Services.AddRouting().AddLogging().AddSingleton(engine).AddSingleton(clock);
        var outbound = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        builder.Services.AddSingleton(outbound).AddSingleton(new AuthorityWire(() => outbound));
        builder.Services.AddSingleton(new SecretSeal((_, secret) => [.. secret], (_, secret) => [.. secret]));
        builder.Services.AddSingleton<AddressJudge>(_ => _ => null);
        builder.Services.AddSingleton<RemoteRead>((url, ct) => outbound.GetByteArrayAsync(new Uri(url), ct));
        builder.Services.AddSingleton(new OutboundDoor(_ => null, outbound.SendAsync));
        builder.Services.AddSignOn(new SignOnOptions(origin, origin) { Realm = code, Authorities = authorities }, _ => _ => null);
        var app = builder.Build();
        front(app);
        app.MapSignOn();
        app.MapGet("/guidance", (HttpContext http) => $"{PageAccess.VisitorOf(http).User.Name} {PageAccess.VisitorOf(http).Home} {PageAccess.VisitorOf(http).AccessToken?.Split('.').Length}")
            .RequireAction("guidance.read");
        await app.StartAsync();
        return new TierHost(app, engine, store);
    }

    public async Task<User> AddUserAsync(string login, string name, params Assignment[] roles)
    {
        var user = new User(Guid.CreateVersion7(), login, name, "", UserState.Active);
        var stored = await Service<PasswordCheck>().HashAsync(Password, CancellationToken.None);
        await using var scope = await engine.BeginWriteAsync(CancellationToken.None);
        await UserTable.AddAsync(scope, user, stored, null, CancellationToken.None);
        await AssignmentTable.AddAsync(scope, user.Id, roles, "test", DateTimeOffset.UnixEpoch, CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
        return user;
    }

    public async Task LinkAsync(User account, string issuer, string subject) =>
        Assert.True(await new AccountLinkTable(engine).AddAsync(new AccountLink(issuer, subject, account.Id, "test", DateTimeOffset.UnixEpoch), CancellationToken.None));

    public async Task WithdrawAsync(User account) => await engine.Sql("DELETE FROM hub_assignment WHERE account = @id").With("id", Kind.Id, account.Id).RunAsync(CancellationToken.None);

    public async Task RegisterAsync(ClientDraft draft) =>
        (await Service<ClientDesk>().RegisterAsync(draft, CancellationToken.None)).Match(_ => true, refusal => throw new InvalidOperationException($"{refusal.Name} {string.Join(';', refusal.Fields)}"));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await engine.DisposeAsync();
        TestStores.Forget(store);
    }
}
