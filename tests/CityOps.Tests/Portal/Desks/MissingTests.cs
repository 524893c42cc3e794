using System.Text.Json;
using CityOps.Tests.SignOn;
using Xunit;

namespace CityOps.Tests.Portal.Desks;

/// <summary>What somebody sees where there is nothing, or nothing for them.</summary>
[Collection(DeskSites.Name)]
public sealed class MissingTests(DeskSite site)
{
    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/users/none/such/page")]
    public async Task An_unknown_address_is_a_page_for_browsers_and_a_problem_for_programs(string path)
    {
        using var nobody = site.Browser();
        var page = await nobody.GoAsync(path);
        nobody.Accept = "application/json";
        var told = await nobody.GoAsync(path);

        Assert.Equal((404, "没有这个页面"), (page.Status, page.Title));
        Assert.Contains(path, page.Body(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal((404, "urn:cityops:problem:not-found"), (told.Status, JsonDocument.Parse(told.Text!).RootElement.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task An_unknown_address_speaks_the_readers_language()
    {
        using var nobody = site.Browser();

        Assert.Equal("There is no such page", (await nobody.GoAsync("/nowhere?lang=en")).Title);
    }

    [Theory]
    [InlineData("/users", "查看用户与机构 user.read 安全管理员")]
    [InlineData("/users/new", "管理用户账号 user.manage 系统管理员")]
    [InlineData("/organisations", "user.read")]
    [InlineData("/organisations/new", "organisation.manage")]
    [InlineData("/delegations", "grant.manage")]
    [InlineData("/clients", "client.manage")]
    [InlineData("/clients/new", "client.manage")]
    [InlineData("/audit", "audit.read")]
    [InlineData("/audit.csv", "audit.read")]
    public async Task Who_lacks_a_right_reads_which_one_and_who_gives_it(string path, string right)
    {
        var reader = await site.AsAsync("exchange-operator");

        var page = await reader.GoAsync(path);

        Assert.Equal((403, "right-missing", "您没有访问此页面的权限"), (page.Status, page.Refusal(), page.Title));
        Assert.Contains(right, page.Body(), StringComparison.Ordinal);
        Assert.Contains("请联系本级安全管理员", page.Body(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_is_given_by_page_is_told_as_such_and_forms_are_refused_alike()
    {
        var system = await site.AsAsync("sysadmin");

        Assert.Contains("审批订阅 subscription.decide 交换管理员 安全管理员可在“用户”页分配", (await system.GoAsync("/subscriptions/new")).Body() + (await DecideAsync(system)).Body(), StringComparison.Ordinal);
        Assert.Equal(403, (await system.PostAsync("/delegations/new", ("grantee", "C-340100"))).Status);
    }

    [Fact]
    public async Task Who_is_not_signed_on_is_led_to_the_sign_on_and_from_there_to_joining()
    {
        using var nobody = site.Browser();

        var login = await nobody.GoAsync("/users");

        Assert.Equal("登录", login.Title);
        Assert.Equal("申请接入", login.Page!.QuerySelector("a[href='/join']")!.TextContent);
        Assert.Equal("申请接入", (await nobody.GoAsync("/join")).Title);
        Assert.Equal("申请接入", (await nobody.GoAsync("/")).Page!.QuerySelector("main a[href='./join']")!.TextContent);
    }

    private static Task<Stop> DecideAsync(Browser browser) => browser.PostAsync("/subscriptions/x/decision", ("accept", "yes"));
}
