using CityOps.Hub.SignOn.People;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.Administration;

/// <summary>The administration as its callers meet it, over a real server.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private AdminHost host = null!;
    private string tool = "";

    public async Task InitializeAsync()
    {
        host = await AdminHost.StartAsync();
        tool = await host.PlatformAsync(AdminHost.Nation);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Nobody_and_those_without_the_right_are_refused_each_by_the_right_name()
    {
        var (dispatcher, _) = await host.StaffAsync("leader");
        var (system, id) = await host.StaffAsync("sysadmin");

        Assert.Equal((401, "unauthenticated"), Of(await host.GetAsync("", "users")));
        Assert.Equal((401, "unauthenticated"), Of(await host.GetAsync("rubbish", "users")));
        Assert.Equal((403, "insufficient-scope"), Of(await host.GetAsync(dispatcher, "users")));
        Assert.Equal((403, "insufficient-scope"), Of(await host.GetAsync(await host.PlatformAsync(AdminHost.Province), "users")));
        Assert.Equal((403, "insufficient-scope"), Of(await host.GetAsync(host.UserToken(id, scope: "openid"), "users")));
        Assert.Equal((401, "unauthenticated"), Of(await host.GetAsync(host.UserToken(Guid.CreateVersion7().ToString("N")), "users")));
        Assert.Equal(200, (await host.GetAsync(system, "users")).Status);
    }

    [Fact]
    public async Task An_administrator_without_a_second_factor_is_asked_for_it()
    {
        var (one, _) = await host.StaffAsync("sysadmin", "urn:cityops:acr:1");

        var said = await host.PostAsync(one, "users", new { login = "li.ming", name = "李明" });

        Assert.Equal((401, "step-up-required"), Of(said));
        Assert.Contains("error=\"insufficient_user_authentication\"", said.Challenge, StringComparison.Ordinal);
        Assert.Contains("acr_values=\"urn:cityops:acr:2\"", said.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_makes_accounts_gives_no_rights_and_who_gives_rights_makes_no_accounts()
    {
        var (system, _) = await host.StaffAsync("sysadmin");
        var (security, own) = await host.StaffAsync("secadmin");
        var (audit, _) = await host.StaffAsync("auditor");

        var made = await host.PostAsync(system, "users", new { login = "Li.Ming", name = "李明", phone = "0551-1234567" });
        var id = made.Text("user", "id");
        Assert.Equal((201, "li.ming"), (made.Status, made.Text("user", "login")));
        Assert.Equal("True", made.Text("user", "mustChangePassword"));

        Assert.Equal(403, (await host.PostAsync(security, "users", new { login = "other", name = "别人" })).Status);
        Assert.Equal(403, (await host.CallAsync(system, HttpMethod.Put, $"users/{id}/roles", Roles("supervisor"))).Status);
        Assert.Equal(403, (await host.GetAsync(audit, "users")).Status);
        Assert.Equal(200, (await host.CallAsync(security, HttpMethod.Put, $"users/{id}/roles", Roles("supervisor"))).Status);
        Assert.Equal((403, "roles-own"), Of(await host.CallAsync(security, HttpMethod.Put, $"users/{own}/roles", Roles("supervisor"))));
        Assert.Equal((422, "role-unknown"), Of(await host.CallAsync(security, HttpMethod.Put, $"users/{id}/roles", Roles("dispatcher")))); // of a city
        Assert.Equal((403, "office-protected"), Of(await host.CallAsync(security, HttpMethod.Put, $"users/{id}/roles", Roles("auditor"))));
        Assert.Equal((409, "roles-apart"), Of(await host.CallAsync(tool, HttpMethod.Put, $"users/{id}/roles", Roles("auditor", "supervisor"))));
    }

    [Fact]
    public async Task Nobody_but_the_tool_touches_an_administrators_account()
    {
        var (system, _) = await host.StaffAsync("sysadmin");
        var (security, _) = await host.StaffAsync("secadmin");
        var (_, auditor) = await host.StaffAsync("auditor");

        Assert.Equal((403, "office-protected"), Of(await host.PostAsync(system, $"users/{auditor}/disable")));
        Assert.Equal((403, "office-protected"), Of(await host.PostAsync(security, $"users/{auditor}/reset-password")));
        Assert.Equal((403, "office-protected"), Of(await host.PostAsync(system, $"users/{auditor}/links", new { issuer = "https://city.example.cn", subject = "x" })));
        Assert.Equal(200, (await host.PostAsync(tool, $"users/{auditor}/reset-password")).Status);
    }

    [Theory]
    [InlineData("""{"login":"a.b","name":"甲","roles":["sysadmin"]}""", 422, "schema-invalid")]
    [InlineData("""{"login":"a.b","name":"甲","emailVerified":true}""", 422, "schema-invalid")]
    [InlineData("""{"login":"a.b","name":"甲","state":"active","delegation":null}""", 422, "schema-invalid")]
    [InlineData("""{"login":"a.b"}""", 422, "schema-invalid")]
    [InlineData("""{"login":"a.b","name":null}""", 422, "schema-invalid")]
    [InlineData("""{"login":"a.b","login":"c.d","name":"甲"}""", 400, "malformed-json")]
    [InlineData("""{"login":"a.b",""", 400, "malformed-json")]
    [InlineData("""{"login":"a b","name":"甲"}""", 422, "user-invalid")]
    [InlineData("""{"login":"a.b","name":"甲\u0000"}""", 422, "user-invalid")]
    [InlineData("""{"login":"a.b","name":"甲","organisation":"none"}""", 422, "scope-invalid")]
    public async Task Nothing_unknown_is_written(string body, int status, string problem) => Assert.Equal((status, problem), Of(await host.PostAsync(tool, "users", body)));

    [Fact]
    public async Task A_change_on_an_old_version_is_refused_and_the_same_login_is_made_once()
    {
        var made = await host.PostAsync(tool, "users", new { login = "wang.fang", name = "王芳" });
        var path = $"users/{made.Text("user", "id")}";
        var read = await host.GetAsync(tool, path);
        object fresh = new { name = "王芳芳", organisation = "" };

        Assert.Equal(200, (await host.CallAsync(tool, HttpMethod.Put, path, fresh, read.Tag)).Status);
        Assert.Equal((409, "version-conflict"), Of(await host.CallAsync(tool, HttpMethod.Put, path, fresh, read.Tag)));
        Assert.Equal((409, "user-exists"), Of(await host.PostAsync(tool, "users", new { login = "WANG.FANG", name = "又一个" })));
    }

    [Fact]
    public async Task A_reset_password_opens_once_more_and_a_disabled_account_does_not()
    {
        var made = await host.PostAsync(tool, "users", new { login = "zhao.min", name = "赵敏" });
        var path = $"users/{made.Text("user", "id")}";
        var people = host.Service<PeopleDesk>();
        var reset = await host.PostAsync(tool, path + "/reset-password");

        Assert.False((await people.CheckPasswordAsync("zhao.min", made.Text("temporaryPassword"), "192.0.2.1", default)).TryGet(out _, out _));
        Assert.True((await people.CheckPasswordAsync("zhao.min", reset.Text("temporaryPassword"), "192.0.2.1", default)).TryGet(out var user, out _) && user.MustChangePassword);
        Assert.Equal("disabled", (await host.PostAsync(tool, path + "/disable")).Text("state"));
        Assert.False((await people.CheckPasswordAsync("zhao.min", reset.Text("temporaryPassword"), "192.0.2.1", default)).TryGet(out _, out _));
        Assert.Equal([$"{user!.Subject} password-reset", $"{user.Subject} disabled"], host.Ended);
    }

    [Fact]
    public async Task Rights_in_an_organisation_see_and_change_only_what_is_below_it()
    {
        foreach (var (id, parent) in ((string, string?)[])[("bureau", null), ("road", "bureau"), ("water", "bureau")])
        {
            Assert.Equal(201, (await host.PostAsync(tool, "organisations", new { id, parent, name = id, kind = "department", region = "340100" })).Status);
        }

        var road = (await host.PostAsync(tool, "users", new { login = "road.1", name = "路", organisation = "road" })).Text("user", "id");
        var water = (await host.PostAsync(tool, "users", new { login = "water.1", name = "水", organisation = "water" })).Text("user", "id");
        var keeper = (await host.PostAsync(tool, "users", new { login = "keeper", name = "管" })).Text("user", "id");
        await host.CallAsync(tool, HttpMethod.Put, $"users/{keeper}/roles", new { roles = new[] { new { role = "sysadmin", scope = "organisation", value = "road" } } });
        await host.Service<PeopleTables>().Credentials.ResetPasswordAsync(Guid.Parse(keeper), "-", default, default, default);
        await ClearChangeAsync(keeper);
        var token = host.UserToken(keeper);

        Assert.Equal(["road.1"], (await host.GetAsync(token, "users")).Items.Select(item => item.GetProperty("login").GetString()));
        Assert.Equal(200, (await host.PostAsync(token, $"users/{road}/disable")).Status);
        Assert.Equal((404, "not-found"), Of(await host.PostAsync(token, $"users/{water}/disable")));
        Assert.Equal((404, "not-found"), Of(await host.GetAsync(token, $"users/{water}")));
        Assert.Equal((422, "scope-invalid"), Of(await host.PostAsync(token, "users", new { login = "water.2", name = "水", organisation = "water" })));
        Assert.Equal(["road"], (await host.GetAsync(token, "organisations")).Items.Select(item => item.GetProperty("id").GetString()));
        Assert.Empty((await host.GetAsync(token, "clients")).Items.ToList().Concat((await host.GetAsync(token, "platforms")).Items));
    }

    [Fact]
    public async Task Pages_follow_one_another_and_a_search_finds_by_login_and_name()
    {
        foreach (var at in Enumerable.Range(0, 5))
        {
            await host.PostAsync(tool, "users", new { login = $"user.{at}", name = at == 3 ? "钱_多%" : "普通" });
        }

        var first = await host.GetAsync(tool, "users?limit=3");
        var rest = await host.GetAsync(tool, $"users?limit=3&after={first.Text("next")}");

        Assert.Equal(["user.0", "user.1", "user.2", "user.3", "user.4"], first.Items.Concat(rest.Items).Select(item => item.GetProperty("login").GetString()));
        Assert.False(rest.Body.TryGetProperty("next", out _));
        Assert.Equal("user.3", (await host.GetAsync(tool, "users?text=_多%25")).Items.Single().GetProperty("login").GetString());
        Assert.Equal(422, (await host.GetAsync(tool, "users?limit=0")).Status);
    }

    [Fact]
    public async Task The_first_administrators_are_made_once_by_the_tool_only()
    {
        var (system, _) = await host.StaffAsync("supervisor");
        Assert.Equal(403, (await host.PostAsync(system, "first")).Status);

        var made = await host.PostAsync(tool, "first");

        Assert.Equal(["sysadmin", "secadmin", "auditor"], made.Items.Select(item => item.GetProperty("user").GetProperty("login").GetString()));
        Assert.Equal(3, made.Items.Select(item => item.GetProperty("temporaryPassword").GetString()).Distinct().Count());
        Assert.Equal((409, "administrators-exist"), Of(await host.PostAsync(tool, "first")));
    }

    [Fact]
    public async Task A_province_fills_its_quota_hands_on_a_part_and_loses_all_when_it_is_withdrawn()
    {
        var province = await host.PlatformAsync(AdminHost.Province);
        var (security, _) = await host.StaffAsync("secadmin");
        var given = await host.PostAsync(security, "delegations", new { grantee = "P-340000", quota = 3, roles = new[] { "guidance-reader", "account-manager" }, region = "340000" });
        var id = given.Text("id");
        object handedOn = new { grantee = "C-340100", quota = 2, roles = new[] { "guidance-reader" }, region = "340100", parent = id };

        Assert.Equal((404, "not-found"), Of(await host.PostAsync(province, "delegations", new { grantee = "P-340000", quota = 3, roles = new[] { "guidance-reader" }, region = "340000" })));
        var city = await host.PostAsync(province, "delegations", handedOn);
        var account = await host.PostAsync(province, $"delegations/{city.Text("id")}/accounts", new { login = "hefei.reader", name = "合肥", roles = new[] { "guidance-reader" }, link = new { issuer = "https://city.example.cn", subject = "a1" } });
        Assert.Equal(201, account.Status);
        Assert.Equal((422, "delegation-invalid"), Of(await host.PostAsync(province, $"delegations/{city.Text("id")}/accounts", new { login = "x1", name = "合肥", roles = new[] { "account-manager" } })));
        Assert.Equal((409, "link-exists"), Of(await host.PostAsync(province, $"delegations/{city.Text("id")}/accounts", new { login = "x2", name = "合肥", roles = new[] { "guidance-reader" }, link = new { issuer = "https://city.example.cn", subject = "a1" } })));
        var manager = await host.PostAsync(province, $"delegations/{id}/accounts", new { login = "anhui.manager", name = "安徽", roles = new[] { "account-manager" } });
        Assert.Equal((409, "quota-spent"), Of(await host.PostAsync(province, $"delegations/{id}/accounts", new { login = "x3", name = "安徽", roles = new[] { "guidance-reader" } })));
        Assert.Equal((404, "not-found"), Of(await host.PostAsync(province, $"delegations/{id}/withdraw"))); // it holds this one, it did not give it
        var people = host.Service<PeopleDesk>();
        Assert.Equal(UserState.Active, (await people.FindLinkedAsync("https://city.example.cn", "a1", default))!.State);

        Assert.Equal(200, (await host.PostAsync(security, $"delegations/{id}/withdraw")).Status);

        Assert.Equal(UserState.Disabled, (await people.FindLinkedAsync("https://city.example.cn", "a1", default))!.State);
        Assert.Equal(new[] { account, manager }.Select(one => one.Text("user", "id") + " delegation").Order(), host.Ended.Order());
        Assert.Equal((409, "delegation-ended"), Of(await host.PostAsync(province, $"delegations/{city.Text("id")}/accounts", new { login = "x4", name = "合肥", roles = new[] { "guidance-reader" } })));
    }

    [Fact]
    public async Task An_account_manager_under_a_quota_handles_that_quota_and_sees_no_other()
    {
        var own = (await host.PostAsync(tool, "delegations", new { grantee = "P-340000", quota = 5, roles = new[] { "guidance-reader", "account-manager" }, region = "340000" })).Text("id");
        var other = (await host.PostAsync(tool, "delegations", new { grantee = "P-320000", quota = 5, roles = new[] { "guidance-reader" }, region = "320000" })).Text("id");
        var manager = (await host.PostAsync(tool, $"delegations/{own}/accounts", new { login = "manager", name = "管", roles = new[] { "account-manager" } })).Text("user", "id");
        await ClearChangeAsync(manager);
        var token = host.UserToken(manager);

        Assert.Equal([own], (await host.GetAsync(token, "delegations")).Items.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(404, (await host.GetAsync(token, $"delegations/{other}")).Status);
        Assert.Equal(404, (await host.PostAsync(token, $"delegations/{other}/accounts", new { login = "y1", name = "苏", roles = new[] { "guidance-reader" } })).Status);
        var made = await host.PostAsync(token, $"delegations/{own}/accounts", new { login = "y2", name = "皖", roles = new[] { "guidance-reader" } });
        Assert.Equal(201, made.Status);
        Assert.Equal("closed", (await host.PostAsync(token, $"delegations/{own}/accounts/{made.Text("user", "id")}/close")).Text("state"));
        Assert.Equal("1", (await host.GetAsync(token, $"delegations/{own}")).Text("used"));
        Assert.Equal(403, (await host.GetAsync(token, "users")).Status);
        await host.PostAsync(tool, $"delegations/{own}/withdraw");
        Assert.Equal((401, "unauthenticated"), Of(await host.GetAsync(token, "delegations")));
    }

    [Fact]
    public async Task A_platform_comes_and_goes_while_the_hub_runs()
    {
        var made = await host.PostAsync(tool, "platforms", new { code = "P-320000", name = "江苏省" });
        Assert.Equal(201, made.Status);
        var token = await host.PlatformAsync("P-320000", made.Text("secret"));

        Assert.Equal((409, "platform-exists"), Of(await host.PostAsync(tool, "platforms", new { code = "P-320000", name = "江苏省" })));
        Assert.Equal((422, "platform-invalid"), Of(await host.PostAsync(tool, "platforms", new { code = "P-330000", name = "浙江省", publishes = new[] { "NO-01.v1.up" } })));
        Assert.Equal((409, "platform-configured"), Of(await host.PostAsync(tool, $"platforms/{AdminHost.Nation}/suspend")));
        Assert.Equal((409, "platform-configured"), Of(await host.PostAsync(tool, $"platforms/{AdminHost.Province}/secret")));
        Assert.Equal((200, "True"), (await host.PostAsync(tool, "platforms/P-320000/suspend") is var paused ? paused.Status : 0, paused.Text("suspended")));
        Assert.Equal((403, "node-suspended"), Of(await host.GetAsync(token, "delegations")));
        Assert.Equal("False", (await host.PostAsync(tool, "platforms/P-320000/resume")).Text("suspended"));
        Assert.Equal(200, (await host.GetAsync(token, "delegations")).Status);
        Assert.Equal("True", (await host.PostAsync(tool, $"platforms/{AdminHost.Province}/suspend")).Text("suspended"));
        Assert.Equal("", await host.PlatformAsync(AdminHost.Province));
    }

    [Fact]
    public async Task Clients_and_their_keys_are_registered_and_no_answer_shows_a_secret_twice()
    {
        var made = await host.PostAsync(tool, "clients", new { id = "partner", name = "合作方", method = "secret_basic", redirectUris = new[] { "https://partner.example.cn/cb" }, grantTypes = new[] { "authorization_code" }, scopes = new[] { "openid" } });

        Assert.True(made.Status == 201, made.Body.ToString());
        Assert.True(made.Text("secret").Length > 20);
        var read = await host.GetAsync(tool, "clients/partner");
        Assert.DoesNotContain(made.Text("secret"), read.Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(404, (await host.GetAsync(tool, "clients/none")).Status);
        Assert.Equal("True", (await host.PostAsync(tool, "clients/partner/suspend")).Text("suspended"));
        Assert.NotEmpty((await host.GetAsync(tool, "keys")).Items);
    }

    private static (int Status, string Problem) Of(Said said) => (said.Status, said.Problem);

    private static object Roles(params string[] roles) => new { roles = roles.Select(role => new { role }) };

    // As if the person had chosen a password of his own.
    private async Task ClearChangeAsync(string id)
    {
        var credentials = host.Service<PeopleTables>().Credentials;
        var stored = (await credentials.FindAsync(Guid.Parse(id), default))!.Password!;
        await credentials.ChangePasswordAsync(Guid.Parse(id), stored, stored, host.Clock.GetUtcNow(), default);
    }
}

public sealed class PlatformSpreadTests
{
    [Fact]
    public async Task A_pause_in_one_process_is_felt_in_another_within_a_second()
    {
        var store = await TestStores.PostgresAsync();
        await using var one = await AdminHost.StartAsync(store);
        await using var other = await AdminHost.StartAsync(store);
        var directory = other.Service<CityOps.Hub.Onboarding.PlatformDirectory>();
        var tool = await one.PlatformAsync(AdminHost.Nation);

        await one.PostAsync(tool, $"platforms/{AdminHost.Province}/suspend");
        Assert.False(directory.Find(AdminHost.Province)!.Suspended);
        for (var at = 0; at < 100 && !directory.Find(AdminHost.Province)!.Suspended; at++)
        {
            other.Clock.Advance(TimeSpan.FromMilliseconds(at == 0 ? 1000 : 0));
            await other.Service<CityOps.Hub.Onboarding.PlatformKeeper>().RefreshAsync(default);
        }

        Assert.True(directory.Find(AdminHost.Province)!.Suspended);
    }
}
