using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using CityOps.Tests.Hub;
using CityOps.Tests.SignOn.Races;
using Xunit;

namespace CityOps.Tests.SignOn.RealClients;

/// <summary>Other people's OpenID clients sign in at the real program, use what they get, and sign out: standards-exact by their verdict.</summary>
public sealed class RealClientTests : IAsyncLifetime
{
    private const string Redirect = "http://127.0.0.1:9/cb";
    private const string Bye = "http://127.0.0.1:9/bye";
    private static readonly string[] Grants = ["authorization_code", "refresh_token"];
    private static readonly string[] Scopes = ["openid", "profile", "email", "offline_access"];

    private TwoHubs hubs = null!;

    public async Task InitializeAsync()
    {
        hubs = await TwoHubs.StartAsync();
        await hubs.AddUserAsync("li.ming");
    }

    public async Task DisposeAsync() => await hubs.DisposeAsync();

    [Fact]
    public async Task Openid_client_as_a_public_one_with_PKCE()
    {
        await RegisterAsync("npm-public", "none");
        await HoldsAsync("openid-client.mjs", Of("npm-public"));
    }

    [Fact]
    public async Task Openid_client_as_a_public_one_with_pushed_requests_and_tokens_bound_by_DPoP()
    {
        await RegisterAsync("npm-bound", "none", pushed: true, bound: true);
        await HoldsAsync("openid-client.mjs", Of("npm-bound") with { Par = "only", Dpop = true });
    }

    [Fact]
    public async Task Openid_client_with_a_secret_introspects_and_revokes()
    {
        var secret = await RegisterAsync("npm-secret", "secret_basic");
        await HoldsAsync("openid-client.mjs", Of("npm-secret") with { Secret = secret });
    }

    [Fact]
    public async Task Openid_client_with_a_key_of_its_own_pushes_its_requests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var half = key.ExportParameters(includePrivateParameters: true);
        var (x, y, d) = (Base64Url.EncodeToString(half.Q.X), Base64Url.EncodeToString(half.Q.Y), Base64Url.EncodeToString(half.D));
        await RegisterAsync("npm-key", "private_key_jwt", pushed: true);
        await hubs.AdminAsync("clients/npm-key/keys", JsonSerializer.Serialize(new { kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = "k1", x, y }));
        await HoldsAsync("openid-client.mjs", Of("npm-key") with { Key = new { kty = "EC", crv = "P-256", alg = "ES256", kid = "k1", x, y, d }, Par = "only", Dpop = true });
    }

    [Fact]
    public async Task Authlib_with_PKCE()
    {
        var secret = await RegisterAsync("authlib", "secret_basic");
        await HoldsAsync("authlib_client.py", Of("authlib") with { Secret = secret });
    }

    [Fact]
    public async Task Apache_with_mod_auth_openidc()
    {
        var port = HubHost.FreePort();
        var origin = $"http://127.0.0.1:{port}";
        var folder = Directory.CreateTempSubdirectory("cityops-apache-");
        var secret = await RegisterAsync("apache", "secret_basic", redirect: origin + "/in/callback", bye: origin + "/out/");
        await HoldsAsync("mod-auth-openidc.mjs", Of("apache") with { Secret = secret, Port = port, Folder = folder.FullName });
        folder.Delete(recursive: true);
    }

    private ClientTask Of(string client) => new(hubs.Issuer, client, Redirect, Bye, "li.ming", TwoHubs.Password);

    private static async Task HoldsAsync(string program, ClientTask task)
    {
        var verdict = await ForeignClient.RunAsync(program, task);
        Assert.True(verdict.Code == 0, verdict.Said);
    }

    private async Task<string?> RegisterAsync(string id, string method, string redirect = Redirect, string bye = Bye, bool pushed = false, bool bound = false)
    {
        var made = await hubs.AdminAsync("clients", new
        {
            id, name = id, method, redirectUris = new[] { redirect }, postLogoutRedirectUris = new[] { bye }, grantTypes = Grants, scopes = Scopes,
            firstParty = true, pushedRequestsOnly = pushed, dpopOnly = bound,
        });
        return made.TryGetProperty("secret", out var secret) ? secret.GetString() : null;
    }
}
