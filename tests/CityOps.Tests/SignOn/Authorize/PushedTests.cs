using System.Net.Http.Headers;
using System.Text.Json;
using CityOps.Hub.SignOn.Clients;
using Xunit;

namespace CityOps.Tests.SignOn.Authorize;

/// <summary>Pushed authorization requests (RFC 9126) over the wire; names after the FAPI 2 modules where there is one.</summary>
public sealed class PushedTests(TownFixture fixture) : IClassFixture<TownFixture>
{
    private readonly Town town = fixture.Town;

    [Fact]
    public async Task Par_happy_flow_leads_to_a_code()
    {
        var uri = await PushedAsync();
        using var browser = town.Browser();

        var stop = await Town.SignInAsync(browser, Visit(uri));

        Assert.Equal(("st+a te/1", true), (stop.Parameter("state"), stop.Parameter("code") is not null));
    }

    [Fact]
    public async Task Par_ensure_reused_request_uri_prior_to_auth_completion_succeeds()
    {
        var uri = await PushedAsync();
        using var browser = town.Browser();
        await browser.GoAsync(Visit(uri));

        Assert.NotNull((await Town.SignInAsync(browser, Visit(uri))).Parameter("code"));
    }

    [Fact]
    public async Task Par_attempt_reuse_request_uri()
    {
        var uri = await PushedAsync();
        using var browser = town.Browser();
        var early = await browser.GoAsync(Visit(uri)); // stands at the login page
        await Town.SignInAsync(browser, Visit(uri));

        AssertPage(await browser.GoAsync(Visit(uri)));
        AssertPage(await browser.SendAsync(early, "go", ("login", "zhang.san"), ("password", Town.Password)));
    }

    [Fact]
    public async Task Par_attempt_to_use_expired_request_uri()
    {
        var uri = await PushedAsync();
        town.Clock.Advance(TimeSpan.FromSeconds(91));
        using var browser = town.Browser();

        AssertPage(await browser.GoAsync(Visit(uri)));
    }

    [Fact]
    public async Task Somebody_who_was_at_the_login_page_in_time_may_take_longer_than_the_handle_lives()
    {
        var uri = await PushedAsync();
        using var browser = town.Browser();
        var page = await browser.GoAsync(Visit(uri));
        town.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.NotNull((await browser.SendAsync(page, "go", ("login", "zhang.san"), ("password", Town.Password))).Parameter("code"));
    }

    [Fact]
    public async Task A_handle_of_another_client_a_guessed_one_and_one_beside_a_good_redirect_uri_are_pages() // A32
    {
        var uri = await PushedAsync();
        using var browser = town.Browser();

        AssertPage(await browser.GoAsync(Visit(uri).Replace("client_id=pusher", "client_id=app", StringComparison.Ordinal)));
        AssertPage(await browser.GoAsync(Visit(uri[..^1])));
        AssertPage(await browser.GoAsync(Visit(uri + "x")));
        AssertPage(await browser.GoAsync(Town.Ask(("client_id", "app"), ("request_uri", "urn:ietf:params:oauth:request_uri:guess"))));
    }

    [Fact]
    public async Task What_is_sent_beside_the_handle_does_not_count()
    {
        var uri = await PushedAsync();
        using var browser = town.Browser();

        var stop = await Town.SignInAsync(browser, Visit(uri) + "&redirect_uri=https%3A%2F%2Fevil.example&state=other&scope=root");

        Assert.StartsWith(Town.Callback + "?code=", stop.Address, StringComparison.Ordinal);
        Assert.Equal("st+a te/1", stop.Parameter("state"));
    }

    [Theory]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request")] // par-authorization-request-containing-request_uri-form-param
    [InlineData("code_challenge", null, "invalid_request")] // par-ensure-pkce-required
    [InlineData("code_challenge_method", "plain", "invalid_request")] // par-plain-pkce-rejected
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("redirect_uri", "https://evil.example/", "invalid_request")]
    [InlineData("client_id", "app", "invalid_request")]
    [InlineData("scope", "root", "invalid_scope")]
    public async Task A_bad_request_is_refused_when_it_is_pushed(string name, string? value, string error)
    {
        var (status, body, _) = await PushAsync(Town.Query(("client_id", "pusher"), (name, value)));

        Assert.Equal((400, error), (status, body.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Par_without_duplicate_parameters() =>
        Assert.Equal(400, (await PushAsync(Town.Query(("client_id", "pusher")) + "&state=again")).Status);

    [Fact]
    public async Task A_stranger_cannot_push()
    {
        var (status, body, _) = await PushAsync(Town.Query(("client_id", "pusher")), secret: "guess");

        Assert.Equal((401, "invalid_client"), (status, body.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Par_attempt_invalid_http_method()
    {
        using var browser = town.Browser();

        Assert.Equal(405, (await browser.GoAsync("/connect/par")).Status);
    }

    [Fact]
    public async Task A_client_that_must_push_cannot_ask_directly()
    {
        await PushedAsync();
        using var browser = town.Browser();

        Assert.Equal("invalid_request", (await browser.GoAsync(Town.Ask(("client_id", "pusher")))).Parameter("error"));
    }

    private static string Visit(string uri) => $"/connect/authorize?client_id=pusher&request_uri={Uri.EscapeDataString(uri)}";

    private static void AssertPage(Stop stop)
    {
        Assert.Equal((400, false), (stop.Status, stop.IsElsewhere));
        Assert.Contains("invalid_request", stop.Text, StringComparison.Ordinal);
    }

    private async Task<string> PushedAsync()
    {
        var (status, body, headers) = await PushAsync(Town.Query(("client_id", "pusher")));

        Assert.Equal(201, status);
        Assert.InRange(body.GetProperty("expires_in").GetInt32(), 60, 90);
        Assert.Contains("no-store", headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var uri = body.GetProperty("request_uri").GetString()!;
        Assert.Equal("urn:ietf:params:oauth:request_uri:".Length + 43, uri.Length);
        return uri;
    }

    private async Task<(int Status, JsonElement Body, HttpResponseHeaders Headers)> PushAsync(string form, string? secret = null)
    {
        if (town.Service<ClientBook>().Find("pusher") is null)
        {
            await town.RegisterAsync(new ClientDraft("pusher", "推送应用", ClientMethod.SecretBasic) { RedirectUris = [Town.Callback], PushedRequestsOnly = true, FirstParty = true });
        }

        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = town.Site };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/par");
        request.Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(SignOnHost.Basic("pusher", secret ?? town.Secrets["pusher"]));
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, answer.Headers);
    }
}
