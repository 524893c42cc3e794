using CityOps.Hub.SignOn.People;
using CityOps.Tests.SignOn.Authorize;
using Xunit;

namespace CityOps.Tests.Portal.Desks;

/// <summary>用户: accounts made, found, given roles and ended, all by pages.</summary>
[Collection(DeskSites.Name)]
public sealed class UserDeskTests(DeskSite site)
{
    private static readonly (string, string) Surely = ("sure", "yes");

    [Fact]
    public async Task An_account_is_made_its_password_is_shown_once_and_a_login_that_is_taken_is_told_beside_its_field()
    {
        var system = await site.AsAsync("sysadmin");
        var made = await system.PostAsync("/users/new", ("login", "wang.fang"), ("name", "王芳"), ("organisation", ""), ("post", "科员"), ("phone", ""), ("email", ""));
        var password = made.Secret();

        Assert.Equal((200, "no-store", "王芳"), (made.Status, made.Headers["Cache-Control"], made.Title));
        Assert.True((await site.Host.Service<PeopleDesk>().CheckPasswordAsync("wang.fang", password, "192.0.2.1", default)).TryGet(out _, out _));
        var page = await system.GoAsync("/users/" + (await site.UserAsync("wang.fang")).Subject);
        Assert.DoesNotContain(password, page.Text, StringComparison.Ordinal);
        Assert.Equal("科员", page.Page!.QuerySelector("#f-post")!.GetAttribute("value"));

        var again = await system.PostAsync("/users/new", ("login", "wang.fang"), ("name", "又一个"), ("phone", "x"));
        Assert.Equal(("user-invalid", "5–20 位数字，可带 + 和 - / 5 to 20 digits, + and - allowed", "又一个"), (again.Refusal(), again.FaultOf("phone"), again.Page!.QuerySelector("#f-name")!.GetAttribute("value")));
        Assert.Equal("登录名已被使用", (await system.PostAsync("/users/new", ("login", "wang.fang"), ("name", "又一个"))).FaultOf("login"));
        Assert.Contains("没有机构 nowhere", (await system.PostAsync("/users/new", ("login", "li.si"), ("name", "李四"), ("organisation", "nowhere"))).FaultOf("organisation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_searched_by_login_and_name_narrowed_by_role_and_state_and_read_page_by_page()
    {
        var system = await site.AsAsync("sysadmin");
        await site.AddManyAsync("many", 60);
        await site.AddAsync("zhou.yan", "周延", new Assignment("leader", ScopeKind.Own, ""), new Assignment("analyst", ScopeKind.Own, ""));
        var other = await site.AddAsync("zhou.off", "周停");
        await system.PostAsync($"/users/{other.Subject}/disable", Surely);

        var first = await system.GoAsync("/users?text=many");
        var second = await system.GoAsync("/users" + first.Page!.QuerySelector("a[rel=next]")!.GetAttribute("href")!["./users".Length..]);
        Assert.Equal((50, 10), (first.Page.QuerySelectorAll("#users tbody tr").Length, second.Page!.QuerySelectorAll("#users tbody tr").Length));
        Assert.Contains("many050", second.Body(), StringComparison.Ordinal);
        Assert.Equal(["周停", "周延"], (await system.GoAsync("/users?text=%E5%91%A8")).Links("users"));
        Assert.Equal(["周延"], (await system.GoAsync("/users?text=zhou&state=active")).Links("users"));
        Assert.Equal(["周延"], (await system.GoAsync("/users?text=zhou&role=analyst")).Links("users"));
        Assert.Contains("没有符合条件的用户。", (await system.GoAsync("/users?text=nobody-at-all")).Body(), StringComparison.Ordinal);
        Assert.Contains("No user fits.", (await system.GoAsync("/users?text=nobody-at-all&lang=en")).Body(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_security_administrator_gives_roles_in_places_and_takes_them_away()
    {
        var security = await site.AsAsync("secadmin");
        var user = await site.AddAsync("sun.li", "孙丽");
        var at = $"/users/{user.Subject}";

        var given = await security.PostAsync(at + "/roles", ("role", "data-steward"), ("scope", "region"), ("value", "340100"), ("version", "1"));
        Assert.Contains("数据管理员 data-steward 区划 340100 及下辖", given.Body(), StringComparison.Ordinal);
        var stale = await security.PostAsync(at + "/roles", ("role", "exchange-operator"), ("scope", "own"), ("value", ""), ("version", "1"));
        Assert.Equal("version-conflict", stale.Refusal());
        var nowhere = await security.PostAsync(at + "/roles", ("role", "exchange-operator"), ("scope", "region"), ("value", "110000"));
        Assert.Equal("scope-invalid", nowhere.Refusal());
        Assert.NotEmpty(nowhere.FaultOf("value"));

        var unsure = await security.PostAsync(at + "/roles", ("do", "remove"), ("role", "data-steward"), ("scope", "region"), ("value", "340100"));
        Assert.Contains("尚未确认", unsure.Body(), StringComparison.Ordinal);
        Assert.Single((await site.UserAsync("sun.li")).Assignments);
        await security.PostAsync(at + "/roles", ("do", "remove"), ("role", "data-steward"), ("scope", "region"), ("value", "340100"), Surely);
        Assert.Empty((await site.UserAsync("sun.li")).Assignments);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_needs_its_tick()
    {
        var (system, security) = (await site.AsAsync("sysadmin"), await site.AsAsync("secadmin"));
        var user = await site.AddAsync("zhao.min", "赵敏");
        var at = $"/users/{user.Subject}";

        var unsure = await system.PostAsync(at + "/close");
        Assert.Contains("尚未确认，没有执行任何操作", unsure.Body(), StringComparison.Ordinal);
        Assert.Equal(UserState.Active, (await site.UserAsync("zhao.min")).State);
        Assert.Contains("停用", (await system.PostAsync(at + "/disable", Surely)).Page!.QuerySelector(".lead .state")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("启用", (await system.PostAsync(at + "/enable", Surely)).Page!.QuerySelector(".lead .state")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(200, (await security.PostAsync(at + "/unlock", Surely)).Status);
        Assert.Equal(200, (await security.PostAsync(at + "/reset-totp", Surely)).Status);

        var reset = await security.PostAsync(at + "/reset-password", Surely);
        Assert.False((await site.Host.Service<PeopleDesk>().CheckPasswordAsync("zhao.min", Town.Password, "192.0.2.1", default)).TryGet(out _, out _));
        Assert.True((await site.Host.Service<PeopleDesk>().CheckPasswordAsync("zhao.min", reset.Secret(), "192.0.2.1", default)).TryGet(out _, out _));
        var closed = await system.PostAsync(at + "/close", Surely);
        Assert.Contains("账号已注销", closed.Body(), StringComparison.Ordinal);
        Assert.Null(closed.Page!.QuerySelector("form[method=post]"));
    }

    [Fact]
    public async Task Data_are_changed_on_the_version_that_was_seen()
    {
        var system = await site.AsAsync("sysadmin");
        var user = await site.AddAsync("qian.jin", "钱进");
        var at = $"/users/{user.Subject}/data";

        Assert.Equal("钱劲", (await system.PostAsync(at, ("version", "1"), ("name", "钱劲"), ("organisation", ""), ("email", "qian@example.cn"))).Title);
        var late = await system.PostAsync(at, ("version", "1"), ("name", "钱静"), ("organisation", ""));
        Assert.Equal(("version-conflict", "钱劲", "钱静"), (late.Refusal(), late.Title, late.Page!.QuerySelector("#f-name")!.GetAttribute("value")));
    }

    [Fact]
    public async Task Sessions_are_seen_and_ended_and_outside_identities_linked_and_unlinked()
    {
        var (system, security) = (await site.AsAsync("sysadmin"), await site.AsAsync("secadmin"));
        var user = await site.AddAsync("he.xia", "何霞", new Assignment("leader", ScopeKind.Own, ""));
        using var hers = site.Browser();
        await hers.SendAsync(await hers.GoAsync("/portal/login?return=%2F"), "go", ("login", "he.xia"), ("password", Town.Password));
        var at = $"/users/{user.Subject}";

        var page = await security.GoAsync(at);
        Assert.Single(page.Page!.QuerySelectorAll("#sessions tbody tr"));
        var sid = page.Page.QuerySelector("#sessions input[name=sid]")!.GetAttribute("value")!;
        Assert.Contains("目前没有登录。", (await security.PostAsync(at + "/sessions/end", ("sid", sid))).Body(), StringComparison.Ordinal);
        Assert.Null((await system.GoAsync(at)).Page!.QuerySelector("#sessions"));

        var linked = await system.PostAsync(at + "/links", ("issuer", "https://hefei.example.cn"), ("subject", "u-1"), Surely);
        Assert.Contains("https://hefei.example.cn u-1", linked.Body(), StringComparison.Ordinal);
        Assert.Equal("user-invalid", (await system.PostAsync(at + "/links", ("issuer", "ftp://x"), ("subject", "u-1"), Surely)).Refusal());
        Assert.Contains("没有关联。", (await system.PostAsync(at + "/links/remove", ("issuer", "https://hefei.example.cn"), ("subject", "u-1"), Surely)).Body(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_of_the_three_administrators_offer_nothing_that_only_the_machine_may_do()
    {
        var security = await site.AsAsync("secadmin");
        await site.AsAsync("sysadmin");

        var page = await security.GoAsync("/users/" + (await site.UserAsync("sysadmin")).Subject);

        Assert.Contains("三员账号只能在本机用管理命令处置", page.Body(), StringComparison.Ordinal);
        Assert.Null(page.Page!.QuerySelector("form[action*='reset-password'], form[action*='/roles']"));
    }

    [Fact]
    public async Task A_name_with_mark_up_in_it_stays_text()
    {
        var system = await site.AsAsync("sysadmin");
        var user = await site.AddAsync("canary", DeskSite.Canary);
        await system.PostAsync("/organisations/new", ("id", "canary"), ("name", DeskSite.Canary), ("kind", "other"), ("region", "340100"));
        await system.PostAsync($"/users/{user.Subject}/data", ("name", DeskSite.Canary), ("organisation", "canary"), ("post", DeskSite.Canary));

        foreach (var path in new[] { "/users?text=canary", "/users/" + user.Subject, "/organisations?text=canary", "/organisations/canary" })
        {
            var page = await system.GoAsync(path);
            Assert.Equal((200, 3), (page.Status, page.Page!.QuerySelectorAll("script").Length));
            Assert.Contains(DeskSite.Canary, page.Body(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_sites_form_changes_nothing()
    {
        var system = await site.AsAsync("sysadmin");
        system.SentFrom = "cross-site";

        var refused = await system.PostAsync("/users/new", ("login", "forged"), ("name", "伪造"));
        system.SentFrom = "same-origin";

        Assert.Equal(403, refused.Status);
        Assert.Null(await site.UserAsync("forged"));
    }
}
