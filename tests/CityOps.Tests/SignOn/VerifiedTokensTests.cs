using System.Text.Json;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Jose;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn;

/// <summary>The memory of verified tokens: bounded, and never kinder than verifying again.</summary>
public sealed class VerifiedTokensTests
{
    private static readonly TokenIdentity Someone = new("P-340000", null);

    private readonly FakeClock clock = new();

    [Fact]
    public void A_token_is_known_until_it_ends_or_its_key_goes()
    {
        using var forger = new Forger();
        var verified = new VerifiedTokens(clock);
        verified.Remember("digest", Token(Forger.Now + 300), Someone);

        Assert.Same(Someone, verified.Find("digest", _ => forger.Verification));
        Assert.Null(verified.Find("digest", _ => null));
        Assert.Null(verified.Find("other", _ => forger.Verification));

        clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Null(verified.Find("digest", _ => forger.Verification));
    }

    [Fact]
    public void It_holds_no_more_than_it_may_and_lets_ended_tokens_go_first()
    {
        using var forger = new Forger();
        var verified = new VerifiedTokens(clock, most: 10);
        for (var number = 0; number < 9; number++)
        {
            verified.Remember($"short {number}", Token(Forger.Now + 10), Someone);
        }

        verified.Remember("long", Token(Forger.Now + 300), Someone);
        clock.Advance(TimeSpan.FromSeconds(10));
        verified.Remember("new", Token(Forger.Now + 300), Someone);

        Assert.Equal(2, verified.Count);
        Assert.NotNull(verified.Find("long", _ => forger.Verification));

        for (var number = 0; number < 100; number++)
        {
            verified.Remember($"more {number}", Token(Forger.Now + 300), Someone);
            Assert.InRange(verified.Count, 1, 10);
        }
    }

    private static VerifiedToken Token(long expires) => new(Forger.Kid, expires, default(JsonElement));
}
