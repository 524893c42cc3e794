using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.People;
using CityOps.Store;
using CityOps.Tests.SignOn.Jose;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>The token side with its real neighbours: registered clients, stored users, strict keys, real proofs.</summary>
public sealed class WholeTokenTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private readonly Hand hand = new();
    private SignOnHost host = null!;
    private string secret = "";
    private int proofs;

    public async Task InitializeAsync()
    {
        host = await SignOnHost.StartAsync();
        await AddUserAsync();
        secret = await RegisterAsync(new ClientDraft("web", "Web", ClientMethod.SecretBasic) { SecretAllowed = true, Audiences = ["https://api.example.cn"] });
        await RegisterAsync(new ClientDraft("app", "App", ClientMethod.None));
    }

    public async Task DisposeAsync()
    {
        hand.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_code_becomes_tokens_that_userinfo_introspection_and_the_hub_believe_until_they_are_revoked()
    {
        var given = await PostAsync("/connect/token", TokenHost.CodeForm(await CodeAsync("web")), Basic);
        var token = given.GetProperty("access_token").GetString()!;

        Assert.Equal("zhang@example.cn", (await UserInfoAsync("Bearer " + token)).GetProperty("email").GetString());
        Assert.Equal("zhang.wei", (await PostAsync("/connect/introspect", "token=" + token, Basic)).GetProperty("username").GetString());
        Assert.True((await host.Gate.ReadAsync("Bearer " + token)).TryGet(out var identity, out _));
        Assert.Equal((TestPeers.Zhang.Subject, "web", "sid-1"), (identity.Subject, identity.Client, identity.Sid));

        await PostAsync("/connect/revoke", "token=" + given.GetProperty("refresh_token").GetString(), Basic);

        Assert.Equal("invalid_token", (await UserInfoAsync("Bearer " + token)).GetProperty("error").GetString());
        Assert.False((await PostAsync("/connect/introspect", "token=" + token, Basic)).GetProperty("active").GetBoolean());
        Assert.False((await host.Gate.ReadAsync("Bearer " + token)).TryGet(out _, out _));
    }

    [Fact]
    public async Task The_id_token_verifies_by_the_published_keys()
    {
        var given = await PostAsync("/connect/token", TokenHost.CodeForm(await CodeAsync("web")), Basic);
        var parts = given.GetProperty("id_token").GetString()!.Split('.');
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        var jwks = JsonDocument.Parse(await host.Client.GetStringAsync("/connect/jwks")).RootElement.GetProperty("keys");
        var key = jwks.EnumerateArray().Single(jwk => jwk.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());

        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(key.Text("n")), Exponent = Base64Url.DecodeFromChars(key.Text("e")) });
        Assert.True(rsa.VerifyData(
            Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.False((await host.Gate.ReadAsync("Bearer " + string.Join('.', parts))).TryGet(out _, out _));
    }

    [Fact]
    public async Task A_public_client_is_bound_to_its_key_from_code_to_refresh_to_userinfo()
    {
        var given = await PostAsync("/connect/token", TokenHost.CodeForm(await CodeAsync("app")) + "&client_id=app", null, Proof("POST", "/connect/token"));
        var token = given.GetProperty("access_token").GetString()!;
        var refresh = $"grant_type=refresh_token&client_id=app&refresh_token={given.GetProperty("refresh_token").GetString()}";

        Assert.Equal("DPoP", given.GetProperty("token_type").GetString());
        Assert.Equal("张伟", (await UserInfoAsync("DPoP " + token, Proof("GET", "/connect/userinfo", token))).GetProperty("name").GetString());
        Assert.Equal("invalid_token", (await UserInfoAsync("Bearer " + token)).GetProperty("error").GetString());
        Assert.Equal("invalid_grant", (await PostAsync("/connect/token", refresh, null)).GetProperty("error").GetString());
        Assert.Equal("DPoP", (await PostAsync("/connect/token", refresh, null, Proof("POST", "/connect/token"))).GetProperty("token_type").GetString());
    }

    [Fact]
    public async Task A_replayed_proof_spends_no_code()
    {
        var proof = Proof("POST", "/connect/token");
        var form = TokenHost.CodeForm(await CodeAsync("app")) + "&client_id=app";
        await PostAsync("/connect/token", TokenHost.CodeForm(await CodeAsync("app")) + "&client_id=app", null, proof);

        Assert.Equal("invalid_dpop_proof", (await PostAsync("/connect/token", form, null, proof)).GetProperty("error").GetString());
        Assert.True((await PostAsync("/connect/token", form, null, Proof("POST", "/connect/token"))).TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task A_suspended_client_and_a_disabled_user_get_nothing()
    {
        var code = await CodeAsync("web");
        await host.Service<ClientDesk>().SuspendAsync("web", Ct);
        Assert.Equal("unauthorized_client", (await PostAsync("/connect/token", TokenHost.CodeForm(code), Basic)).GetProperty("error").GetString());
        await host.Service<ClientDesk>().ResumeAsync("web", Ct);

        var engine = host.Service<Engine>();
        await using (var scope = await engine.BeginWriteAsync(Ct))
        {
            await UserTable.SetStateAsync(scope, TestPeers.Zhang.Id, UserState.Disabled, host.Clock.GetUtcNow(), Ct);
            await scope.CommitAsync(Ct);
        }

        Assert.Equal("invalid_grant", (await PostAsync("/connect/token", TokenHost.CodeForm(code), Basic)).GetProperty("error").GetString());
    }

    private string Basic => SignOnHost.Basic("web", secret);

    private async Task AddUserAsync()
    {
        await using var scope = await host.Service<Engine>().BeginWriteAsync(Ct);
        Assert.True(await UserTable.AddAsync(scope, TestPeers.Zhang, null, null, Ct));
        await scope.CommitAsync(Ct);
    }

    private async Task<string> RegisterAsync(ClientDraft draft)
    {
        var full = draft with
        {
            RedirectUris = [TokenHost.Redirect],
            GrantTypes = ["authorization_code", "refresh_token"],
            Scopes = ["openid", "profile", "email", "offline_access"],
        };
        Assert.True((await host.Service<ClientDesk>().RegisterAsync(full, Ct)).TryGet(out var registered, out var refusal), refusal?.Detail);
        return registered.Secret?.Secret ?? "";
    }

    private async Task<string> CodeAsync(string client)
    {
        string[] scopes = ["openid", "profile", "email", "offline_access"];
        var grant = await host.Service<GrantDesk>().OpenAsync(TestPeers.Zhang.Id, client, "sid-1", scopes, Ct);
        var binding = new CodeBinding(grant, client, TestPeers.Zhang.Id, "sid-1", TokenHost.Redirect, scopes) { Challenge = TokenHost.Challenge, AuthTime = host.Clock.GetUtcNow() };
        return await host.Service<CodeDesk>().IssueAsync(binding, Ct);
    }

    private string Proof(string method, string path, string? token = null)
    {
        var hash = token is null ? "" : $$""","ath":"{{Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)))}}" """;
        return hand.Sign(
            "ES256",
            $$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{hand.Jwk("ES256")}}}""",
            $$"""{"jti":"proof-{{++proofs}}","htm":"{{method}}","htu":"{{Forger.Issuer}}{{path}}","iat":{{host.Clock.GetUtcNow().ToUnixTimeSeconds()}}{{hash}}}""");
    }

    private Task<JsonElement> UserInfoAsync(string authorization, string? proof = null) => SendAsync(new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo"), authorization, proof);

    private Task<JsonElement> PostAsync(string path, string form, string? authorization, string? proof = null)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(form));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, authorization, proof);
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, string? authorization, string? proof)
    {
        using (request)
        {
            foreach (var (name, value) in ((string, string?)[])[("Authorization", authorization), ("DPoP", proof)])
            {
                if (value is not null)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            }

            using var response = await host.Client.SendAsync(request);
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        }
    }
}
