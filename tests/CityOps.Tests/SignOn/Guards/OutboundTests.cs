using CityOps.Tests.SignOn.Mutations;
using System.Net;
using CityOps.Hub.Guards;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn.Guards;

/// <summary>What the one way out does at run time: a listener on the forbidden address must see nobody.</summary>
public sealed class OutboundTests
{
    private readonly FakeClock clock = new();

    private OutboundHttp Make(Resolver? resolve, params string[] allow) => new(new GuardOptions { Allow = allow }, clock, TestGuards.Now, resolve);

    private static Resolver Always(params string[] addresses) => (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());

    public static TheoryData<string[]> Traps => new()
    {
        new[] { "127.0.0.1" }, new[] { "0.0.0.0" }, new[] { "::1" }, new[] { "::ffff:127.0.0.1" }, new[] { "::127.0.0.1" }, new[] { "64:ff9b::127.0.0.1" },
        new[] { "8.8.8.8", "127.0.0.1" }, new[] { "10.0.0.1", "8.8.8.8" }, new[] { "169.254.169.254" }, new[] { "2002:7f00:1::" },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public async Task A_name_with_any_forbidden_address_is_blocked_and_nobody_is_connected(string[] addresses)
    {
        await using var listener = new CannedServer();
        using var outbound = Make(Always(addresses), $"10.9.9.0/24:{listener.Port}");

        await Assert.ThrowsAsync<BlockedDestinationException>(() => outbound.Client.GetAsync($"https://trap.example.cn:{listener.Port}/"));

        Assert.Equal(0, listener.Connections);
    }

    [Fact]
    public async Task A_name_that_changes_its_address_after_the_first_call_is_blocked_at_the_second()
    {
        await using var good = new CannedServer(address: "127.0.0.2");
        await using var bad = new CannedServer();
        var calls = 0;
        using var outbound = Make((_, _) => Task.FromResult(new[] { IPAddress.Parse(calls++ == 0 ? "127.0.0.2" : "127.0.0.1") }), "127.0.0.2/32:*");
        var url = $"https://rebinding.example.cn:{good.Port}/";

        Assert.Null(outbound.Judge(url));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => outbound.Client.GetAsync(url)); // the listener speaks no TLS
        var second = await Assert.ThrowsAsync<BlockedDestinationException>(() => outbound.Client.GetAsync($"https://rebinding.example.cn:{bad.Port}/"));

        Assert.Equal((1, 0), (good.Connections, bad.Connections));
        Assert.Contains("loopback", second.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://a@127.0.0.1:{0}/")]
    public async Task A_forbidden_address_written_out_is_blocked_when_it_is_called(string form)
    {
        await using var listener = new CannedServer();
        using var outbound = Make(null);

        await Assert.ThrowsAsync<BlockedDestinationException>(() => outbound.Client.GetAsync(string.Format(null, form, listener.Port)));
        Assert.Equal(0, listener.Connections);
    }

    [Fact]
    public async Task Loopback_is_called_where_an_allowance_says_so()
    {
        await using var listener = new CannedServer();
        using var outbound = Make(null, $"127.0.0.0/8:{listener.Port}");

        Assert.Equal("ok", await outbound.Client.GetStringAsync($"http://127.0.0.1:{listener.Port}/"));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_answer_and_is_not_followed(int status)
    {
        await using var inside = new CannedServer();
        await using var partner = new CannedServer($"HTTP/1.1 {status} Moved\r\nLocation: http://127.0.0.1:{inside.Port}/\r\nContent-Length: 0\r\n\r\n");
        using var outbound = Make(null, "127.0.0.0/8:*");

        using var answer = await outbound.Client.GetAsync($"http://127.0.0.1:{partner.Port}/");

        Assert.Equal((status, 0), ((int)answer.StatusCode, inside.Connections));
    }

    [Theory]
    [InlineData(64 << 10, true)]
    [InlineData((64 << 10) + 1, false)]
    public async Task An_answer_is_read_up_to_its_limit(int bytes, bool taken)
    {
        await using var partner = new CannedServer($"HTTP/1.1 200 OK\r\nContent-Length: {bytes}\r\n\r\n{new string('x', bytes)}");
        using var outbound = Make(null, "127.0.0.0/8:*");
        var call = outbound.Client.GetAsync($"http://127.0.0.1:{partner.Port}/", HttpCompletionOption.ResponseHeadersRead);

        if (taken)
        {
            using var answer = await call;
            Assert.Equal(bytes, (await answer.Content.ReadAsByteArrayAsync()).Length);
            return;
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_given_up_after_fifteen_seconds()
    {
        await using var partner = new CannedServer(answer: null);
        using var outbound = Make(null, "127.0.0.0/8:*");
        var call = outbound.Client.GetAsync($"http://127.0.0.1:{partner.Port}/");
        while (partner.Requests.Count == 0)
        {
            await Task.Yield();
        }

        clock.Advance(TimeSpan.FromSeconds(15));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Cookies_and_traces_are_not_carried_along()
    {
        await using var partner = new CannedServer("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
        using var outbound = Make(null, "127.0.0.0/8:*");
        using var activity = new System.Diagnostics.Activity("test").Start();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await outbound.Client.GetAsync($"http://127.0.0.1:{partner.Port}/");
        }

        Assert.Equal(2, partner.Requests.Count);
        Assert.DoesNotContain(partner.Requests, request => request.Contains("Cookie", StringComparison.OrdinalIgnoreCase) || request.Contains("traceparent", StringComparison.OrdinalIgnoreCase));
    }
}
