using System.Reflection;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn;

/// <summary>What sign-on promises about its keys, on either database.</summary>
public abstract class KeyContract : StoreContract
{
    private readonly FakeClock clock = new();
    private readonly SignOnOptions options = new(Forger.Issuer, Forger.Audience);

    private protected override async Task PrepareAsync() => await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);

    [Fact]
    public async Task A_token_given_before_a_restart_holds_after_it()
    {
        var token = Issue(await StartAsync());

        Assert.Equal(TokenFault.None, await FaultOf(await StartAsync(), token));
    }

    [Fact]
    public async Task Starters_that_come_together_agree_on_one_key()
    {
        var keepers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(StartAsync)));

        Assert.Single(keepers.SelectMany(keeper => keeper.Ring.Keys).Select(key => key.Kid).Distinct());
    }

    [Fact]
    public async Task A_key_of_ninety_days_is_replaced_by_one_that_everybody_knows_before_it_signs()
    {
        var (first, second) = (await StartAsync(), await StartAsync());
        var old = first.Ring.Signer(clock.GetUtcNow()).Kid;
        clock.Advance(TimeSpan.FromDays(90));

        await Task.WhenAll(first.RefreshAsync(Ct), second.RefreshAsync(Ct));
        var during = first.Ring.Signer(clock.GetUtcNow()).Kid;
        clock.Advance(KeyRules.Lead);
        var token = Issue(first);

        Assert.Equal(2, first.Ring.Keys.Count);
        Assert.Equal(old, during);
        Assert.NotEqual(old, first.Ring.Signer(clock.GetUtcNow()).Kid);
        Assert.Equal(TokenFault.None, await FaultOf(second, token));
    }

    [Fact]
    public async Task A_replaced_key_verifies_for_a_day_and_is_then_deleted()
    {
        var keeper = await StartAsync();
        var old = keeper.Ring.Keys[0].Kid;
        clock.Advance(TimeSpan.FromDays(90));
        await keeper.RefreshAsync(Ct);

        clock.Advance(KeyRules.Lead + TimeSpan.FromHours(23));
        Assert.NotNull(keeper.Find(old));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(keeper.Find(old));

        await keeper.RefreshAsync(Ct);
        var row = Assert.Single(await new KeyTable(Engine).ReadAsync(Ct));
        Assert.NotEqual(old, row.Kid);
    }

    private async Task<KeyKeeper> StartAsync()
    {
        var keeper = new KeyKeeper(new KeyTable(Engine), clock);
        await keeper.RefreshAsync(Ct);
        return keeper;
    }

    private string Issue(KeyKeeper keeper)
    {
        var platform = new PlatformEntry(PlatformCode.Parse("P-340000"), RegionCode.Parse("340000"), "", "", Suspended: false);
        return new AccessTokens(keeper, options, clock).Issue(platform, []);
    }

    private async Task<TokenFault> FaultOf(KeyKeeper keeper, string token) =>
        (await new StrictJwt(TokenRules.AccessToken(options), keeper.Find, clock).VerifyAsync(token)).Fault;
}

public sealed class SqliteKeyTests : KeyContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresKeyTests : KeyContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
