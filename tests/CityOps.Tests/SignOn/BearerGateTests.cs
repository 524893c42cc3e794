using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.SignOn;
using CityOps.Schemas;
using Xunit;

namespace CityOps.Tests.SignOn;

/// <summary>Tokens given at the one end hold at the other, until they should not; and outsiders can check them too.</summary>
public sealed class BearerGateTests : IAsyncLifetime
{
    private SignOnHost host = null!;

    public async Task InitializeAsync() => host = await SignOnHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    public async Task A_given_token_names_its_platform_and_is_not_narrowed(string scheme)
    {
        var identity = await ReadAsync(scheme + await TokenAsync());

        Assert.Equal("P-340000", identity!.PlatformCode);
        Assert.Null(identity.Scopes);
    }

    [Fact]
    public async Task A_remembered_token_ends_when_it_ends()
    {
        var header = "Bearer " + await TokenAsync();
        Assert.NotNull(await ReadAsync(header));

        host.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.NotNull(await ReadAsync(header));

        host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await ReadAsync(header));
    }

    [Fact]
    public async Task Every_refusal_is_the_same_outwardly()
    {
        using var stranger = new Forger();
        var token = await TokenAsync();
        string?[] headers =
        [
            null, "", "Bearer", "Bearer ", "Basic abc", "Bearer abc", "Bearer " + token + "=", "Bearer  " + token, "Bearer " + token + ", Bearer " + token,
            "DPoP " + token, "Bearer " + new string('a', 100_000), "Bearer " + stranger.Sign(Forger.GoodHeader, Forger.GoodPayload),
        ];

        foreach (var header in headers)
        {
            Assert.False((await host.Gate.ReadAsync(header)).TryGet(out _, out var refusal));
            Assert.Same(SignOnRefusals.Unauthenticated, refusal);
        }

        Assert.Equal(("unauthenticated", "E1001", RefusalKind.Unauthenticated), (SignOnRefusals.Unauthenticated.Name, SignOnRefusals.Unauthenticated.Code, SignOnRefusals.Unauthenticated.Kind));
    }

    [Fact]
    public async Task An_outsider_verifies_a_token_with_the_published_keys_alone()
    {
        var token = await TokenAsync();
        using var metadata = JsonDocument.Parse(await host.Client.GetStringAsync("/.well-known/oauth-authorization-server"));
        using var set = JsonDocument.Parse(await host.Client.GetStringAsync("/connect/jwks"));
        var key = Assert.Single(set.RootElement.GetProperty("keys").EnumerateArray(), k => k.GetProperty("alg").GetString() == "ES256");

        using var published = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()) },
        });
        var cut = token.LastIndexOf('.');
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[0])).RootElement;

        Assert.True(published.VerifyData(Encoding.ASCII.GetBytes(token.Remove(cut)), Base64Url.DecodeFromChars(token.AsSpan(cut + 1)), HashAlgorithmName.SHA256));
        Assert.Equal(header.GetProperty("kid").GetString(), key.GetProperty("kid").GetString());
        Assert.Equal(["crv", "kty", "x", "y", "use", "alg", "kid"], key.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Forger.Issuer, metadata.RootElement.GetProperty("issuer").GetString());
        Assert.Equal(Forger.Issuer + "/connect/token", metadata.RootElement.GetProperty("token_endpoint").GetString());
    }

    private async Task<string> TokenAsync() => (await host.AskAsync(SignOnHost.Basic("P-340000", SignOnHost.Secret))).Token;

    private async Task<TokenIdentity?> ReadAsync(string header) =>
        (await host.Gate.ReadAsync(header)).TryGet(out var identity, out _) ? identity : null;
}
