using System.Net;
using System.Text.RegularExpressions;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace CityOps.Tests.Portal;

/// <summary>The parts pages are built from, as the style page shows them.</summary>
public sealed class KitTests
{
    [Fact]
    public async Task Every_state_is_a_shape_and_a_word_besides_its_colour()
    {
        var page = await SeeAsync("kit");

        var badges = Regex.Matches(page, "<span class=\"state (\\w+)\"><svg[^>]*>(.*?)</svg>([^<]+)", RegexOptions.Singleline).Select(m => (Class: m.Groups[1].Value, Shape: Regex.Replace(m.Groups[2].Value, "\\s+", " "), Word: m.Groups[3].Value.Trim())).Distinct().ToList();

        Assert.Equal(5, badges.Count);
        Assert.Equal(5, badges.Select(b => b.Shape).Distinct().Count());
        Assert.Equal(["异常", "未知", "正常", "注意", "维护中"], badges.Select(b => b.Word).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_age_carries_its_exact_time()
    {
        var page = await SeeAsync("kit");

        Assert.Contains("<time datetime=\"2026-11-22T20:12:03+08:00\" title=\"2026-11-22 20:12:03\">3 分钟前</time>", page, StringComparison.Ordinal);
        Assert.Contains("<time datetime=\"2026-11-22T15:15:03+08:00\" title=\"2026-11-22 15:15:03\">5 小时前</time>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ninety_days_are_ninety_bars_whose_share_leaves_unchecked_days_out()
    {
        var page = await SeeAsync("kit");

        var bars = Regex.Match(page, "<figure class=\"bars90\">.*?</figure>", RegexOptions.Singleline).Value;

        Assert.Equal(90, Regex.Count(bars, "<rect "));
        Assert.Contains("2026-11-22 正常 100.00%", bars, StringComparison.Ordinal);
        Assert.Contains("<strong>99.93%</strong>", bars, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_course_with_a_gap_is_drawn_in_two_pieces()
    {
        var page = await SeeAsync("kit");

        var pieces = Regex.Matches(page, "<svg class=\"spark\".*?</svg>", RegexOptions.Singleline).Select(m => Regex.Count(m.Value, "<polyline")).ToList();

        Assert.Equal([1, 1, 1, 2, 1], pieces);
    }

    [Fact]
    public async Task A_filter_keeps_the_language_and_a_page_further_on_keeps_the_filter()
    {
        var page = await SeeAsync("kit?lang=en&state=Red&after=0100");

        Assert.Contains("<form class=\"filters\" method=\"get\" action=\"./kit\"", page, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"lang\" value=\"en\"", page, StringComparison.Ordinal);
        Assert.Contains("./kit?lang=en&state=Red&after=0192", page, StringComparison.Ordinal);
        Assert.Contains("href=\"./kit?lang=en&state=Red\">First page", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task English_has_no_Chinese_left_but_names()
    {
        var page = await SeeAsync("kit?lang=en");

        Assert.DoesNotMatch("[\u4e00-\u9fff]", Regex.Replace(page, "中文|合肥市城市运行管理服务平台", ""));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "own", HttpStatusCode.OK)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("X-Nothing", "said", HttpStatusCode.Forbidden)]
    public async Task A_form_is_taken_from_our_own_pages_only(string header, string value, HttpStatusCode answer)
    {
        await using var site = await PortalSite.WithAsync(new ASummary(), more: app => app.MapPost("/change", () => "done").TakesForm());
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Address, "change")) { Content = new FormUrlEncodedContent([KeyValuePair.Create("a", "b")]) };
        request.Headers.TryAddWithoutValidation(header, value == "own" ? site.Address.GetLeftPart(UriPartial.Authority) : value);

        using var said = await http.SendAsync(request);

        Assert.Equal(answer, said.StatusCode);
    }

    /// <summary>Its mark-up with every character as itself.</summary>
    private static async Task<string> SeeAsync(string address)
    {
        await using var site = await PortalSite.WithAsync(new ASummary(), options => options with { StylePage = true });
        return WebUtility.HtmlDecode((await site.SeeAsync(address)).Html);
    }
}
