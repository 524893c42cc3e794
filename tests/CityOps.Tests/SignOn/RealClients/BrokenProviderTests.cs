using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Jose;
using CityOps.Tests.Hub;
using CityOps.Tests.SignOn.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CityOps.Tests.SignOn.RealClients;

/// <summary>
/// The same programs against a provider made to lie in its ID token: whoever would not refuse it proves nothing by accepting
/// the honest one. The lies are told by a step in front of this test's own host; the product knows nothing of them.
/// </summary>
public sealed class BrokenProviderTests : IAsyncLifetime
{
    private const string Truth = "the truth, written anew";
    private const string Redirect = "http://127.0.0.1:9/cb";
    private const string Bye = "http://127.0.0.1:9/bye";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cityops-apache-");
    private readonly int port = HubHost.FreePort();
    private readonly string origin = TierHost.FreeOrigin();
    private TierHost provider = null!;
    private string lie = "";

    public static TheoryData<string, string> Lies
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var program in (string[])["openid-client.mjs", "authlib_client.py", "mod-auth-openidc.mjs"])
            {
                rows.Add(program, Truth);
                foreach (var lie in (string[])["wrong-iss", "wrong-aud", "stale-nonce", "alg-none", "expired", "foreign-key"])
                {
                    rows.Add(program, lie);
                }
            }

            return rows;
        }
    }

    public async Task InitializeAsync()
    {
        provider = await TierHost.StartAsync(origin, "C-340100", TimeProvider.System, app => app.Use(LieAsync), []);
        await provider.AddUserAsync("li.ming", "李明");
    }

    public async Task DisposeAsync()
    {
        await provider.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_client_refuses_an_ID_token_that_lies_and_takes_one_that_does_not(string program, string told)
    {
        lie = told;
        var apache = program.StartsWith("mod", StringComparison.Ordinal);
        var client = new ClientDraft("web", "应用", ClientMethod.SecretBasic)
        {
            RedirectUris = [apache ? $"http://127.0.0.1:{port}/in/callback" : Redirect],
            PostLogoutRedirectUris = [apache ? $"http://127.0.0.1:{port}/out/" : Bye],
            GrantTypes = ["authorization_code", "refresh_token"],
            Scopes = ["openid", "profile", "email", "offline_access"],
            FirstParty = true,
        };
        var made = await provider.Service<ClientDesk>().RegisterAsync(client, CancellationToken.None);
        var secret = made.Match(one => one.Secret!.Secret, refusal => throw new InvalidOperationException(refusal.Name));
        var task = new ClientTask(origin, "web", Redirect, Bye, "li.ming", TierHost.Password) { Secret = secret, Port = apache ? port : null, Folder = apache ? folder.FullName : null };

        var verdict = await ForeignClient.RunAsync(program, task);

        Assert.True(verdict.Code == (told == Truth ? 0 : 3), $"{verdict.Code}: {verdict.Said}");
    }

    // Rewrites what the token endpoint answers.
    private async Task LieAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path != "/connect/token")
        {
            await next(http);
            return;
        }

        var (real, held) = (http.Response.Body, new MemoryStream());
        http.Response.Body = held;
        await next(http);
        http.Response.Body = real;
        var answer = JsonNode.Parse(held.ToArray())!.AsObject();
        if (answer["id_token"]?.GetValue<string>() is { } token)
        {
            answer["id_token"] = Told(token);
        }

        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        http.Response.ContentLength = bytes.Length;
        await real.WriteAsync(bytes);
    }

    private string Told(string token)
    {
        var parts = token.Split('.');
        var (header, claims) = (Part(parts[0]), Part(parts[1]));
        switch (lie)
        {
            case "wrong-iss":
                claims["iss"] = "https://evil.example.cn";
                break;
            case "wrong-aud":
                claims["aud"] = "another";
                break;
            case "stale-nonce":
                claims["nonce"] = "of-another-day";
                break;
            case "expired":
                (claims["iat"], claims["exp"]) = (claims["iat"]!.GetValue<long>() - 7_200, claims["iat"]!.GetValue<long>() - 3_600);
                break;
            case "alg-none":
                header["alg"] = "none";
                return Encode(header) + "." + Encode(claims) + ".";
            case "foreign-key":
                using (var key = RSA.Create(2048))
                {
                    var text = Encode(header) + "." + Encode(claims);
                    return text + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
                }
        }

        return provider.Service<TokenSigner>().Sign("JWT", "RS256", claims.ToDictionary(one => one.Key, one => (object)one.Value!));
    }

    private static JsonObject Part(string text) => JsonNode.Parse(Base64Url.DecodeFromChars(text))!.AsObject();

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
