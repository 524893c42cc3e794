using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Schemas.Codes;
using CityOps.Tests.SignOn.Policy;
using CityOps.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Status;

/// <summary>本平台视图, on each store: a partner sees what it uses and planned pauses, and nothing of others (I7).</summary>
public abstract class MineContract : HubContract
{
    [Fact]
    public async Task A_partners_system_sees_just_the_interfaces_it_uses()
    {
        var mine = (await Hub.SendAsync(HttpMethod.Get, "status/v1/mine", null, "", Department)).Json;

        Assert.Equal(["MG-01.v1.up", "MG-02.v1.up", "MG-03.v1.up", "SI-01.v1.down"], Codes(mine));
        Assert.Equal(Department, mine.GetProperty("platform").GetString());
    }

    [Fact]
    public async Task A_partners_person_sees_the_same_and_no_operators_view()
    {
        var token = await PersonAsync(Department);

        var mine = await AsAsync(token, "status/v1/mine");
        var other = await AsAsync(await PersonAsync(County), "status/v1/mine");

        Assert.Equal((200, Department), (mine.Status, mine.Json.GetProperty("platform").GetString()));
        Assert.Equal(["MG-01.v1.up", "MG-02.v1.up", "MG-03.v1.up", "SI-01.v1.down"], Codes(mine.Json));
        Assert.Equal(County, other.Json.GetProperty("platform").GetString());
        Assert.Equal(403, (await AsAsync(token, "status/v1/overview")).Status);
        Assert.Equal(403, (await AsAsync(token, "status/v1/interfaces/" + Service)).Status);
    }

    [Fact]
    public async Task Who_belongs_to_no_partner_has_no_such_view() => Assert.Equal(404, (await AsAsync(await Staff.TokenAsync(Hub.Services, "own.person"), "status/v1/mine")).Status);

    [Fact]
    public async Task Planned_pauses_are_those_of_its_own_and_of_what_it_uses()
    {
        await PlanAsync(Department, null, "本方升级");
        await PlanAsync(County, null, "他方升级");
        await PlanAsync(null, Service, "接口升级");
        await PlanAsync(null, "EX-05.v1.up", "无关接口");
        await Hub.Services.GetRequiredService<CityOps.Hub.Status.Health.Watch>().LookAsync(default);

        var mine = (await Hub.SendAsync(HttpMethod.Get, "status/v1/mine", null, "", Department)).Json;

        Assert.Equal(new HashSet<string?> { "接口升级", "本方升级" }, mine.GetProperty("windows").EnumerateArray().Select(one => one.GetProperty("reason").GetString()).ToHashSet());
    }

    [Fact]
    public async Task What_is_wrong_with_others_is_not_told()
    {
        await Hub.PostAsync(Case("BAD", source: County, change: record => record["state"] = "99"), "b1", County);
        await Hub.Services.GetRequiredService<CityOps.Hub.Status.Health.Watch>().LookAsync(default);

        var mine = (await Hub.SendAsync(HttpMethod.Get, "status/v1/mine", null, "", Department)).Json;
        var theirs = (await Hub.SendAsync(HttpMethod.Get, "status/v1/mine", null, "", County)).Json;

        Assert.Empty(mine.GetProperty("findings").EnumerateArray());
        Assert.Equal("rejected", Assert.Single(theirs.GetProperty("findings").EnumerateArray()).GetProperty("kind").GetString());
    }

    private static IEnumerable<string> Codes(JsonElement mine) => mine.GetProperty("interfaces").EnumerateArray().Select(one => one.GetProperty("code").GetString()!);

    private Task<Answer> PlanAsync(string? platform, string? service, string reason)
    {
        string At(double hours) => TimeProvider.System.GetUtcNow().AddHours(hours).ToString("O", CultureInfo.InvariantCulture);
        var body = new Dictionary<string, string?> { ["starts"] = At(1), ["ends"] = At(2), ["reason"] = reason, ["platform"] = platform, ["interface"] = service }.Where(one => one.Value is not null).ToDictionary();
        return Hub.SendAsync(HttpMethod.Post, "status/v1/maintenance", JsonSerializer.SerializeToUtf8Bytes(body), "application/json", City);
    }

    // An account under a quota that was given to the platform.
    private async Task<string> PersonAsync(string platform)
    {
        var (tables, now) = (Hub.Services.GetRequiredService<PeopleTables>(), TimeProvider.System.GetUtcNow());
        var quota = new Delegation(Guid.CreateVersion7(), null, platform, 5, 0, [], RegionCode.Parse("340100")) { GivenBy = "test", GivenAt = now };
        Assert.True(await tables.Delegations.AddAsync(quota, default));
        var user = new User(Guid.CreateVersion7(), "person." + quota.Id.ToString("N"), "王五", "", UserState.Active) { Delegation = quota.Id, ChangedAt = now };
        await using (var scope = await tables.Engine.BeginWriteAsync(default))
        {
            await UserTable.AddAsync(scope, user, null, null, default);
            await scope.CommitAsync(default);
        }

        return Staff.TokenOf(Hub.Services, user.Subject);
    }

    private Task<Answer> AsAsync(string token, string path) => Hub.SendAsync(HttpMethod.Get, path, null, "", "", request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token));
}

public sealed class SqliteMineTests : MineContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresMineTests : MineContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
