using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>
/// An OpenID provider on loopback that does everything right until a test tells it what to do wrong. It checks the client's
/// side too: PKCE, redirect URI, client assertion.
/// </summary>
public sealed class EvilAuthority : IAsyncDisposable
{
    public const string ClientId = "cityops-hub";

    private readonly WebApplication app;
    private readonly FakeClock clock;
    private readonly Dictionary<string, (string Challenge, string Nonce, string RedirectUri)> codes = [];

    private EvilAuthority(WebApplication app, FakeClock clock) => (this.app, this.clock) = (app, clock);

    public EvilKey Key { get; set; } = EvilKey.First();

    public string Issuer => app.Urls.Single();

    /// <summary>Changed by tests; null puts the original back.</summary>
    public Action<JsonObject> Metadata { get; set; } = _ => { };

    public Func<JsonArray>? Keys { get; set; }

    public Action<JsonObject> Header { get; set; } = _ => { };

    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>Whether the ID token is made by the key that is published.</summary>
    public Func<JsonObject, JsonObject, string>? SignWith { get; set; }

    public Action<JsonObject> TokenAnswer { get; set; } = _ => { };

    public Action<JsonObject> UserInfo { get; set; } = _ => { };

    public string TokenType { get; set; } = "application/json";

    public int Padding { get; set; }

    /// <summary>Answers nothing useful: 503 to every call.</summary>
    public bool Away { get; set; }

    public string? RedirectMetadataTo { get; set; }

    /// <summary>Whether refreshing brings another ID token.</summary>
    public bool IdTokenOnRefresh { get; set; } = true;

    public int KeyCalls { get; private set; }

    public int Calls { get; private set; }

    /// <summary>The form of the last call to the token endpoint.</summary>
    public IReadOnlyDictionary<string, string> LastForm { get; private set; } = new Dictionary<string, string>();

    public string? LastAuthorization { get; private set; }

    public static string SubjectText => "user-2207";

    public static async Task<EvilAuthority> StartAsync(FakeClock clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging();
        var app = builder.Build();
        var authority = new EvilAuthority(app, clock);
        app.Use(authority.WatchAsync);
        app.MapGet("/.well-known/openid-configuration", authority.AnswerMetadataAsync);
        app.MapGet("/jwks", authority.AnswerKeysAsync);
        app.MapPost("/token", authority.AnswerTokenAsync);
        app.MapGet("/userinfo", authority.AnswerUserInfoAsync);
        await app.StartAsync();
        return authority;
    }

    /// <summary>As if the person had signed in: a code for the request in this address.</summary>
    public string Approve(string authorizeUrl)
    {
        var query = QueryOf(authorizeUrl);
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        codes[code] = (query["code_challenge"], query["nonce"], query["redirect_uri"]);
        return code;
    }

    public static IReadOnlyDictionary<string, string> QueryOf(string url) =>
        new Uri(url).Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

    /// <summary>A good logout token, then spoilt.</summary>
    public string LogoutToken(Action<JsonObject>? spoil = null, Action<JsonObject>? spoilHeader = null, Func<JsonObject, JsonObject, string>? sign = null)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "logout+jwt", ["kid"] = Key.Kid };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["iat"] = Now,
            ["exp"] = Now + 120,
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)),
            ["sub"] = SubjectText,
            ["sid"] = "up-sid",
            ["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() },
        };
        spoilHeader?.Invoke(header);
        spoil?.Invoke(claims);
        return sign is null ? Key.Sign(header, claims) : sign(header, claims);
    }

    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        await app.DisposeAsync();
    }

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    private Task WatchAsync(HttpContext http, RequestDelegate next)
    {
        Calls++;
        if (!Away)
        {
            return next(http);
        }

        http.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    private Task AnswerMetadataAsync(HttpContext http)
    {
        if (RedirectMetadataTo is { } other)
        {
            http.Response.Redirect(other);
            return Task.CompletedTask;
        }

        var metadata = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["jwks_uri"] = Issuer + "/jwks",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["end_session_endpoint"] = Issuer + "/logout",
            ["response_types_supported"] = new JsonArray("code"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256", "PS256"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["authorization_response_iss_parameter_supported"] = true,
        };
        Metadata(metadata);
        return WriteAsync(http, metadata, "application/json");
    }

    private Task AnswerKeysAsync(HttpContext http)
    {
        KeyCalls++;
        return WriteAsync(http, new JsonObject { ["keys"] = Keys?.Invoke() ?? new JsonArray(Key.Jwk()) }, "application/json");
    }

    private async Task AnswerTokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        LastForm = form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        LastAuthorization = http.Request.Headers.Authorization;
        var nonce = "";
        if (LastForm["grant_type"] == "authorization_code")
        {
            if (!codes.Remove(LastForm["code"], out var asked)
                || asked.RedirectUri != LastForm["redirect_uri"]
                || asked.Challenge != Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(LastForm["code_verifier"]))))
            {
                http.Response.StatusCode = (int)HttpStatusCode.BadRequest;
                await WriteAsync(http, new JsonObject { ["error"] = "invalid_grant" }, "application/json");
                return;
            }

            nonce = asked.Nonce;
        }

        var answer = new JsonObject { ["access_token"] = "an-access-token", ["token_type"] = "Bearer", ["expires_in"] = 300, ["refresh_token"] = "refresh-" + Calls };
        if (nonce.Length > 0 || IdTokenOnRefresh)
        {
            answer["id_token"] = IdToken(nonce);
        }

        TokenAnswer(answer);
        await WriteAsync(http, answer, TokenType);
    }

    private string IdToken(string nonce)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = Key.Kid };
        var claims = new JsonObject { ["iss"] = Issuer, ["aud"] = ClientId, ["sub"] = SubjectText, ["iat"] = Now, ["exp"] = Now + 300, ["auth_time"] = Now - 5, ["sid"] = "up-sid" };
        if (nonce.Length > 0)
        {
            claims["nonce"] = nonce;
        }

        Header(header);
        Claims(claims);
        return SignWith is null ? Key.Sign(header, claims) : SignWith(header, claims);
    }

    private Task AnswerUserInfoAsync(HttpContext http)
    {
        var said = new JsonObject { ["sub"] = SubjectText, ["name"] = "李明" };
        UserInfo(said);
        return http.Request.Headers.Authorization == "Bearer an-access-token" ? WriteAsync(http, said, "application/json") : Task.CompletedTask;
    }

    private Task WriteAsync(HttpContext http, JsonObject body, string type)
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(body.ToJsonString() + new string(' ', Padding));
    }
}
