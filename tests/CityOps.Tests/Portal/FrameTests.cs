using System.Net;
using System.Text.RegularExpressions;
using CityOps.Portal;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace CityOps.Tests.Portal;

/// <summary>What stands around every page: who is signed on, where one may go, how it looks.</summary>
public sealed class FrameTests
{
    private static readonly Visitor Steward = new("李明", "安徽省平台", new HashSet<string> { "record.read" });

    [Fact]
    public async Task Only_pages_that_are_there_and_that_the_visitor_may_see_are_offered()
    {
        await using var site = await PortalSite.WithAsync(new ASummary(), options => options with { VisitorOf = _ => Task.FromResult<Visitor?>(Steward) }, Pages);

        var ways = Ways(await site.SeeAsync());

        Assert.Equal(["总览 ./", "目录 ./catalogue", "记录 ./records", "数据 ./data"], ways); // not the interfaces (no right), not the data (no page)
    }

    [Fact]
    public async Task A_stranger_is_offered_the_overview_and_to_sign_in_and_comes_back_where_they_were()
    {
        await using var site = await PortalSite.WithAsync(new ASummary(), more: Pages);

        var page = await site.SeeAsync("?lang=en");

        Assert.Equal(["Overview ./?lang=en"], Ways(page));
        Assert.Contains("href=\"./portal/login?return=%2F%3Flang%3Den\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("portal/logout", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_on_is_named_with_their_platform_and_may_sign_out()
    {
        await using var site = await PortalSite.WithAsync(new ASummary(), options => options with
        {
            VisitorOf = _ => Task.FromResult<Visitor?>(Steward),
            Place = new Place("住房和城乡建设部", "N-100000", "Nation"),
        });

        var page = await site.SeeAsync();

        Assert.Contains("李明 安徽省平台 退出登录", page.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"./portal/logout\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("住房和城乡建设部 国家", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("portal/login", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chinese_stands_in_the_page_as_itself()
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        Assert.Contains("城市运行管理服务平台", (await site.SeeAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_one_is_on_is_marked()
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        Assert.Contains("<a href=\"./\" aria-current=\"page\">总览</a>", WebUtility.HtmlDecode((await site.SeeAsync()).Html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task A_theme_is_chosen_by_a_plain_link_and_kept_in_a_cookie(string theme)
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var chosen = await site.SeeAsync($"?lang=en&theme={theme}");
        var after = await site.SeeAsync("", request => request.Headers.Add("Cookie", "theme=" + theme));

        Assert.Equal((HttpStatusCode.SeeOther, "./?lang=en"), (chosen.Status, chosen.Header("Location")));
        Assert.Matches($"^theme={theme}; max-age=31536000; path=/; samesite=lax; httponly$", chosen.Header("Set-Cookie"));
        Assert.Contains($"<html lang=\"zh-CN\" data-theme=\"{theme}\">", after.Html, StringComparison.Ordinal);
        Assert.Contains($"href=\"./?theme={theme}\" aria-current=\"true\"", after.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_systems_own_theme_takes_the_cookie_away()
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var chosen = await site.SeeAsync("?theme=system", request => request.Headers.Add("Cookie", "theme=dark"));

        Assert.Contains("theme=; expires=Thu, 01 Jan 1970", chosen.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?theme=%22%3E%3Cscript%3E")]
    [InlineData("?theme=")]
    public async Task A_theme_nobody_knows_changes_nothing(string query)
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var page = await site.SeeAsync(query, request => request.Headers.Add("Cookie", "theme=%3Cb%3E"));

        Assert.Equal((HttpStatusCode.OK, ""), (page.Status, page.Header("Set-Cookie")));
        Assert.Contains("<html lang=\"zh-CN\">", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_style_page_is_there_for_tests_alone()
    {
        await using var plain = await PortalSite.WithAsync(new ASummary());
        await using var asked = await PortalSite.WithAsync(new ASummary(), options => options with { StylePage = true });

        Assert.Equal(HttpStatusCode.NotFound, (await plain.SeeAsync("kit")).Status);
        Assert.Equal(HttpStatusCode.OK, (await asked.SeeAsync("kit")).Status);
    }

    private static void Pages(WebApplication app)
    {
        foreach (var path in (string[])["/administration"])
        {
            app.MapGet(path, () => "");
        }
    }

    private static string[] Ways(SeenPage page) =>
        [.. Regex.Matches(Regex.Match(page.Html, "<nav class=\"side\".*?</nav>", RegexOptions.Singleline).Value, "<a href=\"([^\"]*)\"[^>]*>([^<]*)</a>").Select(way => $"{way.Groups[2].Value} {way.Groups[1].Value}").Select(WebUtility.HtmlDecode)!];
}
