using System.Text.Json;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>oidcc-discovery-endpoint-verification, and what security.md M1 asks beyond it.</summary>
public sealed class DiscoveryTests : IAsyncLifetime
{
    private TokenHost host = null!;

    public async Task InitializeAsync() => host = await TokenHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task Oidcc_discovery_endpoint_verification(string path)
    {
        var answer = await host.SendAsync(HttpMethod.Get, path);
        var body = answer.Body;

        Assert.Equal((200, "*"), (answer.Status, answer.Headers["Access-Control-Allow-Origin"]));
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(Forger.Issuer, body.Text("issuer"));
        Assert.Equal(["code"], List(body, "response_types_supported"));
        Assert.Equal(["query", "form_post"], List(body, "response_modes_supported"));
        Assert.Equal(["S256"], List(body, "code_challenge_methods_supported"));
        Assert.Contains("RS256", List(body, "id_token_signing_alg_values_supported"));
        Assert.Contains("openid", List(body, "scopes_supported"));
        Assert.Contains("public", List(body, "subject_types_supported"));
        Assert.Contains("authorization_code", List(body, "grant_types_supported"));
        Assert.All(
            body.EnumerateObject().Where(member => member.Name.Contains("signing_alg", StringComparison.Ordinal)),
            member => Assert.DoesNotContain("none", List(body, member.Name)));
    }

    [Theory]
    [InlineData("authorization_response_iss_parameter_supported", true)]
    [InlineData("backchannel_logout_supported", true)]
    [InlineData("backchannel_logout_session_supported", true)]
    [InlineData("request_uri_parameter_supported", false)]
    [InlineData("request_parameter_supported", false)]
    public async Task Flags_are_said_outright(string name, bool value) =>
        Assert.Equal(value, (await host.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Body.GetProperty(name).GetBoolean());

    [Theory]
    [InlineData("authorization_endpoint")]
    [InlineData("token_endpoint")]
    [InlineData("jwks_uri")]
    [InlineData("userinfo_endpoint")]
    [InlineData("end_session_endpoint")]
    [InlineData("revocation_endpoint")]
    [InlineData("introspection_endpoint")]
    [InlineData("pushed_authorization_request_endpoint")]
    public async Task Every_address_is_below_the_issuer_whatever_host_is_asked(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("Forwarded", "host=evil.example");
        using var response = await host.Http.SendAsync(request);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.StartsWith(Forger.Issuer + "/connect/", body.Text(name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claims_supported", "auth_time")]
    [InlineData("dpop_signing_alg_values_supported", "ES256")]
    [InlineData("token_endpoint_auth_methods_supported", "private_key_jwt")]
    [InlineData("acr_values_supported", "urn:cityops:acr:2")]
    public async Task Lists_hold_what_is_offered(string name, string value) =>
        Assert.Contains(value, List((await host.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Body, name));

    private static string[] List(JsonElement body, string name) => [.. body.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
