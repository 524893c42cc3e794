using System.Reflection;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.People;

/// <summary>What delegated accounts promise, on either database and over two processes.</summary>
public abstract class DelegationContract : StoreContract
{
    private readonly FakeClock clock = new();
    private PeopleRoom room = null!;
    private PeopleRoom other = null!;
    private Engine second = null!;

    private protected override async Task PrepareAsync()
    {
        await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);
        second = Engine.Name == "postgres" ? await StoreOpener.OpenAsync(Address, Ct) : Engine; // SQLite has one process
        (room, other) = (new PeopleRoom(Engine, clock), new PeopleRoom(second, clock));
    }

    public override async Task DisposeAsync()
    {
        if (second != Engine)
        {
            await second.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task Fifty_callers_over_two_processes_get_exactly_as_many_places_as_the_quota_has()
    {
        var nation = await GiveAsync(null, "P-340000", 7, "340000");
        PeopleRoom[] rooms = [room, other];

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(at => Task.Run(() => TakeAsync(rooms[at % 2], nation.Id))));

        Assert.Equal(7, taken.Count(one => one));
        Assert.Equal(7, (await room.Tables.Delegations.ChainAsync(nation.Id, Ct))[0].Used);
    }

    [Fact]
    public async Task A_province_hands_on_no_more_than_it_has_and_gets_back_what_it_withdraws()
    {
        var nation = await GiveAsync(null, "P-340000", 10, "340000");
        var city = await GiveAsync(nation.Id, "C-340100", 6, "340100");

        Assert.Equal("quota-spent", Refused(await room.Delegations.GiveAsync(Wanted(nation.Id, "C-340200", 5, "340200"), "p", Ct)));
        Assert.Equal("delegation-invalid", Refused(await room.Delegations.GiveAsync(Wanted(nation.Id, "C-320100", 1, "320100"), "p", Ct)));
        Assert.Equal("delegation-invalid", Refused(await room.Delegations.GiveAsync(Wanted(nation.Id, "C-340200", 1, "340200", "supervisor"), "p", Ct)));
        Assert.Equal("not-found", Refused(await room.Delegations.GiveAsync(Wanted(Guid.CreateVersion7(), "C-340200", 1, "340200"), "p", Ct)));
        Assert.True((await room.Delegations.WithdrawAsync(city.Id, "p", Ct)).TryGet(out _, out _));
        Assert.True((await room.Delegations.WithdrawAsync(city.Id, "p", Ct)).TryGet(out _, out _)); // again: nothing is given back twice
        await GiveAsync(nation.Id, "C-340200", 10, "340200");
        Assert.Equal("delegation-ended", Refused(await room.Delegations.GiveAsync(Wanted(city.Id, "C-340100", 1, "340100"), "c", Ct)));
    }

    [Fact]
    public async Task Withdrawing_above_ends_every_account_below_at_once()
    {
        var nation = await GiveAsync(null, "P-340000", 10, "340000");
        var city = await GiveAsync(nation.Id, "C-340100", 6, "340100");
        var reader = await room.AddAsync("city.reader", [new("guidance-reader", ScopeKind.Own, "")], city.Id);
        var bystander = await room.AddAsync("bystander", [new("guidance-reader", ScopeKind.Own, "")]);
        Assert.Equal([new HeldAction("guidance.read", ScopeKind.Own, "340100")], (await other.Rights.OfAsync(reader.Id, Ct)).Actions);

        await room.Delegations.WithdrawAsync(nation.Id, "n", Ct);

        Assert.Empty((await other.Rights.OfAsync(reader.Id, Ct)).Actions);
        Assert.Equal(UserState.Disabled, (await other.People.FindAsync(reader.Id, Ct))!.State);
        Assert.False((await other.People.CheckPasswordAsync("city.reader", PeopleRoom.Password, "192.0.2.9", Ct)).TryGet(out _, out _));
        Assert.Equal([$"sessions {reader.Subject} delegation", $"grants {reader.Subject} delegation"], room.Ended);
        Assert.NotEmpty((await other.Rights.OfAsync(bystander.Id, Ct)).Actions);
        Assert.False(await TakeAsync(other, nation.Id));
    }

    [Fact]
    public async Task A_delegation_that_runs_out_counts_no_more_and_its_accounts_are_signed_off_once()
    {
        var nation = await GiveAsync(null, "P-340000", 10, "340000", clock.GetUtcNow().AddHours(1));
        var reader = await room.AddAsync("soon.over", [new("guidance-reader", ScopeKind.Own, "")], nation.Id);
        clock.Advance(TimeSpan.FromMinutes(59));
        await room.Delegations.EndAsync(Ct);
        Assert.Empty(room.Ended);
        Assert.NotEmpty((await room.Rights.OfAsync(reader.Id, Ct)).Actions);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty((await room.Rights.OfAsync(reader.Id, Ct)).Actions);
        Assert.False(await TakeAsync(room, nation.Id));
        await room.Delegations.EndAsync(Ct);
        await room.Delegations.EndAsync(Ct);
        Assert.Equal(2, room.Ended.Count);
    }

    [Fact]
    public async Task A_withdrawal_that_broke_off_is_finished_by_the_sweep_of_any_process()
    {
        var nation = await GiveAsync(null, "P-340000", 10, "340000");
        var city = await GiveAsync(nation.Id, "C-340100", 6, "340100");
        await room.AddAsync("left", [], city.Id);
        await room.Tables.Delegations.WithdrawAsync(city.Id, "n", clock.GetUtcNow(), Ct); // and the process died here

        await other.Delegations.EndAsync(Ct);

        Assert.Equal(2, other.Ended.Count);
        Assert.Equal(0, (await room.Tables.Delegations.ChainAsync(nation.Id, Ct))[0].Used);
    }

    [Fact]
    public async Task An_outside_identity_is_linked_to_one_account_by_issuer_and_subject()
    {
        var (one, two) = (await room.AddAsync("one"), await room.AddAsync("two"));
        var link = new AccountLink("https://city.example.cn", "a1", one.Id, "test", clock.GetUtcNow());

        Assert.True(await room.Tables.Links.AddAsync(link, Ct));
        Assert.False(await room.Tables.Links.AddAsync(link with { Account = two.Id }, Ct));
        Assert.Equal(one.Id, (await room.People.FindLinkedAsync("https://city.example.cn", "a1", Ct))!.Id);
        Assert.Null(await room.People.FindLinkedAsync("https://city.example.cn/", "a1", Ct));
        Assert.Null(await room.People.FindLinkedAsync("https://city.example.cn", "A1", Ct));
        Assert.False(await room.Tables.Links.RemoveAsync(two.Id, "https://city.example.cn", "a1", Ct));
    }

    [Fact]
    public async Task Two_changes_of_roles_on_one_version_are_one_change()
    {
        var user = await room.AddAsync("roles");

        var done = await Task.WhenAll(
            room.Tables.Assignments.ReplaceAsync(user.Id, 1, [new("sysadmin", ScopeKind.Own, "")], "x", clock.GetUtcNow(), Ct),
            other.Tables.Assignments.ReplaceAsync(user.Id, 1, [new("auditor", ScopeKind.Own, "")], "y", clock.GetUtcNow(), Ct));

        Assert.Single(done, one => one);
        Assert.Single((await room.People.FindAsync(user.Id, Ct))!.Assignments);
    }

    private static async Task<bool> TakeAsync(PeopleRoom room, Guid delegation)
    {
        await using var scope = await room.Tables.Engine.BeginWriteAsync(Ct);
        var taken = await DelegationTable.TakeAsync(scope, delegation, 1, room.Clock.GetUtcNow(), Ct);
        await scope.CommitAsync(Ct);
        return taken;
    }

    private static Delegation Wanted(Guid? parent, string grantee, int quota, string region, string role = "guidance-reader", DateTimeOffset? expires = null) =>
        new(Guid.Empty, parent, grantee, quota, 0, [role], RegionCode.Parse(region)) { ExpiresAt = expires };

    private static string Refused(Outcome<Delegation> outcome) => outcome.Match(_ => "given", refusal => refusal.Name);

    private async Task<Delegation> GiveAsync(Guid? parent, string grantee, int quota, string region, DateTimeOffset? expires = null) =>
        (await room.Delegations.GiveAsync(Wanted(parent, grantee, quota, region, expires: expires), "test", Ct)).Match(given => given, refusal => throw new InvalidOperationException(refusal.Detail));
}

public sealed class SqliteDelegationTests : DelegationContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresDelegationTests : DelegationContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
