using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using Xunit;

namespace CityOps.Tests.SignOn.Administration;

/// <summary>Signing off with the real rooms of sessions and grants.</summary>
public sealed class SignOffTests
{
    [Fact]
    public async Task A_withdrawn_delegation_ends_the_sessions_grants_and_tokens_of_its_accounts()
    {
        await using var host = await AdminHost.StartAsync(realEnds: true);
        var tool = await host.PlatformAsync(AdminHost.Nation);
        var delegation = (await host.PostAsync(tool, "delegations", new { grantee = "P-340000", quota = 2, roles = new[] { "account-manager" }, region = "340000" })).Text("id");
        var made = await host.PostAsync(tool, $"delegations/{delegation}/accounts", new { login = "manager", name = "管", roles = new[] { "account-manager" } });
        var people = host.Service<PeopleDesk>();
        var id = Guid.Parse(made.Text("user", "id"));
        Assert.True((await people.ChangePasswordAsync(id, made.Text("temporaryPassword"), "quiet harbour 螺蛳 19 moss", null, default)).TryGet(out var user, out _));

        var cookie = await host.Service<SessionStarts>().BeginAsync(new LoginProof(user, ["pwd", "otp"], "urn:cityops:acr:2", null, host.Clock.GetUtcNow()), null, "192.0.2.1", "test", default);
        var session = (await host.Service<SessionDesk>().FindAsync(cookie, default))!;
        var grant = await host.Service<GrantDesk>().OpenAsync(id, "portal", session.Sid, ["openid", "cityops"], default);
        var token = host.UserToken(user.Subject, grant: grant);
        Assert.Equal(200, (await host.GetAsync(token, "delegations")).Status);
        Assert.Equal(session.Sid, (await host.GetAsync(tool, $"users/{user.Subject}/sessions")).Items.Single().GetProperty("sid").GetString());

        await host.PostAsync(tool, $"delegations/{delegation}/withdraw");

        Assert.Null(await host.Service<SessionDesk>().FindAsync(cookie, default));
        Assert.True(host.Service<RevokedCheck>()(grant.ToString("N")));
        Assert.Equal(401, (await host.GetAsync(token, "delegations")).Status);
    }

    [Fact]
    public async Task One_session_or_all_of_an_account_are_ended_by_an_administrator()
    {
        await using var host = await AdminHost.StartAsync(realEnds: true);
        var (security, _) = await host.StaffAsync("secadmin");
        var (_, who) = await host.StaffAsync("supervisor");
        var user = (await host.Service<PeopleDesk>().FindAsync(Guid.Parse(who), default))!;
        var cookies = new List<string>();
        for (var at = 0; at < 3; at++)
        {
            cookies.Add(await host.Service<SessionStarts>().BeginAsync(new LoginProof(user, ["pwd"], "urn:cityops:acr:1", null, host.Clock.GetUtcNow()), null, "192.0.2.1", "test", default));
        }

        var desk = host.Service<SessionDesk>();
        var first = (await desk.FindAsync(cookies[0], default))!.Sid;
        Assert.Equal(204, (await host.CallAsync(security, HttpMethod.Delete, $"sessions/{first}")).Status);
        Assert.Null(await desk.FindAsync(cookies[0], default));
        Assert.NotNull(await desk.FindAsync(cookies[1], default));
        Assert.Equal(404, (await host.CallAsync(security, HttpMethod.Delete, "sessions/unknown")).Status);
        Assert.Equal(204, (await host.CallAsync(security, HttpMethod.Delete, $"users/{who}/sessions")).Status);
        Assert.Empty(await desk.OfUserAsync(user.Id, default));
    }
}
