using System.Reflection;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Organisations;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.People;

/// <summary>How administrators find people and organisations, on either database.</summary>
public abstract class SearchContract : StoreContract
{
    private static readonly UserFilter All = new(null, null, null, null);

    private PeopleRoom room = null!;

    private protected override async Task PrepareAsync()
    {
        await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);
        room = new PeopleRoom(Engine, new FakeClock());
    }

    [Fact]
    public async Task People_are_found_by_a_role_they_hold_in_whichever_place_and_once()
    {
        await room.AddAsync("twice", [new Assignment("analyst", ScopeKind.Own, ""), new Assignment("analyst", ScopeKind.Region, "340000")], stored: "-");
        await room.AddAsync("other", [new Assignment("leader", ScopeKind.Own, "")], stored: "-");
        await room.AddAsync("nothing", stored: "-");

        Assert.Equal(["twice"], (await room.Tables.Users.PageAsync(All with { Role = "analyst" }, "", 10, Ct)).Select(user => user.Login));
        Assert.Empty(await room.Tables.Users.PageAsync(All with { Role = "monitor" }, "", 10, Ct));
        Assert.Equal(["nothing", "other", "twice"], (await room.Tables.Users.PageAsync(All, "", 10, Ct)).Select(user => user.Login));
    }

    [Fact]
    public async Task Organisations_are_found_by_a_part_of_their_id_or_name_and_signs_of_patterns_mean_themselves()
    {
        foreach (var (id, name) in new[] { ("road", "道路处"), ("water", "供水_一处"), ("gas", "100%燃气") })
        {
            await room.Tables.Organisations.AddAsync(new Organisation(id, null, "/" + id, name, "department", RegionCode.Nation, null), room.Clock.GetUtcNow(), Ct);
        }

        Assert.Equal(["road"], await FindAsync("道路"));
        Assert.Equal(["water"], await FindAsync("ate"));
        Assert.Equal(["gas"], await FindAsync("%"));
        Assert.Equal(["water"], await FindAsync("_"));
        Assert.Equal(3, (await FindAsync(null)).Length);
    }

    [Fact]
    public async Task Names_of_ids_are_told_and_of_strangers_nothing()
    {
        var user = await room.AddAsync("known", stored: "-");

        Assert.Equal([(user.Id, "known", "张三")], await room.Tables.Users.NamesAsync([user.Id, Guid.CreateVersion7()], Ct));
        Assert.Empty(await room.Tables.Users.NamesAsync([], Ct));
    }

    [Fact]
    public async Task Somebody_is_ready_who_holds_the_role_can_work_and_has_a_second_factor()
    {
        var user = await room.AddAsync("operator", [new Assignment("exchange-operator", ScopeKind.Own, "")], stored: "-");
        Assert.False(await room.Tables.Users.AnyReadyAsync("exchange-operator", Ct));

        await using (var scope = await Engine.BeginWriteAsync(Ct))
        {
            await scope.Sql("UPDATE hub_user SET totp_secret = @secret WHERE id = @id").With("secret", Kind.Bytes, new byte[20]).With("id", Kind.Id, user.Id).RunAsync(Ct);
            await scope.CommitAsync(Ct);
        }

        Assert.True(await room.Tables.Users.AnyReadyAsync("exchange-operator", Ct));
        Assert.False(await room.Tables.Users.AnyReadyAsync("data-steward", Ct));
    }

    private async Task<string[]> FindAsync(string? text) => [.. (await room.Tables.Organisations.PageAsync(null, text, "", 10, Ct)).Select(one => one.Id)];
}

public sealed class SqliteSearchTests : SearchContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresSearchTests : SearchContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
