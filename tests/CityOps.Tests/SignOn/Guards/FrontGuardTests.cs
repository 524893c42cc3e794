using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using Xunit;

namespace CityOps.Tests.SignOn.Guards;

/// <summary>What every request of a running deployment passes.</summary>
public sealed class FrontGuardTests : IAsyncLifetime
{
    private FrontHost host = null!;

    public async Task InitializeAsync() => host = await FrontHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    private async Task<(int Status, HttpResponseHeaders Headers, string Name)> AskAsync(HttpMethod method, string path, string? body = null, string type = "application/json", Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        change?.Invoke(request);
        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var name = response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonDocument.Parse(text).RootElement.GetProperty("type").GetString()!["urn:cityops:problem:".Length..] : "";
        var headers = response.Headers;
        foreach (var header in response.Content.Headers)
        {
            headers.TryAddWithoutValidation("x-" + header.Key, header.Value);
        }

        return ((int)response.StatusCode, headers, name);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/no/such/path")]
    [InlineData("GET", "/connect/jwks")]
    [InlineData("POST", "/connect/jwks")]
    [InlineData("GET", "/catalog/v1/datasets")]
    [InlineData("GET", "/audit/v1/entries")]
    [InlineData("GET", "/openapi/v1.json")]
    public async Task Every_answer_carries_the_security_headers(string method, string path)
    {
        var (_, headers, _) = await AskAsync(new HttpMethod(method), path);

        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
        // Pages with forms of their own tell themselves where a form stood, and nobody else (decision 0016).
        Assert.Equal(path == "/" ? "same-origin" : "no-referrer", headers.GetValues("Referrer-Policy").Single());
        Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.False(headers.Contains("Server"));
        Assert.False(headers.Contains("X-Powered-By"));
        Assert.False(headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_deployment_known_by_https_says_so()
    {
        await using var secure = await FrontHost.StartAsync(publicUrl: "https://hub.example.cn");
        using var answer = await secure.Client.GetAsync("/connect/jwks");
        using var named = new HttpRequestMessage(HttpMethod.Get, "/connect/jwks") { Headers = { Host = "hub.example.cn" } };
        using var known = await secure.Client.SendAsync(named);

        Assert.StartsWith("max-age=", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost.evil.example")]
    public async Task A_host_that_is_not_ours_is_refused(string name)
    {
        var (status, _, problem) = await AskAsync(HttpMethod.Get, "/.well-known/oauth-authorization-server", change: r => r.Headers.Host = name);

        Assert.Equal((400, "bad-host"), (status, problem));
    }

    [Theory]
    [InlineData("X-Forwarded-Host")]
    [InlineData("Forwarded")]
    [InlineData("X-Original-Host")]
    public async Task A_forwarded_host_changes_nothing(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/oauth-authorization-server");
        request.Headers.TryAddWithoutValidation(header, header == "Forwarded" ? "host=evil.example;proto=https" : "evil.example");
        using var answer = await host.Client.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(host.Url, JsonDocument.Parse(text).RootElement.GetProperty("issuer").GetString());
        Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/connect/token", "OPTIONS, POST")]
    [InlineData("DELETE", "/connect/jwks", "GET, OPTIONS")]
    [InlineData("POST", "/audit/v1/entries", "GET")]
    [InlineData("PATCH", "/audit/v1/witnessed", "GET, POST")]
    public async Task A_method_the_path_does_not_have_is_told_with_those_it_has(string method, string path, string allow)
    {
        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow.Order()));
        Assert.Contains("urn:cityops:problem:method", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/audit/v1/witnessed", "text/plain")]
    [InlineData("/audit/v1/witnessed", "application/x-www-form-urlencoded")]
    [InlineData("/catalog/v1/standard", "text/plain")]
    [InlineData("/catalog/v1/standard", "multipart/form-data; boundary=x")]
    [InlineData("/catalog/v1/standard", "")]
    [InlineData("/audit/v1/retention", "text/plain")]
    public async Task A_body_of_another_type_is_refused_before_anything_reads_it(string path, string type)
    {
        var (status, _, problem) = await AskAsync(HttpMethod.Post, path, "{}", type);

        Assert.Equal((415, "unsupported-media-type"), (status, problem));
    }

    [Fact]
    public async Task An_unknown_path_is_a_problem_document() => Assert.Equal((404, "not-found"), await AskAsync(HttpMethod.Get, "/no/such") is var (status, _, name) ? (status, name) : default);

    public static TheoryData<string, string> Smuggled => new()
    {
        { "length and chunks", "POST /catalog/v1/standard HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nGET /connect/jwks HTTP/1.1\r\nHost: {host}\r\n\r\n" },
        { "chunks and length", "POST /connect/token HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nGET /connect/jwks HTTP/1.1\r\nHost: {host}\r\n\r\n" },
        { "two lengths", "POST /connect/token HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd" },
        { "a list of lengths", "POST /connect/token HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4, 4\r\n\r\nabcd" },
        { "two hosts", "GET /connect/jwks HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n" },
        { "no host", "GET /connect/jwks HTTP/1.1\r\n\r\n" },
        { "another host in the request line", "GET http://evil.example/connect/jwks HTTP/1.1\r\nHost: {host}\r\n\r\n" },
        { "folded header", "GET /connect/jwks HTTP/1.1\r\nHost: {host}\r\nX-A: a\r\n b\r\n\r\n" },
        { "space before the colon", "GET /connect/jwks HTTP/1.1\r\nHost: {host}\r\nX-A : a\r\n\r\n" },
        { "space before the length's colon", "POST /connect/token HTTP/1.1\r\nHost: {host}\r\nContent-Length : 4\r\n\r\nabcd" },
        { "chunked as a list", "POST /connect/token HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" },
        { "a coding nobody knows", "POST /connect/token HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" },
        { "NUL in a header", "GET /connect/jwks HTTP/1.1\r\nHost: {host}\r\nX-A: a\0b\r\n\r\n" },
        { "NUL in the path", "GET /connect/\0jwks HTTP/1.1\r\nHost: {host}\r\n\r\n" },
        { "a lone carriage return", "GET /connect/jwks HTTP/1.1\r\nHost: {host}\r\nX-A: a\rb\r\n\r\n" },
        { "a bad chunk size", "POST /connect/token HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n" },
        { "an unknown version", "GET /connect/jwks HTTP/9.9\r\nHost: {host}\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Smuggled))]
    public async Task A_request_that_two_readers_could_read_differently_is_refused_and_the_connection_closed(string what, string request)
    {
        var (text, closed) = await host.RawAsync(request);

        Assert.True(text.StartsWith("HTTP/1.1 400", StringComparison.Ordinal) || text.StartsWith("HTTP/1.1 505", StringComparison.Ordinal) || text.StartsWith("HTTP/1.1 501", StringComparison.Ordinal), $"{what}: {text}");
        Assert.True(closed, what);
        Assert.Equal(1, text.Split("HTTP/1.1 ").Length - 1);
    }

    [Fact]
    public async Task Too_many_or_too_large_headers_are_refused()
    {
        var many = await host.RawAsync($"GET / HTTP/1.1\r\nHost: {{host}}\r\n{string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: a\r\n"))}\r\n");
        var large = await host.RawAsync($"GET / HTTP/1.1\r\nHost: {{host}}\r\nX-A: {new string('a', 40_000)}\r\n\r\n");
        var line = await host.RawAsync($"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: {{host}}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431", many.Text, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", large.Text, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        var (status, _, problem) = await AskAsync(HttpMethod.Post, "/catalog/v1/standard", "[" + new string(' ', 2 << 20) + "]", change: r => r.Headers.Authorization = new("Bearer", host.TokenAsync(FrontHost.Province).GetAwaiter().GetResult()));

        Assert.Equal((413, "payload-too-large"), (status, problem));
    }

    [Fact]
    public async Task One_platform_that_floods_is_stopped_and_the_others_are_not()
    {
        await using var small = await FrontHost.StartAsync(new GuardOptions { Rates = new RateOptions { Calls = new Rate(0.01, 20) } });
        var (flooder, neighbour) = (small.Link(FrontHost.City), small.Link(FrontHost.Other));
        var refused = 0;
        for (var i = 0; i < 50; i++)
        {
            refused += (await flooder.FetchAsync("audit/v1/witnessed/mine", CancellationToken.None)).TryGet(out _, out var no) ? 0 : no.Kind == CityOps.Schemas.RefusalKind.TooMany && no.RetryAfter > 0 ? 1 : 100;
        }

        Assert.Equal(30, refused);
        Assert.True((await neighbour.FetchAsync("audit/v1/witnessed/mine", CancellationToken.None)).TryGet(out _, out _));
    }

    [Fact]
    public async Task The_token_endpoint_has_a_limit_of_its_own()
    {
        await using var small = await FrontHost.StartAsync(new GuardOptions { Rates = new RateOptions { Tokens = new Rate(0.01, 5) } });
        var statuses = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            using var answer = await small.Client.GetAsync("/connect/jwks");
            statuses.Add((int)answer.StatusCode);
        }

        using var other = await small.Client.GetAsync("/catalog/v1/datasets");
        Assert.Equal([200, 200, 200, 200, 200, 429, 429, 429], statuses);
        Assert.Equal(401, (int)other.StatusCode);
    }
}
