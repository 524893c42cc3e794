using System.Reflection;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
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

        Assert.Equal(TokenFault.None, FaultOf(await StartAsync(), token));
    }

    [Fact]
    public async Task Starters_that_come_together_agree_on_one_key_of_each_kind()
    {
        var keepers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(StartAsync)));

        Assert.Equal(
            ["ES256", "RS256"],
            keepers.SelectMany(keeper => keeper.Ring.Keys).DistinctBy(key => key.Kid).Select(key => key.Row.Algorithm).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rotators_that_come_together_make_one_next_key()
    {
        var keepers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));
        clock.Advance(KeyRules.Life);

        await Task.WhenAll(keepers.Select(keeper => Task.Run(() => keeper.RefreshAsync(Ct))));

        Assert.Equal(4, (await new KeyTable(Engine).ReadAsync(Ct)).Count);
        Assert.Equal(4, keepers.SelectMany(keeper => keeper.Ring.Keys).Select(key => key.Kid).Distinct().Count());
    }

    [Fact]
    public async Task Two_signing_keys_of_one_algorithm_are_refused_by_the_store_itself()
    {
        await StartAsync();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Engine.Sql("UPDATE hub_key SET algorithm = 'ES256'").RunAsync(Ct));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public async Task A_key_of_ninety_days_is_replaced_by_one_that_everybody_knows_before_it_signs(string algorithm)
    {
        var (first, second) = (await StartAsync(), await StartAsync());
        var old = first.Ring.Signer(algorithm).Kid;
        clock.Advance(KeyRules.Life);

        await Task.WhenAll(first.RefreshAsync(Ct), second.RefreshAsync(Ct));
        var during = first.Ring.Signer(algorithm).Kid;
        clock.Advance(KeyRules.Lead);
        await first.RefreshAsync(Ct);
        var token = Sign(first, algorithm);

        Assert.Equal(4, first.Ring.Keys.Count);
        Assert.Equal(old, during);
        Assert.NotEqual(old, first.Ring.Signer(algorithm).Kid);
        Assert.Equal(TokenFault.None, FaultOf(second, token)); // which has not looked since
    }

    [Fact]
    public async Task A_replaced_key_verifies_for_a_day_without_its_private_half_and_is_then_gone()
    {
        var keeper = await StartAsync();
        var old = keeper.Ring.Signer("ES256").Kid;
        var token = Issue(keeper);
        clock.Advance(KeyRules.Life);
        await keeper.RefreshAsync(Ct);
        clock.Advance(KeyRules.Lead);
        await keeper.RefreshAsync(Ct);

        Assert.Null((await new KeyTable(Engine).ReadAsync(Ct)).Single(row => row.Kid == old).PrivateHalf);

        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.NotNull(keeper.Find(old));

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(keeper.Find(old));

        await keeper.RefreshAsync(Ct);
        Assert.DoesNotContain(await new KeyTable(Engine).ReadAsync(Ct), row => row.Kid == old);
        Assert.Equal(TokenFault.UnknownKey, FaultOf(keeper, token));
    }

    [Fact]
    public async Task A_removed_key_takes_its_tokens_with_it_and_another_signs()
    {
        var (here, there) = (await StartAsync(), await StartAsync());
        var token = Issue(here);
        var kid = here.Ring.Signer("ES256").Kid;

        Assert.True(await here.RemoveAsync(kid, Ct));
        Assert.Equal(TokenFault.UnknownKey, FaultOf(here, token));
        Assert.Equal(TokenFault.None, FaultOf(here, Issue(here)));

        await there.RefreshAsync(Ct);
        Assert.Equal(TokenFault.UnknownKey, FaultOf(there, token));
        Assert.False(await there.RemoveAsync(kid, Ct));
    }

    [Fact]
    public async Task Private_halves_lie_in_the_store_wrapped_and_open_under_their_own_name_only()
    {
        var keeper = await StartAsync();
        var rows = await new KeyTable(Engine).ReadAsync(Ct);
        var wrap = new KeyWrap(options.WrappingKey);

        foreach (var row in rows)
        {
            Assert.ThrowsAny<Exception>(() => AsymmetricKey.OfPkcs8(row.Algorithm, row.PrivateHalf!));
            Assert.NotNull(AsymmetricKey.OfPkcs8(row.Algorithm, wrap.Open(row.Kid, row.PrivateHalf)));
            Assert.Throws<InvalidOperationException>(() => wrap.Open(row.Kid + "x", row.PrivateHalf));
        }

        Assert.Equal(2, keeper.Ring.Keys.Count);
    }

    [Fact]
    public async Task Another_wrapping_key_is_named_at_the_start()
    {
        await StartAsync();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new KeyKeeper(new KeyTable(Engine), options with { WrappingKey = new byte[32] }, clock).RefreshAsync(Ct));

        Assert.Contains("wrapping key does not open", fault.Message, StringComparison.Ordinal);
    }

    private async Task<KeyKeeper> StartAsync()
    {
        var keeper = new KeyKeeper(new KeyTable(Engine), options, clock);
        await keeper.RefreshAsync(Ct);
        return keeper;
    }

    private string Issue(KeyKeeper keeper) => Sign(keeper, "ES256");

    private string Sign(KeyKeeper keeper, string algorithm)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return new TokenSigner(keeper).Sign(
            "at+jwt", algorithm, new Dictionary<string, object> { ["iss"] = options.Issuer, ["aud"] = options.Audience, ["iat"] = now, ["exp"] = now + 300 });
    }

    private TokenFault FaultOf(KeyKeeper keeper, string token) =>
        new StrictJwt(TokenRules.AccessToken(options), keeper.Choose, clock).Verify(token).Fault;
}

public sealed class SqliteKeyTests : KeyContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresKeyTests : KeyContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
