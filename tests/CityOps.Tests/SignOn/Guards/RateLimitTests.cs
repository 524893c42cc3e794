using CityOps.Tests.SignOn.Mutations;
using CityOps.Hub.Guards;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn.Guards;

public sealed class RateLimitTests
{
    private readonly FakeClock clock = new();

    private RateLimits Make() => new(new GuardOptions { Rates = new RateOptions { Calls = new Rate(2, 10), Tokens = new Rate(1, 3) } }, clock, TestGuards.Now);

    [Fact]
    public void A_flood_by_one_leaves_the_others_alone()
    {
        var limits = Make();
        var let = Enumerable.Range(0, 1_000).Count(_ => limits.Refuse(RateClass.Calls, "flooder") is null);
        var refusal = limits.Refuse(RateClass.Calls, "flooder");

        Assert.Equal((10, "rate-limited", 1), (let, refusal?.Name, refusal?.RetryAfter));
        Assert.Null(limits.Refuse(RateClass.Calls, "neighbour"));
        Assert.Null(limits.Refuse(RateClass.Tokens, "flooder"));
    }

    [Fact]
    public void A_bucket_refills_with_time_up_to_its_size()
    {
        var limits = Make();
        while (limits.Refuse(RateClass.Calls, "a") is null)
        {
        }

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(4, Enumerable.Range(0, 50).Count(_ => limits.Refuse(RateClass.Calls, "a") is null));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, Enumerable.Range(0, 50).Count(_ => limits.Refuse(RateClass.Calls, "a") is null));
    }

    [Fact]
    public void Ever_new_identities_end_in_one_bucket_instead_of_eating_the_memory()
    {
        var limits = Make();
        for (var i = 0; i < 50_000; i++)
        {
            limits.Refuse(RateClass.Calls, $"{i}");
        }

        var let = Enumerable.Range(50_000, 1_000).Count(i => limits.Refuse(RateClass.Calls, $"{i}") is null);
        Assert.Equal(10, let);
    }
}
