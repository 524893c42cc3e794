using System.Text;
using System.Text.Json;
using CityOps.Hub.Audit;
using Xunit;

namespace CityOps.Tests.SignOn.Administration;

/// <summary>What the administration leaves in the audit log.</summary>
public sealed class TrailTests : IAsyncLifetime
{
    private AdminHost host = null!;

    public async Task InitializeAsync() => host = await AdminHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    private async Task<JsonElement> LastAsync(string action)
    {
        var rows = await host.Service<AuditTable>().FindAsync(new AuditFilter(null, action, null, null, null), long.MaxValue, 10, CancellationToken.None);
        return JsonDocument.Parse(rows[0].Body!).RootElement;
    }

    [Fact]
    public async Task Who_granted_what_to_whom_stands_in_it()
    {
        var (token, officer) = await host.StaffAsync("secadmin");
        var made = await host.PostAsync(token, "delegations", new { grantee = AdminHost.Province, quota = 3, roles = new[] { "guidance-reader" }, region = "340000" });

        var entry = await LastAsync("delegation.give");
        Assert.Equal((officer, made.Text("id"), "ok"), (entry.GetProperty("actor").GetString(), entry.GetProperty("subject").GetString(), entry.GetProperty("code").GetString()));
        var asked = JsonDocument.Parse(entry.GetProperty("facts").GetProperty("asked").GetString()!).RootElement;
        Assert.Equal((AdminHost.Province, 3, "guidance-reader"), (asked.GetProperty("grantee").GetString(), asked.GetProperty("quota").GetInt32(), asked.GetProperty("roles")[0].GetString()));
    }

    [Fact]
    public async Task A_refusal_stands_in_it_with_the_name_of_who_was_refused()
    {
        var (token, reader) = await host.StaffAsync("leader");
        Assert.Equal(403, (await host.PostAsync(token, "delegations", new { grantee = AdminHost.Province, quota = 3, roles = new[] { "guidance-reader" }, region = "340000" })).Status);

        var entry = await LastAsync("delegation.give");
        Assert.Equal(("refused", "insufficient-scope"), (entry.GetProperty("result").GetString(), entry.GetProperty("code").GetString()));
        Assert.Equal(reader, entry.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Passwords_and_personal_data_do_not()
    {
        var (token, _) = await host.StaffAsync("sysadmin");
        var made = await host.PostAsync(token, "users", new { login = "canary", name = "金丝雀", phone = "13800001111", email = "canary@example.cn" });
        var secret = made.Text("temporaryPassword");

        var rows = await host.Service<AuditTable>().ReadAsync(0, 1_000, CancellationToken.None);
        var all = string.Join('\n', rows.Select(row => Encoding.UTF8.GetString(row.Body!)));
        Assert.True(secret.Length > 8 && all.Contains("user.create", StringComparison.Ordinal));
        Assert.All((string[])[secret, "13800001111", "canary@example.cn", token], planted => Assert.DoesNotContain(planted, all, StringComparison.Ordinal));
    }
}
