using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>Attacks F1 to F16 that are not about single claims: metadata, answers in the browser, token answers, who it is here.</summary>
public sealed class AuthorityTests : UpstreamCase
{
    public static TheoryData<string, string> BadMetadata => new()
    {
        { "oidcc-client-test-discovery-issuer-mismatch", "issuer" },
        { "F1-issuer-with-slash", "issuer" },
        { "F2-token-endpoint-elsewhere", "endpoint" },
        { "F2-jwks-elsewhere", "endpoint" },
        { "F2-userinfo-elsewhere", "endpoint" },
        { "F2-end-session-with-user", "endpoint" },
        { "F3-token-endpoint-on-an-internal-port", "endpoint" },
        { "no-token-endpoint", "endpoint" },
        { "no-s256", "s256" },
        { "only-plain", "s256" },
        { "no-iss-support", "iss-parameter" },
        { "no-code", "response-type" },
        { "only-none", "algorithm" },
        { "an-array", "issuer" },
    };

    [Theory]
    [MemberData(nameof(BadMetadata))]
    public async Task Metadata_that_breaks_the_rules_keeps_the_authority_disabled(string name, string check)
    {
        Authority.Metadata = SpoilMetadata(name);
        Clock.Advance(TimeSpan.FromMinutes(2));

        AssertRefused(await Browser.GetAsync(UpstreamBook.StartPath("P-340000", Interaction)), "upstream-untrusted", check);
    }

    [Fact]
    public async Task F2_metadata_that_redirects_is_not_followed()
    {
        await using var other = await EvilAuthority.StartAsync(Clock);
        Authority.RedirectMetadataTo = other.Issuer + "/.well-known/openid-configuration";
        Clock.Advance(TimeSpan.FromMinutes(2));

        AssertRefused(await Browser.GetAsync(UpstreamBook.StartPath("P-340000", Interaction)), "upstream-away", "status");
        Assert.Equal(0, other.Calls);
    }

    [Fact]
    public async Task The_request_carries_all_that_binds_the_answer()
    {
        var asked = EvilAuthority.QueryOf(await StartAsync());

        Assert.Equal(
            ("code", EvilAuthority.ClientId, "https://hub.example.cn/signon/upstream/callback", "openid", "S256"),
            (asked["response_type"], asked["client_id"], asked["redirect_uri"], asked["scope"], asked["code_challenge_method"]));
        Assert.All((string[])["state", "nonce", "code_challenge"], name => Assert.Equal(43, asked[name].Length));
        Assert.NotEqual(asked["state"], EvilAuthority.QueryOf(await StartAsync())["state"]);
    }

