using System.Net;
using System.Text.RegularExpressions;
using CityOps.Portal;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityOps.Tests.Portal;

/// <summary>What the portal does when the summary is away, and what it tells browsers.</summary>
public sealed class PortalEdgeTests
{
    [Fact]
    public async Task A_hub_that_is_away_is_said_to_be_away_with_status_503()
    {
        await using var site = await PortalSite.WithNobodyAsync();

        var page = await site.SeeAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("<h1>暂时读不到运行概况</h1>", WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
        Assert.Contains("连接不上本平台的交换服务。", page.Text, StringComparison.Ordinal);
        Assert.Matches("读取时间 [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} 北京时间", page.Text);
    }

    [Fact]
    public async Task A_hub_that_refuses_is_quoted_with_its_status()
    {
        await using var site = await PortalSite.WithAnswerAsync(() => Results.StatusCode(StatusCodes.Status401Unauthorized));

        var page = await site.SeeAsync("?lang=en");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("did not give its summary.", page.Text, StringComparison.Ordinal);
        Assert.Contains("HTTP 401", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>not a summary</html>")]
    [InlineData("null")]
    [InlineData("""{"platform":"C-340100","name":"合肥市"}""")]
    public async Task An_answer_that_is_no_summary_shows_no_figures(string body)
    {
        await using var site = await PortalSite.WithAnswerAsync(() => Results.Text(body, "application/json"));

        var page = await site.SeeAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("运行概况的内容无法识别", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("累计接收", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_page_carries_the_security_headers(bool readable)
    {
        await using var site = readable ? await PortalSite.WithAsync(new ASummary()) : await PortalSite.WithNobodyAsync();

        var page = await site.SeeAsync();

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            page.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", page.Header("Referrer-Policy"));
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.DoesNotContain(" style=", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, Regex.Count(page.Html, "<script src=\"\\./assets/[a-z.]+\\?v=[0-9a-f]{16}\" defer[^>]*></script>"));
        Assert.Equal(3, Regex.Count(page.Html, "<script", RegexOptions.IgnoreCase));
        Assert.DoesNotMatch("(?i)<style| on[a-z]+=", page.Html);
    }

    [Fact]
    public async Task The_style_sheet_of_a_page_may_be_kept_for_ever_and_another_version_of_it_may_not()
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var page = await site.SeeAsync();
        var sheet = await site.SeeAsync(Regex.Match(page.Html, "assets/portal\\.css\\?v=[0-9a-f]+").Value);
        var other = await site.SeeAsync("assets/portal.css?v=0");

        Assert.Equal("text/css", sheet.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", sheet.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("no-cache", other.Header("Cache-Control"));
        Assert.Equal(sheet.Html, other.Html);
    }

    [Fact]
    public void The_portal_brings_no_key_ring_that_would_write_to_the_home_folder()
    {
        var services = new ServiceCollection().AddPortal(new PortalOptions("http://127.0.0.1:1"));

        Assert.DoesNotContain(services, s => s.ServiceType.FullName!.Contains("DataProtection", StringComparison.Ordinal));
    }
}
