using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Upstream;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>The authority ends sessions here, if its token holds (security.md 4.3, F14).</summary>
public sealed class BackchannelTests : UpstreamCase
{
    public static TheoryData<string, string> Negatives => new()
    {
        { "alg-none", "WrongAlgorithm" },
        { "wrong-alg", "WrongAlgorithm" },
        { "wrong-aud", "WrongAudience" },
        { "several-aud", "WrongAudience" },
        { "wrong-iss", "issuer" },
        { "no-event", "events" },
        { "wrong-event", "events" },
        { "event-is-no-object", "events" },
        { "with-nonce", "nonce" },
        { "no-sub-no-sid", "sub-or-sid" },
        { "sid-is-a-number", "sub-or-sid" },
        { "no-jti", "sub-or-sid" },
        { "no-iat", "WrongTimes" },
        { "no-exp", "WrongTimes" },
        { "expired", "Expired" },
        { "long-lived", "WrongTimes" },
        { "typ-of-an-id-token", "WrongType" },
        { "foreign-signature", "WrongSignature" },
        { "doubled-claims", "issuer" },
    };

    [Theory]
    [MemberData(nameof(Negatives))]
    public async Task F14_a_logout_token_that_does_not_hold_ends_nothing(string name, string check)
    {
        await SignOnAsync();

        var answer = await NotifyAsync(Spoilt(name));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Contains("\"error\":\"invalid_request\"", answer.Body, StringComparison.Ordinal);
        var entry = Host.Audit[^1];
        Assert.Equal(("upstream.backchannel", AuditResult.Refused, "upstream-logout-invalid", check), (entry.Action, entry.Result, entry.Code, entry.Facts["check"]));
        Assert.Empty(Host.Ended);
    }

    [Theory]
    [InlineData("both")]
    [InlineData("sid")]
    [InlineData("sub")]
    public async Task A_good_logout_token_ends_the_session_it_names(string by)
    {
        await SignOnAsync();
        var token = Authority.LogoutToken(claims =>
        {
            if (by != "both")
            {
                claims.Remove(by == "sid" ? "sub" : "sid");
            }
        });

        var answer = await NotifyAsync(token);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["sid-session-1"], Host.Ended);
    }

    [Fact]
    public async Task Other_sessions_go_on()
    {
        await SignOnAsync();
        Authority.Claims = claims => (claims["sid"], claims["sub"]) = ("another", "another-user");
        Host.Links[(Authority.Issuer, "another-user")] = Officer;
        await SignOnAsync();

        await NotifyAsync(Authority.LogoutToken());

        Assert.Equal(["sid-session-1"], Host.Ended);
    }

    [Fact]
    public async Task A_logout_token_counts_once()
    {
        var token = Authority.LogoutToken(claims => claims.Remove("sid"));
        Assert.Equal(HttpStatusCode.OK, (await NotifyAsync(token)).Status);
        await SignOnAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await NotifyAsync(token)).Status);
        Assert.Equal("jti", Host.Audit[^1].Facts["check"]);
        Assert.Empty(Host.Ended);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData("application/x-www-form-urlencoded", "logout_token=")]
    [InlineData("application/x-www-form-urlencoded", "logout_token=%%%")]
    [InlineData("text/plain", "logout_token=a.b.c")]
    public async Task What_is_no_logout_call_is_refused(string type, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);

        Assert.Equal(HttpStatusCode.BadRequest, (await Browser.SendAsync(HttpMethod.Post, "/signon/upstream/backchannel", content, "*/*")).Status);
    }

    [Fact]
    public async Task A_large_body_is_refused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await NotifyAsync(new string('a', 100_000))).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Browser.GetAsync("/signon/upstream/backchannel")).Status);
    }

    [Fact]
    public async Task Signing_out_here_leads_to_the_authority_with_what_it_vouched()
    {
        await SignOnAsync();

        var url = await Host.Service<UpstreamDesk>().LogoutUrlAsync("sid-session-1", null, CancellationToken.None);

        var query = EvilAuthority.QueryOf(url!);
        Assert.StartsWith(Authority.Issuer + "/logout?", url, StringComparison.Ordinal);
        Assert.Equal((EvilAuthority.ClientId, "https://hub.example.cn/signon/logged-out"), (query["client_id"], query["post_logout_redirect_uri"]));
        Assert.Equal(3, query["id_token_hint"].Split('.').Length);
        Assert.Null(await Host.Service<UpstreamDesk>().LogoutUrlAsync("sid-of-our-own-login", null, CancellationToken.None));
    }

    private string Spoilt(string name)
    {
        var key = Authority.Key;
        return name switch
        {
            "alg-none" => Authority.LogoutToken(spoilHeader: header => header["alg"] = "none"),
            "wrong-alg" => Authority.LogoutToken(spoilHeader: header => header["alg"] = "HS256", sign: key.Mac),
            "wrong-aud" => Authority.LogoutToken(claims => claims["aud"] = "another"),
            "several-aud" => Authority.LogoutToken(claims => claims["aud"] = new JsonArray(EvilAuthority.ClientId, "another")),
            "wrong-iss" => Authority.LogoutToken(claims => claims["iss"] = "https://evil.example.cn"),
            "no-event" => Authority.LogoutToken(claims => claims.Remove("events")),
            "wrong-event" => Authority.LogoutToken(claims => claims["events"] = new JsonObject { ["urn:other"] = new JsonObject() }),
            "event-is-no-object" => Authority.LogoutToken(claims => claims["events"] = new JsonArray("http://schemas.openid.net/event/backchannel-logout")),
            "with-nonce" => Authority.LogoutToken(claims => claims["nonce"] = "n"),
            "no-sub-no-sid" => Authority.LogoutToken(WithoutBoth),
            "sid-is-a-number" => Authority.LogoutToken(claims => claims["sid"] = 7),
            "no-jti" => Authority.LogoutToken(claims => claims.Remove("jti")),
            "no-iat" => Authority.LogoutToken(claims => claims.Remove("iat")),
            "no-exp" => Authority.LogoutToken(claims => claims.Remove("exp")),
            "expired" => Authority.LogoutToken(claims => (claims["iat"], claims["exp"]) = (Now - 200, Now - 61)),
            "long-lived" => Authority.LogoutToken(claims => claims["exp"] = Now + 86_400),
            "typ-of-an-id-token" => Authority.LogoutToken(spoilHeader: header => header["typ"] = "JWT"),
            "foreign-signature" => Authority.LogoutToken(sign: EvilKey.Other(key.Kid).Sign),
            _ => Doubled(Authority.LogoutToken()),
        };
    }

    private static void WithoutBoth(JsonObject claims)
    {
        claims.Remove("sub");
        claims.Remove("sid");
    }

    // `iss` twice, the good one last: what a lenient reader would take.
    private static string Doubled(string token)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        return $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes("{\"iss\":\"https://evil.example.cn\"," + payload[1..]))}.{parts[2]}";
    }

    private long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    private Task<PageSeen> NotifyAsync(string token) => Browser.PostAsync("/signon/upstream/backchannel", [new("logout_token", token)]);
}
