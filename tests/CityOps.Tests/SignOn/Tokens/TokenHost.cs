using CityOps.Tests.SignOn.Mutations;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Grants;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>Sign-on's token side behind a real server over a fresh SQLite store, with small neighbours and a clock that stands still.</summary>
public sealed class TokenHost : IAsyncDisposable
{
    public const string Redirect = "https://web.example.cn/cb";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private readonly WebApplication app;
    private readonly Engine engine;
    private readonly string address;

    private TokenHost(WebApplication app, Engine engine, string address)
    {
        (this.app, this.engine, this.address) = (app, engine, address);
        Http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public FakeClock Clock { get; private init; } = null!;

    internal TestPeers Peers { get; private init; } = null!;

    internal Engine Engine => engine;

    public static string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    internal T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <param name="off">Names of guards that are taken away.</param>
    public static async Task<TokenHost> StartAsync(params string[] off)
    {
        var address = await TestStores.SqliteAsync();
        var engine = await StoreOpener.OpenAsync(address, CancellationToken.None);
        await Migrations.ApplyAsync(engine, Assembly.Load("CityOps.Hub"), "hub", CancellationToken.None);
        var clock = new FakeClock();
        var peers = new TestPeers(clock);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddSingleton(engine).AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(off.Length > 0 ? new GuardSwitch(off) : TestGuards.Now).AddSingleton(peers.Peers);
        builder.Services.AddSignOn(new SignOnOptions(Forger.Issuer, Forger.Audience), _ => _ => null);
        var app = builder.Build();
        app.MapSignOn();
        await app.StartAsync();
        return new TokenHost(app, engine, address) { Clock = clock, Peers = peers };
    }

    /// <summary>A code as the authorization endpoint would issue it, with a grant of its own.</summary>
    internal async Task<string> CodeAsync(
        string client = "web", string scopes = "openid profile offline_access", Func<CodeBinding, CodeBinding>? change = null)
    {
        var granted = scopes.Split(' ');
        var grant = await Service<GrantDesk>().OpenAsync(TestPeers.Zhang.Id, client, "sid-1", granted, CancellationToken.None);
        var binding = new CodeBinding(grant, client, TestPeers.Zhang.Id, "sid-1", Redirect, granted)
        {
            Challenge = Challenge,
            Nonce = "n-0S6_WzA2Mj",
            AuthTime = Clock.GetUtcNow() - TimeSpan.FromMinutes(1),
            Acr = "urn:cityops:acr:1",
            Amr = ["pwd"],
        };
        return await Service<CodeDesk>().IssueAsync(change?.Invoke(binding) ?? binding, CancellationToken.None);
    }

    public static string CodeForm(string code, string more = "") =>
        $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(Redirect)}&code_verifier={Verifier}{more}";

    public Task<Answer> RedeemAsync(string code, string client = "web", string? dpop = null, string more = "") =>
        TokenAsync(CodeForm(code, more), client, dpop);

    public Task<Answer> RefreshAsync(string token, string client = "web", string? dpop = null, string more = "") =>
        TokenAsync($"grant_type=refresh_token&refresh_token={token}{more}", client, dpop);

    /// <summary>As a public client for <c>app</c>, by Basic for all others.</summary>
    public Task<Answer> TokenAsync(string body, string client = "web", string? dpop = null) => client == "app"
        ? PostAsync("/connect/token", body + "&client_id=app", null, dpop)
        : PostAsync("/connect/token", body, TestPeers.Basic(client), dpop);

    public async Task<Answer> PostAsync(string path, string body, string? authorization, string? dpop = null)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        return await SendAsync(HttpMethod.Post, path, authorization, dpop, content);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? authorization = null, string? dpop = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        Add(request, "Authorization", authorization);
        Add(request, "DPoP", dpop);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
            text.Length > 0 ? JsonDocument.Parse(text).RootElement : default);
    }

    public async Task<Answer> UserInfoAsync(string token, string scheme = "Bearer", string? dpop = null) =>
        await SendAsync(HttpMethod.Get, "/connect/userinfo", scheme + " " + token, dpop);

    /// <summary>The claims of a token (part 1), or its header (part 0).</summary>
    public static JsonElement Part(string token, int index = 1) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[index])).RootElement;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        Peers.Dispose();
        await engine.DisposeAsync();
        TestStores.Forget(address);
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
