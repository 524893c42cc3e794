using CityOps.Tests.SignOn.Mutations;
using System.Text;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Clients;
using Xunit;

namespace CityOps.Tests.SignOn.Authorize;

/// <summary>The rules of an authorization request without a server: security.md 7 A by the hundred.</summary>
public sealed class AuthorizeRuleTests
{
    private static readonly Client App = new("app", "市容巡查应用", ClientMethod.None)
    {
        RedirectUris = [Town.Callback, "https://app.example.cn/other?x=1"],
        GrantTypes = new HashSet<string> { "authorization_code" },
        Scopes = new HashSet<string> { "openid", "profile", "if:MG-01.v1.up:publish" },
        Resources = new HashSet<string> { "https://api.example.cn" },
    };

    private static readonly Client Confidential = App with { Id = "third", Method = ClientMethod.SecretBasic, PkceOptional = true };

    public static TheoryData<string> PageCases => new()
    {
        Town.Query(("client_id", "evil"), ("redirect_uri", "https://evil.example")),                                              // A1
        Town.Query(("client_id", null)),
        Town.Query(("redirect_uri", "https://evil.example"), ("scope", "x"), ("response_type", "token"), ("prompt", "none")),      // A2, A20
        Town.Query(("redirect_uri", null)),                                                                                       // A4
        Town.Query(("redirect_uri", "https://APP.example.cn/cb")),                                                                // A5
        Town.Query(("redirect_uri", "https://app.example.cn/CB")),
        Town.Query(("redirect_uri", "HTTPS://app.example.cn/cb")),
        Town.Query(("redirect_uri", "https://app.example.cn:443/cb")),
        Town.Query(("redirect_uri", Town.Callback + "?x=1")),                                                                     // A7
        Town.Query(("redirect_uri", Town.Callback + "#x")),
        Town.Query(("redirect_uri", Town.Callback + "/")),
        Town.Query(("redirect_uri", Town.Callback + "/../x")),                                                                    // A8
        Town.Query(("redirect_uri", Town.Callback + "/%2e%2e/x")),
        Town.Query(("redirect_uri", Town.Callback + "/..;/x")),
        Town.Query(("redirect_uri", Town.Callback + ";x")),
        Town.Query(("redirect_uri", Town.Callback + "//")),
        Town.Query(("redirect_uri", "https://app.example.cn\\cb")),
        Town.Query(("redirect_uri", "https://app.example.cn@evil.example/cb")),                                                   // A9
        Town.Query(("redirect_uri", "https://xn--pp-7ia.example.cn/cb")),                                                         // A10
        Town.Query(("redirect_uri", "https://app．example.cn/cb")),
        Town.Query(("redirect_uri", "https://аpp.example.cn/cb")),
        Town.Query(("redirect_uri", "javascript:alert(1)")),                                                                      // A11
        Town.Query(("redirect_uri", "data:text/html,x")),
        Town.Query(("redirect_uri", Town.Callback + "\r\nX: y")),                                                                 // A13
        Town.Query(("redirect_uri", Town.Callback + "\0")),
        Town.Query(("redirect_uri", Town.Callback + "\t")),
        Town.Query(("redirect_uri", " " + Town.Callback)),
        Town.Query(("redirect_uri", Town.Callback + "/" + new string('a', 10_240))),
        Town.Query(("redirect_uri", Town.Callback + "&code=x&state=y")),                                                          // A14
        Town.Query() + "&redirect_uri=" + Uri.EscapeDataString("https://evil.example"),                                           // A3
        Town.Query() + "&redirect_uri=" + Uri.EscapeDataString(Town.Callback),
        Town.Query() + "&client_id=app",
        Town.Query(("redirect_uri", null)) + "&redirect_uri=%FF%FE",
        Town.Query(("client_id", "suspended")),
    };

