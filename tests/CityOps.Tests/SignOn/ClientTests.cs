using System.Globalization;
using CityOps.Hub.SignOn.Clients;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn;

/// <summary>Stored secrets and the limit on guessing, without a server.</summary>
public sealed class ClientTests
{
    private readonly FakeClock clock = new();

    [Fact]
    public void A_hashed_secret_holds_for_its_own_text_only()
    {
        var secrets = new ClientSecrets();
        var stored = ClientSecrets.Hash("right");

        Assert.StartsWith("pbkdf2$sha512$210000$", stored, StringComparison.Ordinal);
        Assert.True(secrets.Verify("P-340000", stored, "right"));
        Assert.False(secrets.Verify("P-340000", stored, "right "));
        Assert.False(secrets.Verify("P-340000", null, "right"));
        Assert.NotEqual(stored, ClientSecrets.Hash("right"));
    }

    [Fact]
    public void Only_the_exact_client_form_and_secret_that_held_are_remembered()
    {
        var secrets = new ClientSecrets();
        secrets.Verify("C-340100", "plain:right", "right");
        secrets.Verify("C-340100", "plain:right", "wrong");

        Assert.True(secrets.Remembers("C-340100", "plain:right", "right"));
        Assert.False(secrets.Remembers("C-340100", "plain:right", "wrong"));
        Assert.False(secrets.Remembers("C-340200", "plain:right", "right"));
        Assert.False(secrets.Remembers("C-340100", "plain:righ", "tright"));
        Assert.False(new ClientSecrets().Remembers("C-340100", "plain:right", "right"));
    }

    [Theory]
    [InlineData("plain:x", true)]
    [InlineData("plain:", false)]
    [InlineData("", false)]
    [InlineData("secret", false)]
    [InlineData("pbkdf2$sha512$1000$AAAAAAAAAAAAAAAAAAAAAA==$AAAA", false)]
    [InlineData("pbkdf2$sha256$210000$AAAAAAAAAAAAAAAAAAAAAA==$AAAA", false)]
    [InlineData("pbkdf2$sha512$210000$!$!", false)]
    public void A_stored_secret_that_cannot_be_read_never_holds(string stored, bool wellFormed)
    {
        Assert.Equal(wellFormed, ClientSecrets.IsWellFormed(stored));
        Assert.False(new ClientSecrets().Verify("P-340000", stored, stored));
    }

    [Fact]
    public void A_key_that_failed_twenty_times_waits_three_seconds_an_attempt_and_others_do_not()
    {
        var limiter = new FailureLimiter(clock);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            Assert.Null(limiter.Wait("one"));
            limiter.Fail("one");
        }

        Assert.Equal(3, limiter.Wait("one"));
        Assert.Null(limiter.Wait("other"));

        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(limiter.Wait("one"));
        limiter.Fail("one");
        Assert.Equal(3, limiter.Wait("one"));

        clock.Advance(TimeSpan.FromMinutes(1));
        limiter.Fail("one");
        Assert.Null(limiter.Wait("one"));
    }

    [Fact]
    public void The_limiter_forgets_those_with_the_fewest_failures_rather_than_grow()
    {
        var limiter = new FailureLimiter(clock, mostKeys: 100);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            limiter.Fail("guesser");
        }

        for (var number = 0; number < 1000; number++)
        {
            limiter.Fail(number.ToString(CultureInfo.InvariantCulture));
        }

        Assert.InRange(limiter.Count, 1, 100);
        Assert.NotNull(limiter.Wait("guesser"));
    }
}
