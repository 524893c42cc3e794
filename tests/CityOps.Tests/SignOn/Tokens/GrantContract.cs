using CityOps.Tests.SignOn.Mutations;
using System.Reflection;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Grants;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>What codes, refresh tokens and grants promise on either database, with two processes over one store.</summary>
public abstract class GrantContract : StoreContract
{
    private const int Callers = 50;

    private static readonly ClientCall Call = new(new Dictionary<string, string>(), null, "local", "trace");

    private readonly FakeClock clock = new();
    private TestPeers peers = null!;
    private Room one = null!;
    private Room two = null!;

    private protected override async Task PrepareAsync()
    {
        await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);
        peers = new TestPeers(clock);
        (one, two) = (NewRoom(), NewRoom());
    }

    public override async Task DisposeAsync()
    {
        peers.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_code_is_spent_once_by_fifty_callers_and_then_its_grant_is_dead()
    {
        var grant = await OpenAsync();
        var row = await ProvedAsync(grant);

        var outcomes = await AllAtOnceAsync(room => room.Codes.SpendAsync(row, row.Binding, Ct));

        var winner = Assert.Single(outcomes, outcome => outcome.TryGet(out _, out _));
        Assert.All(outcomes, outcome => Assert.True(outcome.TryGet(out _, out var refusal) || refusal.Name == "invalid_grant"));
        Assert.True(winner.TryGet(out var refresh, out _));
        Assert.False((await RefreshAsync(one, refresh.Text!)).TryGet(out _, out _));
        Assert.True(one.Revoked.IsRevoked(grant) && two.Revoked.IsRevoked(grant)); // each process has refused somebody
    }

    [Fact]
    public async Task Fifty_wrong_tries_at_once_kill_a_code()
    {
        var grant = await OpenAsync();
        var code = await IssueAsync(grant);
        var wrong = new CodeProof(TestPeers.App, "https://evil.example", TokenHost.Verifier, null);

        await AllAtOnceAsync(room => room.Codes.ProveAsync(code, wrong, Ct));

        Assert.False((await one.Codes.ProveAsync(code, Proof, Ct)).TryGet(out _, out _));
        Assert.False(one.Revoked.IsRevoked(grant));
    }

    [Fact]
    public async Task Fifty_refreshes_at_once_leave_exactly_one_token_alive()
    {
        var token = await FirstRefreshAsync(await OpenAsync());

        var outcomes = await AllAtOnceAsync(room => RefreshAsync(room, token));

        var given = outcomes.Select(outcome => outcome.TryGet(out var refreshed, out _) ? refreshed.Token! : null).OfType<string>().ToArray();
        Assert.Equal(Callers, given.Length); // each may have lost the answer of the one before
        var live = await CountAsync("SELECT count(*) FROM hub_refresh_token WHERE spent_at IS NULL");
        Assert.Equal(1, live);
    }

    [Fact]
    public async Task A_token_refreshed_after_its_successor_was_used_ends_the_family()
    {
        var grant = await OpenAsync();
        var first = await FirstRefreshAsync(grant);
        var second = await GoodRefreshAsync(one, first);
        var third = await GoodRefreshAsync(two, second);

        var reused = await RefreshAsync(one, first);

        Assert.False(reused.TryGet(out _, out var refusal));
        Assert.Equal("invalid_grant", refusal.Name);
        Assert.True(one.Revoked.IsRevoked(grant));
        Assert.False((await RefreshAsync(two, third)).TryGet(out _, out _));
        var told = Assert.Single(peers.Events, entry => entry.Action == "signon.refresh-reuse");
        Assert.Equal((TestPeers.Zhang.Subject, "app", "1"), (told.Subject, told.Actor, told.Facts["generation"]));
    }

    [Fact]
    public async Task A_lost_answer_may_be_asked_for_again_for_thirty_seconds()
    {
        var first = await FirstRefreshAsync(await OpenAsync());
        var lost = await GoodRefreshAsync(one, first);
        clock.Advance(TimeSpan.FromSeconds(29));

        var again = await GoodRefreshAsync(two, first);

        Assert.NotEqual(lost, again);
        await GoodRefreshAsync(one, again);
    }

    [Fact]
    public async Task The_unseen_successor_that_was_replaced_raises_the_alarm_when_it_is_used_after_all()
    {
        var grant = await OpenAsync();
        var first = await FirstRefreshAsync(grant);
        var unseen = await GoodRefreshAsync(one, first);
        await GoodRefreshAsync(one, first);

        Assert.False((await RefreshAsync(one, unseen)).TryGet(out _, out _));
        Assert.True(one.Revoked.IsRevoked(grant));
    }

    [Fact]
    public async Task After_thirty_seconds_a_spent_token_ends_the_family_also_with_its_successor_unseen()
    {
        var grant = await OpenAsync();
        var first = await FirstRefreshAsync(grant);
        var second = await GoodRefreshAsync(one, first);
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.False((await RefreshAsync(one, first)).TryGet(out _, out _));
        Assert.False((await RefreshAsync(one, second)).TryGet(out _, out _));
        Assert.True(one.Revoked.IsRevoked(grant));
    }

    [Fact]
    public async Task A_refresh_token_ends_when_idle_for_a_week_and_a_family_after_thirty_days()
    {
        var idle = await FirstRefreshAsync(await OpenAsync());
        var busy = await FirstRefreshAsync(await OpenAsync());
        for (var week = 0; week < 4; week++)
        {
            clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
            busy = await GoodRefreshAsync(one, busy);
        }

        Assert.False((await RefreshAsync(one, idle)).TryGet(out _, out _));
        clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromSeconds(4));
        Assert.False((await RefreshAsync(one, busy)).TryGet(out _, out _));
    }

    [Fact]
    public async Task Grants_end_by_session_by_user_and_by_consent_and_others_live_on()
    {
        var (bySession, byUser, byConsent) = (await OpenAsync(sid: "a"), await OpenAsync(user: Guid.Parse("0198a000-0000-7000-8000-000000000002")), await OpenAsync(client: "web"));
        var other = await OpenAsync(sid: "b");

        await one.Grants.RevokeOfSessionAsync("a", "logout", Ct);
        await one.Grants.RevokeOfUserAsync(Guid.Parse("0198a000-0000-7000-8000-000000000002"), "password", Ct);
        await one.Grants.RevokeOfConsentAsync(TestPeers.Zhang.Id, "web", Ct);
        await two.Revoked.RefreshAsync(Ct);

        Assert.All([bySession, byUser, byConsent], grant => Assert.True(one.Revoked.IsRevoked(grant) && two.Revoked.IsRevoked(grant)));
        Assert.False(one.Revoked.IsRevoked(other) || two.Revoked.IsRevoked(other));
    }

    [Fact]
    public async Task A_single_access_token_is_revoked_here_at_once_and_elsewhere_with_the_next_look()
    {
        await one.Grants.RevokeTokenAsync("jti-1", clock.GetUtcNow() + TimeSpan.FromMinutes(5), Ct);
        await one.Grants.RevokeTokenAsync("jti-1", clock.GetUtcNow() + TimeSpan.FromMinutes(5), Ct);

        Assert.True(one.Revoked.IsTokenRevoked("jti-1"));
        Assert.False(two.Revoked.IsTokenRevoked("jti-1"));
        await two.Revoked.RefreshAsync(Ct);
        Assert.True(two.Revoked.IsTokenRevoked("jti-1"));
    }

    [Fact]
    public async Task A_revocation_is_forgotten_only_when_no_token_can_need_it()
    {
        var grant = await OpenAsync();
        await one.Grants.RevokeAsync(grant, "test", Ct);

        clock.Advance(TimeSpan.FromMinutes(10));
        await one.Revoked.RefreshAsync(Ct);
        Assert.True(one.Revoked.IsRevoked(grant));

        clock.Advance(TimeSpan.FromMinutes(10));
        await one.Revoked.RefreshAsync(Ct);
        Assert.False(one.Revoked.IsRevoked(grant));
    }

    [Fact]
    public async Task The_sweep_deletes_what_ended_a_day_ago_and_nothing_else()
    {
        var old = await OpenAsync();
        await FirstRefreshAsync(old);
        clock.Advance(TimeSpan.FromDays(29));
        var token = await FirstRefreshAsync(await OpenAsync());
        clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromSeconds(1));

        Assert.Equal(4, await new GrantTable(Engine).SweepAsync(clock.GetUtcNow() - GrantTimes.Kept, Ct)); // old grant, its code and token, the young one's code

        Assert.Equal(1, await CountAsync("SELECT count(*) FROM hub_grant"));
        await GoodRefreshAsync(one, token);
    }

    private static CodeProof Proof => new(TestPeers.App, TokenHost.Redirect, TokenHost.Verifier, null);

    private Task<Guid> OpenAsync(string client = "app", string sid = "sid", Guid? user = null) =>
        one.Grants.OpenAsync(user ?? TestPeers.Zhang.Id, client, sid, ["openid", "offline_access"], Ct);

    private Task<string> IssueAsync(Guid grant) => one.Codes.IssueAsync(
        new CodeBinding(grant, "app", TestPeers.Zhang.Id, "sid", TokenHost.Redirect, ["openid", "offline_access"]) { Challenge = TokenHost.Challenge }, Ct);

    private async Task<CodeRow> ProvedAsync(Guid grant)
    {
        Assert.True((await one.Codes.ProveAsync(await IssueAsync(grant), Proof, Ct)).TryGet(out var row, out _));
        return row;
    }

    private async Task<string> FirstRefreshAsync(Guid grant)
    {
        var row = await ProvedAsync(grant);
        Assert.True((await one.Codes.SpendAsync(row, row.Binding, Ct)).TryGet(out var refresh, out _));
        return refresh.Text!;
    }

    private static Task<CityOps.Schemas.Outcome<Refreshed>> RefreshAsync(Room room, string token) =>
        room.Families.RefreshAsync(token, new RefreshProof(TestPeers.App, null, []), Call, Ct);

    private static async Task<string> GoodRefreshAsync(Room room, string token)
    {
        Assert.True((await RefreshAsync(room, token)).TryGet(out var refreshed, out _));
        return refreshed.Token!;
    }

    private Task<T[]> AllAtOnceAsync<T>(Func<Room, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(number => Task.Run(() => act(number % 2 == 0 ? one : two))));

    private async Task<long> CountAsync(string sql) => await Engine.Sql(sql).ScalarAsync<long>(Ct);

    private Room NewRoom()
    {
        var revoked = new RevokedGrants(new GrantTable(Engine), clock);
        var grants = new GrantDesk(new GrantTable(Engine), revoked, clock);
        return new Room(
            grants,
            new CodeDesk(new CodeTable(Engine), grants, TestGuards.Now, clock),
            new RefreshDesk(new RefreshTable(Engine), grants, peers.Peers, TestGuards.Now, clock),
            revoked);
    }

    private sealed record Room(GrantDesk Grants, CodeDesk Codes, RefreshDesk Families, RevokedGrants Revoked);
}

public sealed class SqliteGrantTests : GrantContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresGrantTests : GrantContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
