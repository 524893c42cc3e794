using System.Buffers.Text;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Keys;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>A store of the version before keys had states.</summary>
public abstract class KeyUpgradeContract : StoreContract
{
    private readonly FakeClock clock = new();

    [Fact]
    public async Task A_key_of_before_verifies_for_a_day_and_signs_no_more()
    {
        var assembly = Assembly.Load("CityOps.Hub");
        await Migrations.ApplyAsync(Engine, new SqlFiles([.. Files(assembly).Where(file => string.CompareOrdinal(file.Name, "007") < 0)]), "hub", Ct);
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AddAsync(pair);

        await Migrations.ApplyAsync(Engine, assembly, "hub", Ct);
        var keeper = new KeyKeeper(new KeyTable(Engine), new SignOnOptions(Forger.Issuer, Forger.Audience), clock);
        await keeper.RefreshAsync(Ct);

        Assert.NotNull(keeper.Find("old"));
        Assert.NotEqual("old", keeper.Ring.Signer("ES256").Kid);
        Assert.Null((await new KeyTable(Engine).ReadAsync(Ct)).Single(row => row.Kid == "old").PrivateHalf);

        clock.Advance(KeyRules.Overlap);
        await keeper.RefreshAsync(Ct);
        Assert.Null(keeper.Find("old"));
    }

    private async Task AddAsync(ECDsa pair)
    {
        var point = pair.ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}","use":"sig","alg":"ES256","kid":"old"}""";
        await Engine.Sql("INSERT INTO hub_signing_key (kid, private_pkcs8, public_jwk, created_at, not_before, retires_at) VALUES ('old', @private, @public, @at, @at, NULL)")
            .With("private", Kind.Bytes, pair.ExportPkcs8PrivateKey())
            .With("public", Kind.Bytes, Encoding.ASCII.GetBytes(jwk))
            .With("at", Kind.Instant, clock.GetUtcNow())
            .RunAsync(Ct);
    }

    private static IEnumerable<(string Name, string Sql)> Files(Assembly assembly) =>
        from name in assembly.GetManifestResourceNames()
        where name.StartsWith("migrations/", StringComparison.Ordinal) && name.Contains("_hub_", StringComparison.Ordinal)
        select (name["migrations/".Length..], new StreamReader(assembly.GetManifestResourceStream(name)!).ReadToEnd());
}

public sealed class SqliteKeyUpgradeTests : KeyUpgradeContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresKeyUpgradeTests : KeyUpgradeContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