    public static TheoryData<string, string> RedirectCases => new()
    {
        { Town.Query(("response_type", null)), "invalid_request" },
        { Town.Query(("response_type", "token")), "unsupported_response_type" },
        { Town.Query(("response_type", "code id_token")), "unsupported_response_type" },
        { Town.Query(("response_type", "none")), "unsupported_response_type" },
        { Town.Query() + "&state=again", "invalid_request" },                                                                     // A16
        { Town.Query() + "&scope=openid", "invalid_request" },
        { Town.Query() + "&nonce=x", "invalid_request" },
        { Town.Query() + "&code_challenge=x", "invalid_request" },
        { Town.Query() + "&prompt=%00", "invalid_request" },
        { Town.Query(("response_mode", "fragment")), "invalid_request" },                                                         // A17
        { Town.Query(("response_mode", "web_message")), "invalid_request" },
        { Town.Query(("response_mode", "jwt")), "invalid_request" },
        { Town.Query(("response_mode", "junk")), "invalid_request" },
        { Town.Query(("request", "a.b.c")), "request_not_supported" },
        { Town.Query(("request_uri", "https://evil.example/r")), "request_uri_not_supported" },
        { Town.Query(("registration", "{}")), "registration_not_supported" },
        { Town.Query(("prompt", "none login")), "invalid_request" },                                                              // A19
        { Town.Query(("prompt", "sudo")), "invalid_request" },
        { Town.Query(("code_challenge", null), ("code_challenge_method", null)), "invalid_request" },                             // A22
        { Town.Query(("code_challenge_method", null)), "invalid_request" },
        { Town.Query(("code_challenge_method", "plain")), "invalid_request" },
        { Town.Query(("code_challenge", null)), "invalid_request" },
        { Town.Query(("code_challenge", new string('a', 42))), "invalid_request" },                                               // A23
        { Town.Query(("code_challenge", new string('a', 129))), "invalid_request" },
        { Town.Query(("code_challenge", new string('a', 42) + "+")), "invalid_request" },
        { Town.Query(("code_challenge", new string('a', 42) + "/")), "invalid_request" },
        { Town.Query(("code_challenge", new string('a', 42) + "=")), "invalid_request" },
        { Town.Query(("scope", null)), "invalid_scope" },                                                                         // A26
        { Town.Query(("scope", "openid if:SI-01.v1.up:publish")), "invalid_scope" },
        { Town.Query(("scope", string.Join(' ', Enumerable.Range(0, 5000).Select(n => $"s{n}")))), "invalid_scope" },
        { Town.Query(("scope", "openid \u0007")), "invalid_scope"   },
        { Town.Query(("state", new string('s', 100_000))), "invalid_request" },                                                   // A28
        { Town.Query(("nonce", new string('n', 513))), "invalid_request" },
        { Town.Query(("max_age", "-1")), "invalid_request" },
        { Town.Query(("max_age", "1e3")), "invalid_request" },
        { Town.Query(("claims", "[]")), "invalid_request" },
        { Town.Query(("claims", "{\"id_token\":1}")), "invalid_request" },
        { Town.Query(("claims", "{\"id_token\":{\"sub\":\"x\"}}")), "invalid_request" },
        { Town.Query(("dpop_jkt", "short")), "invalid_request" },
        { Town.Query(("resource", "https://elsewhere.example")), "invalid_target" },
        { Town.Query(("resource", "https://api.example.cn")) + "&resource=" + Forger.Audience, "invalid_target" },
    };

    [Theory]
    [MemberData(nameof(PageCases))]
    public void Before_client_and_target_are_proven_nothing_is_redirected(string query)
    {
        var verdict = Judge(query);

        Assert.Null(verdict.Request);
        Assert.Null(verdict.Back);
        Assert.NotNull(verdict.Refusal);
    }

    [Theory]
    [MemberData(nameof(RedirectCases))]
    public void Afterwards_the_client_is_told_its_error(string query, string error)
    {
        var verdict = Judge(query);

        Assert.Null(verdict.Request);
        Assert.Equal(Town.Callback, verdict.Back!.RedirectUri);
        Assert.Equal(error, verdict.Refusal!.Name);
        Assert.True(Ascii.IsValid(verdict.Refusal.DetailEn ?? verdict.Refusal.TitleEn));
    }

    [Theory]
    [InlineData("display", "popup")]
    [InlineData("login_hint", "somebody@example.cn")]
    [InlineData("ui_locales", "xx en")]
    [InlineData("claims_locales", "fr")]
    [InlineData("acr_values", "urn:who:knows")]
    [InlineData("extra", "unknown parameters are ignored")]
    [InlineData("max_age", "10000")]
    [InlineData("idp", "nowhere")]
    [InlineData("resource", "https://api.example.cn")]
    [InlineData("redirect_uri", "https://app.example.cn/other?x=1")]
    public void What_is_harmless_causes_no_error(string name, string value) => Assert.NotNull(Judge(Town.Query((name, value))).Request);

