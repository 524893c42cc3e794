using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>What a token request may look like, and what machines may ask for (security.md M6, M16, 7 B8 to B11, B26, B28).</summary>
public sealed class TokenFormTests : IAsyncLifetime
{
    private TokenHost host = null!;

    public async Task InitializeAsync() => host = await TokenHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("grant_type=password&username=a&password=b", "unsupported_grant_type")]
    [InlineData("grant_type=implicit", "unsupported_grant_type")]
    [InlineData("grant_type=Authorization_Code", "unsupported_grant_type")]
    [InlineData("grant_type=%00", "invalid_request")]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=authorization_code", "invalid_request")]
    [InlineData("grant_type=authorization_code&code=a&code=b", "invalid_request")]
    [InlineData("grant_type=authorization_code&code=a&resource=b&resource=c", "invalid_request")]
    public async Task B8_a_grant_we_do_not_know_is_refused_by_its_name(string body, string error)
    {
        var answer = await host.TokenAsync(body);

        Assert.Equal((400, error), (answer.Status, answer.Error));
        Assert.Equal(("no-store", "no-cache"), (answer.Headers["Cache-Control"], answer.Headers["Pragma"]));
        Assert.True(Ascii.IsValid(answer.Body.Text("error_description")));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task B28_only_post_asks_for_tokens_whatever_a_header_claims(string method)
    {
        foreach (var path in (string[])["/connect/token", "/connect/revoke", "/connect/introspect"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path + "?_method=POST");
            request.Headers.Add("X-HTTP-Method-Override", "POST");
            using var response = await host.Http.SendAsync(request);

            Assert.Equal(405, (int)response.StatusCode);
            Assert.Contains("POST", response.Content.Headers.Allow);
        }
    }

    [Fact]
    public async Task B28_a_method_field_is_an_unknown_parameter() =>
        Assert.Equal(200, (await host.TokenAsync("grant_type=client_credentials&_method=GET", "api")).Status);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded; charset=gbk")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Only_a_form_is_read(string type)
    {
        foreach (var path in (string[])["/connect/token", "/connect/revoke", "/connect/introspect"])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("grant_type=client_credentials&token=x"));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            var answer = await host.SendAsync(HttpMethod.Post, path, TestPeers.Basic("api"), content: content);

            Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
        }
    }

    [Fact]
    public async Task Parameters_in_the_query_are_refused()
    {
        foreach (var path in (string[])["/connect/token", "/connect/revoke", "/connect/introspect"])
        {
            var answer = await host.PostAsync(path + "?grant_type=client_credentials", "grant_type=client_credentials&token=x", TestPeers.Basic("api"));

            Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
        }
    }

    [Fact]
    public async Task A_stranger_is_401_with_a_challenge()
    {
        var answer = await host.PostAsync("/connect/token", "grant_type=client_credentials", TestPeers.Basic("api", "guess"));

        Assert.Equal((401, "invalid_client"), (answer.Status, answer.Error));
        Assert.StartsWith("Basic ", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_page_may_ask_and_its_pre_flight_allows_a_proof()
    {
        foreach (var (path, method) in ((string, string)[])[("/connect/token", "POST"), ("/connect/userinfo", "GET"), ("/connect/jwks", "GET"), ("/.well-known/openid-configuration", "GET")])
        {
            var answer = await host.SendAsync(HttpMethod.Options, path);

            Assert.Equal((204, "*"), (answer.Status, answer.Headers["Access-Control-Allow-Origin"]));
            Assert.Contains(method, answer.Headers["Access-Control-Allow-Methods"], StringComparison.Ordinal);
            Assert.Contains("DPoP", answer.Headers["Access-Control-Allow-Headers"], StringComparison.Ordinal);
            Assert.False(answer.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        }

        Assert.Equal("*", (await host.TokenAsync("grant_type=junk")).Headers["Access-Control-Allow-Origin"]);
        Assert.False((await host.PostAsync("/connect/introspect", "token=x", null)).Headers.ContainsKey("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("if:MG-01.v1.up:publish+openid")]
    [InlineData("offline_access")]
    [InlineData("cityops")]
    [InlineData("if:ZZ-99.v1.up:publish")] // not in its list
    [InlineData("if:MG-01.v1.up:subscribe")]
    public async Task B26_a_machine_gets_only_scopes_that_were_registered_for_it(string scope) =>
        Assert.Equal((400, "invalid_scope"), await StatusAsync(host.TokenAsync("grant_type=client_credentials&scope=" + scope, "api")));

    [Fact]
    public async Task A_machine_that_names_no_scope_gets_its_own_and_no_refresh_token()
    {
        var answer = await host.TokenAsync("grant_type=client_credentials", "api");

        Assert.Equal("if:MG-01.v1.up:publish if:SI-01.v1.down:subscribe", answer.Body.Text("scope"));
        Assert.False(answer.Body.TryGetProperty("refresh_token", out _) || answer.Body.TryGetProperty("id_token", out _));
        Assert.Equal(("api", "api"), (TokenHost.Part(answer.Token).Text("sub"), TokenHost.Part(answer.Token).Text("client_id")));
    }

    [Fact]
    public async Task A_platform_asks_for_itself_narrowed_or_not()
    {
        host.Peers.Clients["P-340000"] = TestPeers.Platform("P-340000");

        var whole = TokenHost.Part((await host.TokenAsync("grant_type=client_credentials", "P-340000")).Token);
        var narrow = await host.TokenAsync("grant_type=client_credentials&scope=if%3AMG-01.v1.up%3Apublish", "P-340000", "key:abc");

        Assert.Equal(("P-340000", "P", "340000", "P-340000"), (whole.Text("sub"), whole.Text("tier"), whole.Text("region"), whole.Text("platform")));
        Assert.False(whole.TryGetProperty("scope", out _));
        Assert.Equal(("DPoP", "if:MG-01.v1.up:publish"), (narrow.Body.Text("token_type"), narrow.Body.Text("scope")));
        Assert.Equal("invalid_scope", (await host.TokenAsync("grant_type=client_credentials&scope=anything", "P-340000")).Error);
    }

    [Fact]
    public async Task A_public_client_never_asks_as_itself()
    {
        host.Peers.Clients["app"] = TestPeers.App with { GrantTypes = TestPeers.Api.GrantTypes, Scopes = TestPeers.Api.Scopes };

        Assert.Equal((400, "unauthorized_client"), await StatusAsync(host.TokenAsync("grant_type=client_credentials", "app")));
        Assert.Equal((400, "unauthorized_client"), await StatusAsync(host.TokenAsync("grant_type=client_credentials", "web")));
    }

    [Theory]
    [InlineData("https://next.example.cn", 200)]
    [InlineData(Forger.Audience, 200)]
    [InlineData("https://evil.example", 400)]
    public async Task A_machine_names_a_registered_resource(string resource, int status)
    {
        var answer = await host.TokenAsync("grant_type=client_credentials&resource=" + Uri.EscapeDataString(resource), "api");

        Assert.Equal(status, answer.Status);
        Assert.True(status == 400 ? answer.Error == "invalid_target" : TokenHost.Part(answer.Token).Text("aud") == resource);
    }

    private static async Task<(int, string?)> StatusAsync(Task<Answer> asking)
    {
        var answer = await asking;
        return (answer.Status, answer.Error);
    }
}
