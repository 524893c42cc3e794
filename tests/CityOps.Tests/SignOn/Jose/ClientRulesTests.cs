using CityOps.Hub.SignOn.Clients;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>What an administrator may register, and which field is named otherwise (security.md 7 A11).</summary>
public sealed class ClientRulesTests
{
    private static readonly ClientDraft Good = new("portal-1", "门户", ClientMethod.PrivateKeyJwt) { RedirectUris = ["https://portal.example.cn/cb"] };

    [Theory]
    [InlineData("https://app.example.cn/cb")]
    [InlineData("https://app.example.cn")]
    [InlineData("https://app.example.cn:8443/cb?x=1")]
    [InlineData("http://127.0.0.1:9000/cb")]
    [InlineData("http://[::1]:9000/cb")]
    [InlineData("http://localhost/cb")]
    public void An_address_browsers_and_we_read_alike_is_taken(string uri) => Assert.Null(ClientRules.UriFault(uri));

    [Theory]
    [InlineData("")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("com.example.app:/cb")]
    [InlineData("/cb")]
    [InlineData("//app.example.cn/cb")]
    [InlineData("http://app.example.cn/cb")]
    [InlineData("https://app.example.cn/cb#x")]
    [InlineData("https://user@app.example.cn/cb")]
    [InlineData("https://app.example.cn@evil.example/cb")]
    [InlineData("https://APP.example.cn/cb")]
    [InlineData("HTTPS://app.example.cn/cb")]
    [InlineData("https://app.example.cn:443/cb")]
    [InlineData("https://app.example.cn/a/../cb")]
    [InlineData("https://app.example.cn/%2e%2e/cb")]
    [InlineData("https://app.example.cn\\cb")]
    [InlineData("https://*.example.cn/cb")]
    [InlineData("https://app.example.cn/cb\r\n")]
    [InlineData(" https://app.example.cn/cb")]
    [InlineData("https://应用.cn/cb")]
    [InlineData("https://0177.0.0.1/cb")]
    public void Any_other_is_not(string uri) => Assert.NotNull(ClientRules.UriFault(uri));

    [Fact]
    public void A_good_draft_has_no_fault() => Assert.Empty(ClientRules.Faults(Good));

    [Fact]
    public void Each_fault_names_its_field()
    {
        AssertField("id", Good with { Id = "a b" });
        AssertField("id", Good with { Id = "P-340000" });
        AssertField("name", Good with { Name = "" });
        AssertField("name", Good with { Name = "a\u0007" });
        AssertField("redirectUris/0", Good with { RedirectUris = ["javascript:alert(1)"] });
        AssertField("redirectUris", Good with { RedirectUris = [] });
        AssertField("redirectUris", Good with { RedirectUris = ["https://a.cn/", "https://a.cn/"] });
        AssertField("redirectUris", Good with { GrantTypes = ["client_credentials"] });
        AssertField("postLogoutRedirectUris/0", Good with { PostLogoutRedirectUris = ["ftp://x"] });
        AssertField("backchannelLogoutUri", Good with { BackchannelLogoutUri = "http://10.0.0.1/x" });
        AssertField("jwksUri", Good with { JwksUri = "http://x.cn" });
        AssertField("jwksUri", Good with { Method = ClientMethod.SecretBasic, JwksUri = "https://x.cn/keys" });
        AssertField("grantTypes", Good with { GrantTypes = ["password"], RedirectUris = [] });
        AssertField("grantTypes", Good with { GrantTypes = ["client_credentials", "refresh_token"], RedirectUris = [] });
        AssertField("grantTypes", Good with { Method = ClientMethod.None, GrantTypes = ["client_credentials"], RedirectUris = [] });
        AssertField("pkceOptional", Good with { Method = ClientMethod.None, PkceOptional = true });
        AssertField("idTokenAlgorithm", Good with { IdTokenAlgorithm = "none" });
        AssertField("scopes", Good with { Scopes = ["a b"] });
        AssertField("resources", Good with { Resources = [""] });
    }

    private static void AssertField(string field, ClientDraft draft) => Assert.Contains(ClientRules.Faults(draft), fault => fault.At == field);
}
