using CityOps.Tests.SignOn.Mutations;
using System.Net;
using CityOps.Hub.Guards;
using Xunit;

namespace CityOps.Tests.SignOn.Guards;

/// <summary>Every form of an address that must not be called (security.md 9.2).</summary>
public sealed class AddressTests
{
    private static GuardSwitch On => TestGuards.Now;

    [Theory]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("0.1.2.3", "unspecified")]
    [InlineData("10.0.0.1", "private")]
    [InlineData("100.64.0.1", "carrier-nat")]
    [InlineData("100.127.255.255", "carrier-nat")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.0.0.8", "reserved")]
    [InlineData("192.0.2.1", "documentation")]
    [InlineData("192.88.99.1", "reserved")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("198.18.0.1", "benchmark")]
    [InlineData("198.19.255.255", "benchmark")]
    [InlineData("198.51.100.7", "documentation")]
    [InlineData("203.0.113.7", "documentation")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("240.0.0.1", "reserved")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::7f00:1", "loopback")]
    [InlineData("::127.0.0.1", "loopback")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("::ffff:10.1.2.3", "private")]
    [InlineData("::ffff:0:10.1.2.3", "private")]
    [InlineData("64:ff9b::127.0.0.1", "loopback")]
    [InlineData("64:ff9b::a9fe:a9fe", "link-local")]
    [InlineData("64:ff9b:1::1", "reserved")]
    [InlineData("2002:7f00:1::", "loopback")]
    [InlineData("2002:c0a8:101::1", "private")]
    [InlineData("2001:0:808:808::f5ff:fffe", "private")]
    [InlineData("2001:0:7f00:1::f7f7:f7f7", "loopback")]
    [InlineData("2a00:1450::5efe:10.0.0.1", "private")]
    [InlineData("2a00:1450::200:5efe:127.0.0.1", "loopback")]
    [InlineData("fc00::1", "private")]
    [InlineData("fd12:3456::1", "private")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%1", "link-local")]
    [InlineData("fec0::1", "private")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("2001:db8::1", "documentation")]
    [InlineData("3fff::1", "documentation")]
    [InlineData("2001:2::1", "benchmark")]
    [InlineData("2001:20::1", "reserved")]
    [InlineData("100::1", "reserved")]
    [InlineData("5f00::1", "reserved")]
    [InlineData("4000::1", "reserved")]
    public void A_forbidden_address_is_named(string address, string what) => Assert.Equal(what, AddressRules.Forbidden(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2a00:1450:4001::1")]
    [InlineData("2408:8000::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void A_public_address_may_be_called(string address) => Assert.Null(AddressRules.Forbidden(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://partner.example.cn/hook")]
    [InlineData("https://partner.example.cn:8443/a/b?x=%20y")]
    [InlineData("https://xn--fiqs8s.example/")]
    [InlineData("http://127.0.0.1:9000/hook")]
    [InlineData("https://10.1.2.3:443/hook")]
    [InlineData("https://[fd00::1]:443/hook")]
    [InlineData("http://localhost:9000/hook")]
    public void A_sound_address_may_be_registered(string url) =>
        Assert.Null(UrlRules.Judge(url, Allow("127.0.0.0/8:9000", "10.1.2.0/24:443", "[fd00::/8]:443"), [443, 8443], On));

    [Theory]
    [InlineData("")]
    [InlineData("http://partner.example.cn/")]
    [InlineData("https://partner.example.cn:22/")]
    [InlineData("https://user@partner.example.cn/")]
    [InlineData("https://user:word@partner.example.cn/")]
    [InlineData("https://partner.example.cn@10.0.0.1/")]
    [InlineData("https://partner.example.cn/#fragment")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.1/")]
    [InlineData("https://①②⑦.⓪.⓪.①/")]
    [InlineData("https://１２７.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://a.localhost/")]
    [InlineData("https://LOCALHOST/")]
    [InlineData("https://partner.example.cn./")]
    [InlineData("https://intern/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fe80::1%eth0]/")]
    [InlineData("https://127.0.0.1.0x7f/")]
    [InlineData("https://a.b.12/")]
    [InlineData("https://-a.example/")]
    [InlineData("https://a..example/")]
    [InlineData("https://partner%2eexample.cn/")]
    [InlineData("https://partner.example.cn\\@10.0.0.1/")]
    [InlineData("https:\\\\partner.example.cn/")]
    [InlineData("https:/partner.example.cn/")]
    [InlineData("HTTPS://partner.example.cn/")]
    [InlineData(" https://partner.example.cn/")]
    [InlineData("https://partner.example.cn/\r\nX: y")]
    [InlineData("https://partner.example.cn/%0d%0aX: y")]
    [InlineData("https://partner.example.cn/%0D%0A")]
    [InlineData("https://partner.example.cn/%00")]
    [InlineData("https://partner.example.cn/\t")]
    [InlineData("gopher://partner.example.cn/")]
    [InlineData("ftp://partner.example.cn/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/plain,x")]
    [InlineData("//partner.example.cn/")]
    [InlineData("/hook")]
    [InlineData("http://partner.example.cn:8443/")]
    [InlineData("https://")]
    [InlineData("https://:443/")]
    public void An_unsafe_address_is_refused_at_registration(string url)
    {
        var refusal = UrlRules.Judge(url, [], [443, 8443], On);

        Assert.Equal("unsafe-url", refusal?.Name);
    }

    [Fact]
    public void A_very_long_address_is_refused() => Assert.NotNull(UrlRules.Judge("https://a.example/" + new string('a', 2048), [], [443], On));

    [Theory]
    [InlineData("10.0.0.0/8:443", "10.1.1.1", 443, true)]
    [InlineData("10.0.0.0/8:443", "10.1.1.1", 8443, false)]
    [InlineData("10.0.0.0/8:*", "10.1.1.1", 1, true)]
    [InlineData("10.0.0.0/8:443", "11.1.1.1", 443, false)]
    [InlineData("10.0.0.0/8:443", "::ffff:10.1.1.1", 443, true)]
    [InlineData("[fd00::/8]:443", "fd00::1", 443, true)]
    [InlineData("127.0.0.0/8:*", "::1", 443, false)]
    public void An_allowance_covers_its_range_and_port_only(string text, string address, int port, bool covers)
    {
        Assert.True(Allowance.TryParse(text, out var allowance));
        Assert.Equal(covers, allowance.Covers(IPAddress.Parse(address), port));
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.1/8:443")]
    [InlineData("10.0.0.0/8:0")]
    [InlineData("10.0.0.0/8:65536")]
    [InlineData("fd00::/8:443")]
    [InlineData(":443")]
    [InlineData("example.cn:443")]
    public void A_malformed_allowance_is_told(string text) => Assert.Single(new GuardOptions { Allow = [text] }.Faults());

    private static List<Allowance> Allow(params string[] texts) => [.. texts.Select(text => Allowance.TryParse(text, out var allowance) ? allowance : throw new ArgumentException(text))];
}