    [Fact]
    public void A_bad_state_is_never_given_back_and_a_good_one_is_exact()
    {
        Assert.Equal("st+a te/1", Judge(Town.Query(("response_type", null))).Back!.State);
        Assert.Null(Judge(Town.Query(("state", new string('s', 2049)))).Back!.State);
        Assert.Null(Judge(Town.Query() + "&state=again").Back!.State);
        Assert.Equal(2048, Judge(Town.Query(("state", new string('s', 2048)))).Back!.State!.Length);
        Assert.Equal(512, Judge(Town.Query(("nonce", new string('n', 512)))).Request!.Nonce!.Length);
    }

    [Fact]
    public void A_confidential_client_may_leave_PKCE_out_only_where_it_is_allowed_and_with_a_nonce()
    {
        var bare = Town.Query(("client_id", "third"), ("code_challenge", null), ("code_challenge_method", null));

        Assert.NotNull(Judge(bare).Request);
        Assert.Equal("invalid_request", Judge(bare.Replace("&nonce=n-1", "", StringComparison.Ordinal)).Refusal!.Name);
        Assert.Equal("invalid_request", Judge(bare.Replace("third", "strict", StringComparison.Ordinal)).Refusal!.Name);
    }

    [Fact]
    public void A_client_that_must_push_is_refused_a_plain_request()
    {
        Assert.Equal("invalid_request", Judge(Town.Query(("client_id", "pusher"))).Refusal!.Name);
        Assert.NotNull(Judge(Town.Query(("client_id", "pusher")), pushed: true).Request);
    }

    [Fact]
    public void A_stored_address_that_would_run_script_is_refused_even_though_it_is_registered() =>
        Assert.Null(Judge(Town.Query(("client_id", "broken"), ("redirect_uri", "javascript:alert(1)"))).Back);

    [Theory]
    [InlineData("authorize.redirect-uri", "redirect_uri", "https://evil.example/")]
    [InlineData("authorize.response-type", "response_type", "token")]
    [InlineData("authorize.response-mode", "response_mode", "fragment")]
    [InlineData("authorize.scope", "scope", "root")]
    [InlineData("authorize.nonce-length", "nonce", "#513")]
    [InlineData("authorize.state-length", "state", "#2049")]
    [InlineData("authorize.request-objects", "request", "a.b.c")]
    [InlineData("authorize.prompt", "prompt", "none login")]
    [InlineData("authorize.dpop-jkt", "dpop_jkt", "short")]
    [InlineData("authorize.resource", "resource", "https://elsewhere.example")]
    [InlineData("authorize.suspended-client", "client_id", "suspended")]
    [InlineData("authorize.pushed-only", "client_id", "pusher")]
    [InlineData("authorize.grant-type", "client_id", "machine")]
    [InlineData("pkce.required", "code_challenge", null)]
    [InlineData("pkce.method", "code_challenge_method", "plain")]
    [InlineData("pkce.challenge", "code_challenge", "short")]
    public void Each_check_is_what_stops_its_case(string guard, string name, string? value)
    {
        var wanted = value is ['#', ..] ? new string('x', int.Parse(value[1..], System.Globalization.CultureInfo.InvariantCulture)) : value;
        var query = Town.Query((name, wanted), guard == "pkce.required" ? ("code_challenge_method", null) : ("display", "page"));

        Assert.Null(Judge(query).Request);
        Assert.NotNull(Judge(query, off: guard).Request);
    }

    [Fact]
    public void Claims_are_read_by_name_and_one_subject_may_be_demanded()
    {
        var claims = Judge(Town.Query(("claims", """{"userinfo":{"email":null,"name":{"essential":true}},"id_token":{"auth_time":null,"sub":{"value":"me"},"acr":{"essential":true,"values":["urn:cityops:acr:2"]}}}"""))).Request!.Claims;

        Assert.Equal(["email", "name"], claims.UserInfo);
        Assert.Equal(["auth_time", "sub", "acr"], claims.IdToken);
        Assert.Equal("me", claims.Subject);
        Assert.True(claims.SecondFactorEssential);
    }

    private static AuthorizeVerdict Judge(string query, bool pushed = false, string off = "") => AuthorizeRules.Judge(
        RequestParameters.Read(Encoding.UTF8.GetBytes(query)),
        id => id switch
        {
            "app" => App,
            "third" => Confidential,
            "strict" => Confidential with { PkceOptional = false },
            "suspended" => App with { Suspended = true },
            "pusher" => App with { PushedRequestsOnly = true },
            "machine" => App with { GrantTypes = new HashSet<string>(["client_credentials"]) },
            "broken" => App with { RedirectUris = ["javascript:alert(1)"] },
            _ => null,
        },
        Forger.Audience,
        pushed,
        off.Length > 0 ? new GuardSwitch(off) : TestGuards.Now);
}
