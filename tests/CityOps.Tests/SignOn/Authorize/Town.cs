using CityOps.Tests.SignOn.Mutations;
using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Authorize;

/// <summary>Sign-on with people and applications in it, behind a real server on a free loopback port; the clock stands still.</summary>
internal sealed partial class Town : IAsyncDisposable
{
    public const string Password = "滁州-river+lantern 73";
    public const string Callback = "https://app.example.cn/cb";
    public const string Verifier = "a-verifier-of-forty-three-characters-or-more-0123";

    private readonly WebApplication app;
    private readonly Engine engine;
    private readonly string address;

    private Town(WebApplication app, Engine engine, string address, FakeClock clock)
    {
        (this.app, this.engine, this.address, Clock) = (app, engine, address, clock);
        Site = new Uri(app.Urls.Single());
    }

    public Uri Site { get; }

    public FakeClock Clock { get; }

    public required Outside Outside { get; init; }

    /// <summary>What made the server answer 500; a town with faults cannot be left quietly.</summary>
    public required ConcurrentQueue<Exception> Faults { get; init; }

    public Engine Engine => engine;

    public SignOnOptions Options => Service<SignOnOptions>();

    /// <summary>Secrets of the confidential clients, by id.</summary>
    public ConcurrentDictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    public static string Challenge { get; } = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier)));

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <param name="off">A guard that is taken away.</param>
    public static async Task<Town> StartAsync(string off = "", string issuer = Forger.Issuer)
    {
        var address = await TestStores.SqliteAsync();
        var engine = await StoreOpener.OpenAsync(address, CancellationToken.None);
        await Migrations.ApplyAsync(engine, Assembly.Load("CityOps.Hub"), "hub", CancellationToken.None);
        var clock = new FakeClock();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddSingleton(engine).AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(off.Length > 0 ? new GuardSwitch(off) : TestGuards.Now);
        var outside = Outside.Add(builder.Services);
        More(builder.Services);
        builder.Services.AddSignOn(new SignOnOptions(issuer, Forger.Audience) { Realm = "N-100000", AllowSecrets = true }, _ => _ => null);
        var app = builder.Build();
        var faults = new ConcurrentQueue<Exception>();
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                faults.Enqueue(fault);
                throw;
            }
        });
        app.MapSignOn();
        await app.StartAsync();
        var town = new Town(app, engine, address, clock) { Faults = faults, Outside = outside };
        await town.FillAsync();
        return town;
    }

    public Browser Browser() => new(Site, Options.Issuer);

    /// <summary>A new application; the defaults are a public one that must ask for consent.</summary>
    public async Task<ClientDraft> RegisterAsync(ClientDraft draft)
    {
        var done = await Service<ClientDesk>().RegisterAsync(draft, CancellationToken.None);
        var (_, secret) = done.Match(ok => ok, refusal => throw new InvalidOperationException(refusal.Name + string.Join(';', refusal.Fields)));
        if (secret is not null)
        {
            Secrets[draft.Id] = secret.Secret;
        }

        return draft;
    }

    public async Task<User> AddUserAsync(string login, string name = "张三", bool mustChange = false, params Assignment[] roles)
    {
        var tables = Service<PeopleTables>();
        var user = new User(Guid.CreateVersion7(), login, name, "", UserState.Active) { ChangedAt = Clock.GetUtcNow(), MustChangePassword = mustChange };
        var stored = await Service<PasswordCheck>().HashAsync(Password, CancellationToken.None);
        await using var scope = await engine.BeginWriteAsync(CancellationToken.None);
        await UserTable.AddAsync(scope, user, stored, null, CancellationToken.None);
        await AssignmentTable.AddAsync(scope, user.Id, roles, "test", Clock.GetUtcNow(), CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
        return (await tables.Users.FindAsync(user.Id, CancellationToken.None))!;
    }

    /// <summary>Binds an authenticator; the step of now is spent.</summary>
    public async Task<(byte[] Secret, IReadOnlyList<string> Recovery)> EnrolAsync(User user)
    {
        var secret = SecretIn(await Service<PeopleDesk>().BeginTotpAsync(user.Id, CancellationToken.None));
        var confirmed = await Service<PeopleDesk>().ConfirmTotpAsync(user.Id, CodeAt(secret), CancellationToken.None);
        return confirmed.Match(codes => (secret, codes), refusal => throw new InvalidOperationException(refusal.Name));
    }

    public string CodeAt(byte[] secret, int steps = 0) => Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()) + steps);

    public static byte[] SecretIn(string uri)
    {
        var bits = string.Concat(uri.Split("secret=")[1].Split('&')[0].Select(letter =>
            Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    /// <summary>An authorization request of client <c>app</c>; nulls take a parameter away, others replace or add.</summary>
    internal static string Ask(params (string Name, string? Value)[] changes) => "/connect/authorize?" + Query(changes);

    public static string Query(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = "app", ["redirect_uri"] = Callback, ["response_type"] = "code", ["scope"] = "openid", ["state"] = "st+a te/1", ["nonce"] = "n-1",
            ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return string.Join('&', parameters.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
    }

    /// <summary>Signs in at the login page it is led to; stops wherever that leads.</summary>
    public static async Task<Stop> SignInAsync(Browser browser, string address, string login = "zhang.san", string password = Password) =>
        await browser.SendAsync(await browser.GoAsync(address), "go", ("login", login), ("password", password));

    /// <summary>An ID token of ours, as the token endpoint would make one.</summary>
    public string IdToken(string client, string subject, string? sid = null, string? issuer = null)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object> { ["iss"] = issuer ?? Options.Issuer, ["aud"] = client, ["sub"] = subject, ["iat"] = now, ["exp"] = now + 300 };
        if (sid is not null)
        {
            claims["sid"] = sid;
        }

        return Service<TokenSigner>().Sign("JWT", "RS256", claims);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await engine.DisposeAsync();
        TestStores.Forget(address);
        if (!Faults.IsEmpty)
        {
            throw new AggregateException(Faults);
        }
    }

    static partial void More(IServiceCollection services);

    private async Task FillAsync()
    {
        await AddUserAsync("zhang.san");
        await RegisterAsync(new ClientDraft("app", "市容巡查应用", ClientMethod.None)
        {
            RedirectUris = [Callback, "https://app.example.cn/other?x=1", "http://127.0.0.1:7001/cb"],
            PostLogoutRedirectUris = ["https://app.example.cn/bye"],
            BackchannelLogoutUri = "https://app.example.cn/backchannel",
            GrantTypes = ["authorization_code", "refresh_token"],
            Scopes = ["openid", "profile", "email", "phone", "address", "offline_access"],
            FirstParty = true,
        });
        await RegisterAsync(new ClientDraft("third", "第三方 <应用>", ClientMethod.SecretBasic)
        {
            RedirectUris = ["https://third.example.cn/cb"],
            Scopes = ["openid", "profile", "email"],
            PkceOptional = true,
        });
    }
}
