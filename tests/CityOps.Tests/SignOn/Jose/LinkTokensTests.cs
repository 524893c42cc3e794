using System.Reflection;
using CityOps.Hub.Links;
using CityOps.Hub.Links.Keys;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>A link that proves itself by its own key against the real doors of the hub above.</summary>
public sealed class LinkTokensTests : IAsyncLifetime
{
    private const string City = "C-340100";

    private readonly FakeClock clock = new();
    private readonly LinkKey key = LinkKey.OfPem(LinkKey.NewPem());
    private Engine engine = null!;
    private string address = null!;

    public async Task InitializeAsync()
    {
        address = await TestStores.SqliteAsync();
        engine = await StoreOpener.OpenAsync(address, default);
        await Migrations.ApplyAsync(engine, Assembly.Load("CityOps.Hub"), "hub", default);
    }

    public async Task DisposeAsync()
    {
        await engine.DisposeAsync();
        TestStores.Forget(address);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_registered_key_gets_a_bound_token_and_each_call_proves_it(bool nonce)
    {
        await using var upper = await StartAsync(nonce);
        Assert.True((await upper.Services.GetRequiredService<ClientDesk>().AddKeyAsync(City, key.PublicJwk, default)).TryGet(out _, out _));
        using var client = PeerClient.To(upper.Urls.Single());
        var tokens = new LinkTokens(City, key, Forger.Issuer, clock);

        Assert.Equal(City, await CallAsync(client, tokens));
        Assert.Equal(City, await CallAsync(client, tokens));

        using var stolen = new HttpRequestMessage(HttpMethod.Get, "probe");
        stolen.Headers.Authorization = new("Bearer", await tokens.GetAsync(client, default));
        using var refused = await client.SendAsync(stolen);
        Assert.Equal(401, (int)refused.StatusCode);
    }

    [Fact]
    public async Task A_key_nobody_registered_gets_nothing_and_a_secret_still_does()
    {
        await using var upper = await StartAsync(nonce: false);
        using var client = PeerClient.To(upper.Urls.Single());

        await Assert.ThrowsAsync<HttpRequestException>(() => new LinkTokens(City, key, Forger.Issuer, clock).GetAsync(client, default));
        Assert.Equal(City, await CallAsync(client, new LinkTokens(City, "secret", clock)));
    }

    private static async Task<string> CallAsync(HttpClient client, LinkTokens tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "probe?limit=1");
        await tokens.AuthorizeAsync(request, client, default);
        using var response = await client.SendAsync(request);
        tokens.Hear(response);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{(int)response.StatusCode}";
    }

    // Sign-on as it is, and one endpoint behind the gate.
    private async Task<WebApplication> StartAsync(bool nonce)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddSingleton(engine).AddSingleton<TimeProvider>(clock);
        builder.Services.AddSignOn(new SignOnOptions(Forger.Issuer, Forger.Audience) { DpopNonceNeeded = nonce }, _ => code => code == City ? Entry : null);
        var app = builder.Build();
        app.MapSignOn();
        app.MapGet("/probe", ProbeAsync);
        await app.StartAsync();
        return app;
    }

    private static PlatformEntry Entry => new(PlatformCode.Parse(City), RegionCode.Parse("340100"), "合肥市平台", "plain:secret", Suspended: false);

    private static async Task<IResult> ProbeAsync(HttpContext http, BearerGate gate, DpopCheck dpop)
    {
        var read = await gate.ReadAsync(CallOf(http, new Dictionary<string, string>()), default);
        return read.Match(identity => Results.Text(identity.PlatformCode), refusal =>
        {
            Challenges.Put(http, refusal, dpop);
            return Results.StatusCode(401);
        });
    }

    private static ClientCall CallOf(HttpContext http, IReadOnlyDictionary<string, string> form) => new(form, http.Request.Headers.Authorization is [var one] ? one : null, "local", "")
    {
        DpopProofs = [.. http.Request.Headers["DPoP"].OfType<string>()],
        Method = http.Request.Method,
        Url = Forger.Issuer + http.Request.Path,
    };
}
