using System.Net;
using Xunit;

namespace CityOps.Tests.Portal;

public sealed class OverviewPageTests
{
    [Fact]
    public async Task It_says_whose_deployment_it_is_and_as_of_when()
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var page = await site.SeeAsync();

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("合肥市城市运行管理服务平台 平台代码 C-340100 层级 市级 行政区划 340100", page.Text, StringComparison.Ordinal);
        Assert.Contains("数据截至 2026-11-22 20:15:03 北京时间", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_totals_are_the_sums_over_all_interfaces()
    {
        await using var site = await PortalSite.WithAsync(new ASummary()
            .WithInterface("MG-01.v1.up", "案件", "Up", 1_284_301, 0, 0, 3_412)
            .WithInterface("SI-01.v1.down", "重点工作任务", "Down", 1_204, 0, 0, 588));

        var page = await site.SeeAsync();

        Assert.Contains("累计接收 1,285,505 ", page.Text, StringComparison.Ordinal);
        Assert.Contains("累计拒收 4,000 ", page.Text, StringComparison.Ordinal);
        Assert.Contains("问题数据 1,041 ", page.Text, StringComparison.Ordinal);
        Assert.Contains("日志位点 7,838,796 ", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_interface_has_a_line_with_its_five_counts()
    {
        await using var site = await PortalSite.WithAsync(new ASummary()
            .WithInterface("MG-01.v1.up", "案件", "Up", 1_284_301, 8_120, 97, 3_412)
            .WithInterface("SI-01.v1.down", "重点工作任务", "Down", 1_204, 0, 2, 5));

        var page = await site.SeeAsync();

        Assert.Contains("MG-01.v1.up 案件 上报 1,295,930 1,284,301 8,120 97 3,412", page.Text, StringComparison.Ordinal);
        Assert.Contains("SI-01.v1.down 重点工作任务 下达 1,211 1,204 0 2 5", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, "10,000")]
    [InlineData(10_001, "> 10,000")]
    public async Task A_backlog_beyond_what_is_counted_is_shown_as_more_than_that(long backlog, string shown)
    {
        await using var site = await PortalSite.WithAsync(new ASummary().WithSubscription("B-91340100MA2MRJ7X4K", 42, backlog, ASummary.At("08:02:11")));

        var page = await site.SeeAsync();

        Assert.Contains($"B-91340100MA2MRJ7X4K MG-01.v1.up 42 {shown} 7 2026-11-22 08:02:11", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_that_never_committed_is_said_to_have_never_done_so()
    {
        await using var site = await PortalSite.WithAsync(new ASummary().WithSubscription("D-340111", 0, 3, null));

        var page = await site.SeeAsync();

        Assert.Contains("D-340111 MG-01.v1.up 0 3 7 从未提交", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_from_elsewhere_are_text_and_never_mark_up()
    {
        const string hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        await using var site = await PortalSite.WithAsync(new ASummary()
            .Named(hostile)
            .WithInterface(hostile, hostile, hostile, 1, 0, 0, 0)
            .WithSending(error: hostile)
            .WithSubscription(hostile, 1, 0, null));

        var page = await site.SeeAsync();

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("<script>", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("平台代码", page.Text, StringComparison.Ordinal);
        Assert.Contains(hostile, WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task English_is_asked_for_in_the_address_and_kept_in_no_cookie()
    {
        await using var site = await PortalSite.WithAsync(new ASummary().OfNation().WithSubscription("P-340000", 1, 0, null));

        var chinese = await site.SeeAsync();
        var english = await site.SeeAsync("?lang=en");

        Assert.Contains("href=\"./?lang=en\"", chinese.Html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\">", chinese.Html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", english.Html, StringComparison.Ordinal);
        Assert.Contains("Tier Nation", english.Text, StringComparison.Ordinal);
        Assert.Contains("P-340000 MG-01.v1.up 1 0 7 never", english.Text, StringComparison.Ordinal);
        Assert.Empty(english.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_held_page_stays_in_its_language_and_does_not_load_itself_again()
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var live = await site.SeeAsync("?lang=en");
        var held = await site.SeeAsync("?lang=en&refresh=off");

        Assert.Contains("http-equiv=\"refresh\" content=\"5\"", live.Html, StringComparison.Ordinal);
        Assert.Contains("./?lang=en&refresh=off", WebUtility.HtmlDecode(live.Html), StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", held.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"./?lang=en\"", held.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_deployment_says_in_words_what_is_not_there()
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var page = await site.SeeAsync();

        Assert.Contains("没有运行中的上级链路", page.Text, StringComparison.Ordinal);
        Assert.Contains("本平台尚未发布接口服务。", page.Text, StringComparison.Ordinal);
        Assert.Contains("尚无平台订阅本平台的接口。", page.Text, StringComparison.Ordinal);
    }
}
