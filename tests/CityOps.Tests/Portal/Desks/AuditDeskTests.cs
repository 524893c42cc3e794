using System.Text.Json;
using CityOps.Hub.SignOn.People;
using CityOps.Tests.SignOn;
using Xunit;

namespace CityOps.Tests.Portal.Desks;

/// <summary>审计 by pages: who did what, and whether the log still holds.</summary>
[Collection(DeskSites.Name)]
public sealed class AuditDeskTests(DeskSite site)
{
    [Fact]
    public async Task An_auditor_finds_what_somebody_did_by_login_and_sees_who_it_was()
    {
        var (system, audit) = (await site.AsAsync("sysadmin"), await site.AsAsync("auditor"));
        await system.PostAsync("/users/new", ("login", "audited"), ("name", "被审计"));

        var found = await audit.GoAsync("/audit?actor=sysadmin&action=user.create&lang=en");

        Assert.All(found.Page!.QuerySelectorAll("#entries tbody tr"), row => Assert.Contains("sysadmin", row.TextContent, StringComparison.Ordinal));
        Assert.Contains("被审计 audited", found.Body(), StringComparison.Ordinal);
        Assert.Contains("No entry fits.", (await audit.GoAsync("/audit?actor=sysadmin&until=2020-01-01T00:00&lang=en")).Body(), StringComparison.Ordinal);
        Assert.Contains("没有符合条件的记录。", (await audit.GoAsync("/audit?subject=nothing-such")).Body(), StringComparison.Ordinal);
        Assert.Equal("bad-query", (await audit.GoAsync("/audit?from=whenever")).Refusal());
    }

    [Fact]
    public async Task One_entry_is_shown_whole_with_its_place_in_the_chain()
    {
        var (security, audit) = (await site.AsAsync("secadmin"), await site.AsAsync("auditor"));
        var user = await site.AddAsync("chained", "链上", new Assignment("leader", ScopeKind.Own, ""));
        await security.PostAsync($"/users/{user.Subject}/roles", ("role", "analyst"), ("scope", "own"), ("value", ""));

        var list = await audit.GoAsync("/audit?action=user.roles&subject=" + user.Subject);
        var number = list.Page!.QuerySelector("#entries tbody a")!.TextContent;
        var one = await audit.GoAsync("/audit/" + number);

        Assert.Contains("内容与散列一致 是 与前一条衔接 是", one.Body(), StringComparison.Ordinal);
        Assert.Contains("\"role\":\"analyst\"", one.Body(), StringComparison.Ordinal);
        Assert.Equal((404, "not-found"), ((await audit.GoAsync("/audit/999999999")).Status, (await audit.GoAsync("/audit/zero")).Refusal()));
    }

    [Fact]
    public async Task The_list_goes_on_by_number_and_is_taken_away_as_a_file_whose_cells_are_safe()
    {
        var (system, audit) = (await site.AsAsync("sysadmin"), await site.AsAsync("auditor"));
        for (var at = 0; at < 101; at++)
        {
            await system.GoAsync("/organisations?text=x");
        }

        var first = await audit.GoAsync("/audit?actor=sysadmin&action=organisation.list");
        var second = await audit.GoAsync("/audit" + first.Page!.QuerySelector("a[rel=next]")!.GetAttribute("href")!["./audit".Length..]);
        var (newest, next) = (Numbers(first), Numbers(second));
        Assert.Equal(100, newest.Length);
        Assert.True(next.Length >= 1 && next[0] < newest[^1]);

        await system.GoAsync("/clients/=cmd");
        var file = await audit.GoAsync("/audit.csv?actor=sysadmin&action=client.read");
        Assert.StartsWith("text/csv", file.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("\"'=cmd\"", file.Text!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systems_and_other_administrators_do_not_read_it()
    {
        var system = await site.AsAsync("sysadmin");
        var denied = await system.GoAsync("/audit");

        Assert.Equal((403, "right-missing"), (denied.Status, denied.Refusal()));
        Assert.Contains("查看审计日志 audit.read 审计管理员 三员角色，只能在本机用管理命令设置", denied.Body(), StringComparison.Ordinal);
        system.Accept = "application/json";
        var told = await system.GoAsync("/audit");
        system.Accept = "text/html";
        Assert.Equal("urn:cityops:problem:right-missing", JsonDocument.Parse(told.Text!).RootElement.GetProperty("type").GetString());
    }

    private static long[] Numbers(Stop page) => [.. page.Page!.QuerySelectorAll("#entries tbody td:first-child").Select(cell => long.Parse(cell.TextContent, System.Globalization.CultureInfo.InvariantCulture))];
}
