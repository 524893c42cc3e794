using Xunit;

namespace CityOps.Tests.Portal;

/// <summary>What the page says of links: a break with its reason, and never "working" out of silence.</summary>
public sealed class LinkStateTests
{
    [Fact]
    public async Task A_link_that_worked_just_now_is_working()
    {
        await using var site = await PortalSite.WithAsync(new ASummary().WithSending(backlog: 214, oldestAt: ASummary.At("20:15:01"), lastGoodAt: ASummary.At("20:15:02")));

        var page = await site.SeeAsync();

        Assert.Contains("正常 up:MG-01.v1.up MG-01.v1.up 发送 214 2026-11-22 20:15:01 0 2026-11-22 20:15:02", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_link_says_since_when_and_why()
    {
        await using var site = await PortalSite.WithAsync(new ASummary().WithSending(
            10_001, ASummary.At("17:48:12"), ASummary.At("17:48:10"), ASummary.At("17:48:35"), "unavailable 存储暂不可用"));

        var page = await site.SeeAsync();

        Assert.Contains("中断 up:MG-01.v1.up MG-01.v1.up 发送 > 10,000 2026-11-22 17:48:12 0 2026-11-22 17:48:10", page.Text, StringComparison.Ordinal);
        Assert.Contains("自 2026-11-22 17:48:35 起 原因 unavailable 存储暂不可用", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("正常", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_never_worked_nor_failed_is_not_yet_heard()
    {
        await using var site = await PortalSite.WithAsync(new ASummary().WithSending());

        var page = await site.SeeAsync();

        Assert.Contains("尚未通信 up:MG-01.v1.up", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("正常", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"state good\"", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20:13:03", "正常")]
    [InlineData("20:13:02", "久无回音")]
    public async Task A_link_silent_for_more_than_two_minutes_is_not_working(string lastGood, string state)
    {
        await using var site = await PortalSite.WithAsync(new ASummary().WithSending(lastGoodAt: ASummary.At(lastGood)));

        var page = await site.SeeAsync();

        Assert.Contains($"{state} up:MG-01.v1.up", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiving_flow_shows_no_backlog_because_only_the_other_side_knows_it()
    {
        await using var site = await PortalSite.WithAsync(new ASummary().WithReceiving(ASummary.At("20:14:51")));

        var page = await site.SeeAsync();

        Assert.Contains("C-340100.SI-01.v1.down SI-01.v1.down 接收 — — 0 2026-11-22 20:14:51", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nation_has_no_link_above_it()
    {
        await using var site = await PortalSite.WithAsync(new ASummary().OfNation());

        var page = await site.SeeAsync();

        Assert.Contains("国家平台没有上级链路。", page.Text, StringComparison.Ordinal);
    }
}
