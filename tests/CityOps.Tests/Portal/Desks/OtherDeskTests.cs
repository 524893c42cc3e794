using CityOps.Hub.SignOn.People;
using CityOps.Tests.SignOn.Guards;
using Xunit;

namespace CityOps.Tests.Portal.Desks;

/// <summary>机构、账号授权、应用系统: by pages.</summary>
[Collection(DeskSites.Name)]
public sealed class OtherDeskTests(DeskSite site)
{
    private static readonly (string, string) Surely = ("sure", "yes");

    [Fact]
    public async Task Organisations_are_made_below_one_another_found_and_renamed_and_faults_stand_beside_their_fields()
    {
        var system = await site.AsAsync("sysadmin");
        await system.PostAsync("/organisations/new", ("id", "bureau"), ("name", "城市管理局"), ("kind", "department"), ("region", "340100"));
        var road = await system.PostAsync("/organisations/new", ("id", "road"), ("name", "道路处"), ("kind", "department"), ("region", "340100"), ("parent", "bureau"));
        await system.PostAsync("/users/new", ("login", "road.one"), ("name", "路一"), ("organisation", "road"));

        Assert.Equal(("道路处", "bureau"), (road.Title, road.Page!.QuerySelector(".lead a")!.TextContent));
        Assert.Contains("bureau › road", (await system.GoAsync("/organisations?under=bureau")).Body(), StringComparison.Ordinal);
        Assert.Equal(["道路处"], (await system.GoAsync("/organisations?text=%E9%81%93%E8%B7%AF")).Links("organisations"));
        Assert.Equal(["道路处"], (await system.GoAsync("/organisations/bureau")).Links("organisations"));
        Assert.Equal(["路一"], (await system.GoAsync("/organisations/road")).Links("people"));
        Assert.Equal("道路管理处", (await system.PostAsync("/organisations/road", ("name", "道路管理处"), ("kind", "operator"))).Title);

        var wrong = await system.PostAsync("/organisations/new", ("id", "a b"), ("name", "错"), ("kind", "department"), ("region", "110000"), ("creditCode", "1"));
        Assert.All(new[] { "id", "region", "creditCode" }, field => Assert.NotEmpty(wrong.FaultOf(field)));
        Assert.Equal("错", wrong.Page!.QuerySelector("#f-name")!.GetAttribute("value"));
        Assert.Equal("机构代码已被使用", (await system.PostAsync("/organisations/new", ("id", "road"), ("name", "又一个"), ("kind", "other"), ("region", "340100"))).FaultOf("id"));
    }

    [Fact]
    public async Task A_quota_is_given_filled_and_withdrawn()
    {
        var security = await site.AsAsync("secadmin");
        var refused = await security.PostAsync("/delegations/new", ("grantee", FrontHost.City), ("quota", "0"), ("roles", "province-evaluator"), ("region", "340100"));
        Assert.Equal(("delegation-invalid", FrontHost.City), (refused.Refusal(), refused.Page!.QuerySelector("#f-grantee")!.GetAttribute("value")));

        var given = await security.PostAsync("/delegations/new", ("grantee", FrontHost.City), ("quota", "2"), ("roles", "province-evaluator"), ("region", "340100"), ("expiresAt", "2099-01-01T00:00"));
        Assert.Contains("0 / 2", given.Body(), StringComparison.Ordinal);
        Assert.Contains("2099-01-01 00:00:00", given.Body(), StringComparison.Ordinal);
        var at = given.Address.Split('?')[0];
        var opened = await security.PostAsync(at + "/accounts", ("login", "hf.zhang"), ("name", "张合肥"), ("roles", "province-evaluator"));
        Assert.True((await site.Host.Service<PeopleDesk>().CheckPasswordAsync("hf.zhang", opened.Secret(), "192.0.2.1", default)).TryGet(out _, out _));
        Assert.Equal("登录名已被使用", (await security.PostAsync(at + "/accounts", ("login", "hf.zhang"), ("name", "又一个"), ("roles", "province-evaluator"))).FaultOf("login"));

        var user = await site.UserAsync("hf.zhang");
        Assert.Contains("尚未确认", (await security.PostAsync($"{at}/accounts/{user.Subject}/close")).Body(), StringComparison.Ordinal);
        var closed = await security.PostAsync($"{at}/accounts/{user.Subject}/close", Surely);
        Assert.Equal((UserState.Closed, true), ((await site.UserAsync("hf.zhang")).State, closed.Body().Contains("0 / 2", StringComparison.Ordinal)));
        Assert.Contains("已收回", (await security.PostAsync(at + "/withdraw", Surely)).Body(), StringComparison.Ordinal);
        Assert.Contains(FrontHost.City, (await security.GoAsync("/delegations?grantee=" + FrontHost.City)).Links("delegations"));
        Assert.Contains("还没有账号授权。", (await security.GoAsync("/delegations?grantee=" + FrontHost.Other)).Body(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_is_registered_its_secret_is_shown_once_and_replaced_and_it_is_suspended()
    {
        var system = await site.AsAsync("sysadmin");
        (string, string)[] draft = [("name", "合作方"), ("method", "secret_basic"), ("grantTypes", "authorization_code"), ("redirectUris", "https://partner.example.cn/cb\nhttps://partner.example.cn/two"), ("scopes", "openid profile"), ("idTokenAlgorithm", "ES256"), ("flags", "firstParty")];
        var refused = await system.PostAsync("/clients/new", [("id", "partner"), .. draft.Where(field => field.Item1 != "redirectUris"), ("redirectUris", "ftp://x")]);
        Assert.Contains("https, or http to a loopback address", refused.FaultOf("redirectUris"), StringComparison.Ordinal);

        var made = await system.PostAsync("/clients/new", [("id", "partner"), .. draft]);
        Assert.Contains(".", made.Secret(), StringComparison.Ordinal);
        var page = await system.GoAsync("/clients/partner");
        Assert.Equal(("https://partner.example.cn/cb\nhttps://partner.example.cn/two", "ES256"), (page.Page!.QuerySelector("#f-redirectUris")!.TextContent, page.Page.QuerySelector("#f-idTokenAlgorithm option[selected]")!.GetAttribute("value")));
        Assert.NotNull(page.Page.QuerySelector("input[value=firstParty][checked]"));
        Assert.Equal("client-taken", (await system.PostAsync("/clients/new", [("id", "partner"), .. draft])).Refusal());

        var second = await system.PostAsync("/clients/partner/secrets", Surely);
        Assert.NotEqual(made.Secret(), second.Secret());
        var kid = made.Secret().Split('.')[0];
        var retired = await system.PostAsync($"/clients/partner/keys/{kid}/retire", Surely, ("until", ""));
        Assert.Single(retired.Page!.QuerySelectorAll("#keys form"));
        Assert.Equal("malformed-json", (await system.PostAsync("/clients/partner/keys", ("jwk", "{"), Surely)).Refusal());
        Assert.Equal("合作伙伴", (await system.PostAsync("/clients/partner", [("name", "合作伙伴"), .. draft.Where(field => field.Item1 != "name")])).Title);
        Assert.Contains("已停用", (await system.PostAsync("/clients/partner/suspend", Surely)).Page!.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("已停用", (await system.PostAsync("/clients/partner/resume", Surely)).Page!.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["合作伙伴"], (await system.GoAsync("/clients?text=PARTNER")).Links("clients"));
    }
}