    [Fact]
    public async Task We_prove_ourselves_by_a_signed_assertion_for_the_issuer_alone()
    {
        await SignOnAsync();

        var assertion = Authority.LastForm["client_assertion"];
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(assertion.Split('.')[1])).RootElement;
        Assert.True(TestSigner.Holds(assertion));
        Assert.Equal(JsonValueKind.String, claims.GetProperty("aud").ValueKind);
        Assert.Equal(
            (Authority.Issuer, EvilAuthority.ClientId, EvilAuthority.ClientId), (claims.GetProperty("aud").GetString(), claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString()));
        Assert.InRange(claims.GetProperty("exp").GetInt64() - Clock.GetUtcNow().ToUnixTimeSeconds(), 1, 300);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", Authority.LastForm["client_assertion_type"]);
        Assert.False(Authority.LastForm.ContainsKey("client_secret"));
    }

    [Fact]
    public async Task With_a_secret_it_goes_into_the_header_form_encoded()
    {
        await RestartHubAsync(Settings with { Method = "client_secret_basic", Secret = "a:b c%/密" });

        Assert.Equal(HttpStatusCode.SeeOther, (await SignOnAsync()).Status);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("cityops-hub:a%3Ab%20c%25%2F%E5%AF%86")), Authority.LastAuthorization);
        Assert.False(Authority.LastForm.ContainsKey("client_assertion"));
    }

    [Theory]
    [InlineData("&iss=")]
    [InlineData("&iss=https%3A%2F%2Fother.example.cn")]
    [InlineData("")]
    public async Task F4_an_answer_without_the_issuer_or_of_another_is_a_mix_up(string issuer)
    {
        var start = await StartAsync();
        var callback = CallbackOf(start);

        AssertRefused(await Browser.GetAsync(callback[..callback.IndexOf("&iss=", StringComparison.Ordinal)] + issuer), "upstream-answer-invalid", "response-iss");
        Assert.Empty(Authority.LastForm);
    }

    [Fact]
    public async Task F5_a_state_that_is_absent_or_unknown_or_doubled_is_refused()
    {
        var start = await StartAsync();
        var callback = CallbackOf(start);
        var state = EvilAuthority.QueryOf(start)["state"];

        AssertRefused(await Browser.GetAsync(callback.Replace("state=" + state, "x=1", StringComparison.Ordinal)), "upstream-request-invalid", "state");
        AssertRefused(await Browser.GetAsync(callback.Replace(state, new string('A', 43), StringComparison.Ordinal)), "upstream-request-invalid", "state");
        AssertRefused(await Browser.GetAsync(callback + "&state=" + state), "upstream-request-invalid", "state");
        AssertRefused(await Browser.GetAsync(callback + "&code=another"), "upstream-request-invalid", "state");
        Assert.Equal(HttpStatusCode.SeeOther, (await Browser.GetAsync(callback)).Status);
    }

    [Fact]
    public async Task F5_a_state_is_good_once()
    {
        var start = await StartAsync();
        await Browser.GetAsync(CallbackOf(start));
        Host.Finished.Clear();

        AssertRefused(await Browser.GetAsync(CallbackOf(start)), "upstream-request-invalid", "state");
    }

    [Fact]
    public async Task F5_another_browsers_state_is_refused_and_not_spent()
    {
        var start = await StartAsync();
        using var other = NewBrowser();
        await StartAsync(other);

        AssertRefused(await other.GetAsync(CallbackOf(start)), "upstream-request-invalid", "state");
        Assert.Equal(HttpStatusCode.SeeOther, (await Browser.GetAsync(CallbackOf(start))).Status);
    }

    [Fact]
    public async Task F5_a_state_dies_after_ten_minutes()
    {
        var start = await StartAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));

        AssertRefused(await Browser.GetAsync(CallbackOf(start)), "upstream-request-invalid", "state");
    }

    [Fact]
    public async Task F15_a_code_from_another_session_fails_at_the_verifier()
    {
        using var attacker = NewBrowser();
        var stolen = Authority.Approve(await StartAsync(attacker));

        AssertRefused(await Browser.GetAsync(CallbackOf(await StartAsync(), stolen)), "upstream-refused", "invalid_grant");
    }

    [Fact]
    public async Task E7_what_waits_in_another_browser_is_not_finished_here()
    {
        Browser.Cookies["__Host-cityops-interaction-t"] = "browser-of-somebody";

        AssertRefused(await SignOnAsync(), "upstream-request-invalid", "interaction");
    }

    [Theory]
    [InlineData("access_denied", "access_denied")]
    [InlineData("login_required", "login_required")]
    [InlineData("%3Cscript%3E", "error")]
    public async Task An_error_of_the_authority_is_told_in_our_words(string error, string check)
    {
        var state = EvilAuthority.QueryOf(await StartAsync())["state"];

        var page = await Browser.GetAsync($"/signon/upstream/callback?error={error}&error_description=%3Cb%3Eevil&state={state}&iss={Uri.EscapeDataString(Authority.Issuer)}");

        AssertRefused(page, "upstream-refused", check);
        Assert.DoesNotContain("evil", page.Body.Replace(Authority.Issuer, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", 0, "content-type")]
    [InlineData("application/json", 10_000_000, "too-long")]
    public async Task F16_a_token_answer_of_the_wrong_type_or_size_is_refused(string type, int padding, string check)
    {
        (Authority.TokenType, Authority.Padding) = (type, 0);
        var start = await StartAsync();
        Authority.Padding = padding;

        AssertRefused(await Browser.GetAsync(CallbackOf(start)), "upstream-answer-invalid", check);
    }

    [Theory]
    [InlineData("no-id-token", "no-id-token")]
    [InlineData("mac-type", "access-token")]
    [InlineData("token-with-space", "access-token")]
    [InlineData("id-token-is-a-number", "token-form")]
    public async Task F16_a_token_answer_lacking_its_parts_is_refused(string name, string check)
    {
        Authority.TokenAnswer = name switch
        {
            "no-id-token" => answer => answer.Remove("id_token"),
            "mac-type" => answer => answer["token_type"] = "mac",
            "token-with-space" => answer => answer["access_token"] = "a b",
            _ => answer => answer["id_token"] = 1,
        };

        AssertRefused(await SignOnAsync(), "upstream-answer-invalid", check);
    }

    [Fact]
    public async Task F8_oidcc_client_test_userinfo_invalid_sub()
    {
        await RestartHubAsync(Settings with { UserInfo = true });
        Assert.Equal(HttpStatusCode.SeeOther, (await SignOnAsync()).Status);
        Host.Finished.Clear();
        Authority.UserInfo = said => said["sub"] = "somebody-else";

        AssertRefused(await SignOnAsync(), "upstream-answer-invalid", "userinfo-sub");
    }

    [Fact]
    public async Task F12_only_issuer_and_subject_identify_never_an_address()
    {
        Host.Links.Clear();
        Host.Links[("https://other.example.cn", EvilAuthority.SubjectText)] = Officer;
        Authority.Claims = claims => (claims["email"], claims["email_verified"], claims["preferred_username"]) = (Officer.Email, true, Officer.Login);

        AssertRefused(await SignOnAsync(), "upstream-not-linked", "");
    }

    [Fact]
    public async Task A_disabled_account_is_as_good_as_none()
    {
        Host.Links[(Authority.Issuer, EvilAuthority.SubjectText)] = Officer with { State = UserState.Disabled };

        AssertRefused(await SignOnAsync(), "upstream-not-linked", "");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("role-not-held")]
    [InlineData("absent")]
    [InlineData("number")]
    [InlineData("mixed")]
    [InlineData("many")]
    public async Task F13_a_role_that_is_not_confirmed_denies(string name)
    {
        await RestartHubAsync(Settings with { UserInfo = true, RoleClaim = "groups", Roles = new Dictionary<string, string> { ["省级查看"] = "viewer", ["管理"] = "system" } });
        Authority.UserInfo = said => said["groups"] = name switch
        {
            "unknown" => new JsonArray("nobody-knows"),
            "role-not-held" => new JsonArray("管理"),
            "number" => 7,
            "mixed" => new JsonArray("省级查看", 7),
            "many" => new JsonArray([.. Enumerable.Range(0, 5_000).Select(i => (JsonNode)$"g{i}"), "省级查看"]),
            _ => null,
        };

        AssertRefused(await SignOnAsync(), "upstream-role", "");
        Authority.UserInfo = said => said["groups"] = new JsonArray("x", "省级查看");
        Assert.Equal(HttpStatusCode.SeeOther, (await SignOnAsync()).Status);
    }

    [Fact]
    public async Task The_demanded_strength_must_be_in_the_token()
    {
        await RestartHubAsync(Settings with { RequiredAcr = ["gold"], RequiredAmr = ["otp"], StrongAcr = ["gold"] });
        var asked = EvilAuthority.QueryOf(await StartAsync());
        Assert.Equal("gold", asked["acr_values"]);
        AssertRefused(await SignOnAsync(), "upstream-assurance", "acr");
        Authority.Claims = claims => claims["acr"] = "gold";
        AssertRefused(await SignOnAsync(), "upstream-assurance", "amr");
        Authority.Claims = claims => (claims["acr"], claims["amr"]) = ("gold", new JsonArray("pwd", "otp"));

        Assert.Equal(HttpStatusCode.SeeOther, (await SignOnAsync()).Status);
        Assert.Equal("urn:cityops:acr:2", Assert.Single(Host.Finished).Acr);
    }

    [Fact]
    public async Task Who_needs_two_factors_here_needs_them_there()
    {
        Host.NeedTwoFactors.Add(Officer.Login);
        AssertRefused(await SignOnAsync(), "upstream-assurance", "second-factor");
        Authority.Claims = claims => claims["acr"] = "urn:cityops:acr:2";

        Assert.Equal(HttpStatusCode.SeeOther, (await SignOnAsync()).Status);
    }

    [Fact]
    public async Task F11_an_authority_that_is_away_is_told_at_once_and_ends_nobodys_session()
    {
        await SignOnAsync();
        Host.Finished.Clear();
        Authority.Away = true;
        Clock.Advance(TimeSpan.FromMinutes(2));

        AssertRefused(await Browser.GetAsync(UpstreamBook.StartPath("P-340000", Interaction)), "upstream-away", "status");
        await Host.Service<UpstreamSweep>().SweepAsync(CancellationToken.None);
        Assert.Empty(Host.Ended);

        Authority.Away = false;
        Assert.Equal(HttpStatusCode.SeeOther, (await SignOnAsync()).Status);
    }

    [Fact]
    public async Task An_unknown_authority_or_none_waiting_is_refused()
    {
        AssertRefused(await Browser.GetAsync("/signon/upstream/nobody/start?interaction=x"), "upstream-unknown", "");
        AssertRefused(await Browser.GetAsync("/signon/upstream/P-340000/start"), "upstream-request-invalid", "interaction");
    }

    private Action<JsonObject> SpoilMetadata(string name) => name switch
    {
        "oidcc-client-test-discovery-issuer-mismatch" => said => said["issuer"] = "https://evil.example.cn",
        "F1-issuer-with-slash" => said => said["issuer"] = Authority.Issuer + "/",
        "F2-token-endpoint-elsewhere" => said => said["token_endpoint"] = "https://evil.example.cn/token",
        "F2-jwks-elsewhere" => said => said["jwks_uri"] = "https://evil.example.cn/jwks",
        "F2-userinfo-elsewhere" => said => said["userinfo_endpoint"] = "https://evil.example.cn/userinfo",
        "F2-end-session-with-user" => said => said["end_session_endpoint"] = Authority.Issuer.Replace("//", "//a@", StringComparison.Ordinal) + "/x",
        "F3-token-endpoint-on-an-internal-port" => said => said["token_endpoint"] = "http://127.0.0.1:5432/token",
        "no-token-endpoint" => said => said.Remove("token_endpoint"),
        "no-s256" => said => said.Remove("code_challenge_methods_supported"),
        "only-plain" => said => said["code_challenge_methods_supported"] = new JsonArray("plain"),
        "no-iss-support" => said => said.Remove("authorization_response_iss_parameter_supported"),
        "no-code" => said => said["response_types_supported"] = new JsonArray("id_token"),
        "only-none" => said => said["id_token_signing_alg_values_supported"] = new JsonArray("none"),
        _ => said => said["issuer"] = new JsonArray(Authority.Issuer),
    };
}
