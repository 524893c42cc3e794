using CityOps.Tests.SignOn.Mutations;
using System.Reflection;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Store;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream.Stores;

/// <summary>What the relying party's tables promise, on either database.</summary>
public abstract class UpstreamStoreContract : StoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private protected override async Task PrepareAsync() => await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);

    [Fact]
    public async Task A_state_is_taken_once_by_fifty_callers()
    {
        var table = new WaitingTable(Engine, TestGuards.Now);
        await table.AddAsync("state", "browser", "party", "waiting", Now, Ct);

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => table.TakeAsync("state", "browser", Now, Ct))));

        Assert.Equal(("party", "waiting"), Assert.Single(taken, one => one is not null));
    }

    [Fact]
    public async Task Another_browser_and_time_take_nothing_and_spend_nothing()
    {
        var table = new WaitingTable(Engine, TestGuards.Now);
        await table.AddAsync("state", "browser", "party", "waiting", Now, Ct);

        Assert.Null(await table.TakeAsync("state", "another", Now, Ct));
        Assert.Null(await table.TakeAsync("state", "browser", Now + WaitingTable.Life, Ct));
        Assert.NotNull(await table.TakeAsync("state", "browser", Now, Ct));
    }

    [Fact]
    public async Task A_logout_notice_is_spent_once_by_fifty_callers()
    {
        var table = new UpstreamSessionTable(Engine, TestGuards.Now);
        var notice = new LogoutNotice("https://a.example.cn", "sub", null, "jti", Now.AddMinutes(2));

        var spent = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => table.MarkEndedAsync(notice, Now, Ct))));

        Assert.Single(spent, one => one);
    }

    [Fact]
    public async Task A_portal_session_is_refreshed_by_one_of_fifty_until_that_one_falls_silent()
    {
        var table = new PortalSessionTable(Engine);
        await table.AddAsync("cookie", new PortalRow("sid", "subject", [1], Now, Now, Now), Ct);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => table.ClaimAsync("cookie", Now, Ct))));

        Assert.Single(claimed, one => one);
        Assert.False(await table.ClaimAsync("cookie", Now.AddSeconds(19), Ct));
        Assert.True(await table.ClaimAsync("cookie", Now.AddSeconds(20), Ct));
        await table.RenewAsync("cookie", [2], Now.AddMinutes(4), Ct);
        Assert.False(await table.ClaimAsync("cookie", Now.AddMinutes(3), Ct));
        Assert.Equal([2], (await table.FindAsync("cookie", Ct))!.Tokens);
    }

    [Fact]
    public async Task A_portal_session_ends_by_sid_or_by_subject_or_by_both_together()
    {
        var table = new PortalSessionTable(Engine);
        foreach (var (cookie, sid, subject) in ((string, string, string)[])[("a", "1", "x"), ("b", "2", "x"), ("c", "3", "y")])
        {
            await table.AddAsync(cookie, new PortalRow(sid, subject, [1], Now, Now, Now), Ct);
        }

        await table.EndAsync(new LogoutNotice("i", "y", "1", "j1", Now), Ct);
        Assert.NotNull(await table.FindAsync("a", Ct));
        await table.EndAsync(new LogoutNotice("i", null, "1", "j2", Now), Ct);
        Assert.Null(await table.FindAsync("a", Ct));
        await table.EndAsync(new LogoutNotice("i", "x", null, "j3", Now), Ct);
        Assert.Null(await table.FindAsync("b", Ct));
        Assert.NotNull(await table.FindAsync("c", Ct));
    }
}

public sealed class SqliteUpstreamStoreTests : UpstreamStoreContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresUpstreamStoreTests : UpstreamStoreContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
