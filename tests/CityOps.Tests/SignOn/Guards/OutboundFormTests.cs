using CityOps.Tests.SignOn.Mutations;
using System.Net;
using System.Net.Sockets;
using CityOps.Hub.Guards;
using Xunit;

namespace CityOps.Tests.SignOn.Guards;

/// <summary>出站防护: addresses that somebody else gives us lead nowhere inside.</summary>
public sealed class OutboundFormTests
{
    private static readonly IReadOnlyList<Allowance> None = [];

    private static readonly int[] Ports = [443, 8443];

    [Theory]
    [InlineData("http://example.cn/hook")]
    [InlineData("ftp://example.cn/")]
    [InlineData("gopher://example.cn:70/_x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user@example.cn/")]
    [InlineData("https://example.cn@127.0.0.1/")]
    [InlineData("https://example.cn/#x")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://①②⑦.⓪.⓪.①/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://LOCALHOST/")]
    [InlineData("https://metadata.internal/")]
    [InlineData("https://hub/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://example.cn:22/")]
    [InlineData("https://example.cn:8080/")]
    [InlineData("https://example.cn\\@evil.cn/")]
    [InlineData("https://example.cn/\r\nX-Injected: 1")]
    [InlineData("https://EXAMPLE.cn/")]
    [InlineData("https://example.cn:0443/")]
    [InlineData("//example.cn/")]
    [InlineData("")]
    public void An_unsafe_address_is_refused_when_it_is_registered(string url) =>
        Assert.Equal("unsafe-url", UrlRules.Judge(url, None, Ports, TestGuards.Now)?.Name);

    [Theory]
    [InlineData("https://hooks.weather.example.cn/v1/cityops?key=1")]
    [InlineData("https://hooks.example.cn:8443/")]
    [InlineData("https://xn--fiqs8s.example.cn/")]
    public void A_plain_public_address_may_be_registered(string url) => Assert.Null(UrlRules.Judge(url, None, Ports, TestGuards.Now));

    [Fact]
    public void An_operator_allows_exact_networks_and_ports()
    {
        Assert.True(Allowance.TryParse("10.20.0.0/16:9443", out var inside));
        Assert.True(Allowance.TryParse("127.0.0.1/32:7300", out var loopback));
        var allowed = new[] { inside, loopback };

        Assert.Null(UrlRules.Judge("https://10.20.1.1:9443/", allowed, Ports, TestGuards.Now));
        Assert.Null(UrlRules.Judge("http://127.0.0.1:7300/", allowed, Ports, TestGuards.Now));
        Assert.NotNull(UrlRules.Judge("http://10.20.1.1:9443/", allowed, Ports, TestGuards.Now));
        Assert.NotNull(UrlRules.Judge("https://10.20.1.1/", allowed, Ports, TestGuards.Now));
        Assert.NotNull(UrlRules.Judge("https://10.21.1.1:9443/", allowed, Ports, TestGuards.Now));
        Assert.False(Allowance.TryParse("10.20.0.0/16", out _));
        Assert.False(Allowance.TryParse("10.20.0.1/16:443", out _));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:c0a8:101::1")]
    [InlineData("2001:0:808:808:0:0:80ff:fffe")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("ff02::1")]
    public void A_special_address_is_known_in_every_dress(string address) => Assert.NotNull(AddressRules.Forbidden(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    [InlineData("2400:3200::1")]
    public void A_public_address_stays_public_in_every_dress(string address) => Assert.Null(AddressRules.Forbidden(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://inside.example.cn")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    public async Task A_name_that_leads_inside_is_never_connected_to(string origin)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var outbound = new OutboundHttp(new GuardOptions(), TimeProvider.System, TestGuards.Now, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));

        var fault = await Assert.ThrowsAnyAsync<HttpRequestException>(() => outbound.Client.GetAsync(new Uri($"{origin}:{Port(listener)}/")));

        Assert.True(fault is BlockedDestinationException || fault.InnerException is BlockedDestinationException, fault.ToString());
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task A_name_that_moves_inside_after_it_was_judged_is_stopped_at_the_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answers = new Queue<IPAddress>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]);
        Resolver rebinding = (_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()]);
        using var outbound = new OutboundHttp(new GuardOptions(), TimeProvider.System, TestGuards.Now, rebinding);
        Assert.Equal(IPAddress.Parse("8.8.8.8"), (await rebinding("hooks.example.cn", CancellationToken.None))[0]);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => outbound.Client.GetAsync(new Uri($"http://hooks.example.cn:{Port(listener)}/")));

        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task An_allowed_destination_is_reached_and_its_redirects_and_floods_are_not_followed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var outbound = new OutboundHttp(new GuardOptions { Allow = [$"127.0.0.1/32:{Port(listener)}"] }, TimeProvider.System, TestGuards.Now);
        var url = new Uri($"http://127.0.0.1:{Port(listener)}/");

        var moved = outbound.Client.GetAsync(url);
        await AnswerAsync(listener, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.Equal(HttpStatusCode.Found, (await moved).StatusCode);

        var flood = outbound.Client.GetAsync(url);
        await AnswerAsync(listener, "HTTP/1.1 200 OK\r\nContent-Length: 70000\r\nConnection: close\r\n\r\n" + new string('x', 70_000));
        await Assert.ThrowsAsync<HttpRequestException>(() => flood);
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task AnswerAsync(TcpListener listener, string text)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        Assert.True(await stream.ReadAsync(new byte[8192]) > 0);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text));
        connection.Client.Shutdown(SocketShutdown.Send);
        _ = await stream.ReadAsync(new byte[16]);
    }
}
