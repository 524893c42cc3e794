using CityOps.Hub.Status.Probes;
using Xunit;

namespace CityOps.Tests.Hub.Status.Probes;

/// <summary>Probes are spread over their period: no stampede, not even after a start or when everything fails.</summary>
public sealed class ProbePaceTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly string[] Targets = [.. Enumerable.Range(0, 10_000).Select(n => $"D-{n}.v1.up")];

    [Fact]
    public void Ten_thousand_interfaces_are_each_probed_in_the_period_and_never_many_at_once()
    {
        var pace = new ProbePace(Period, new Random(1));
        var counts = new Dictionary<string, int>();
        var most = 0;
        for (var now = Start; now < Start + Period; now += Beat)
        {
            var due = pace.Take(Targets, now, Beat);
            most = Math.Max(most, due.Count);
            foreach (var one in due)
            {
                counts[one] = counts.GetValueOrDefault(one) + 1;
                pace.Done(one, now, well: true);
            }
        }

        Assert.True(counts.Count > 9_900, $"{counts.Count} of 10000");
        Assert.All(counts.Values, count => Assert.InRange(count, 1, 2)); // a tenth of the period is left to chance
        Assert.True(most <= 80, $"{most} at once where 28 are the average");
    }

    [Fact]
    public void One_that_fails_is_looked_at_again_soon_and_a_storm_of_them_is_not()
    {
        var pace = new ProbePace(Period, new Random(1));
        pace.Take(Targets, Start, Beat);
        foreach (var one in Targets)
        {
            pace.Done(one, Start, well: false);
        }

        Assert.Equal(ProbePace.MostSoon, pace.Take(Targets, Start + ProbePace.Soon, Beat).Count);
    }

    [Fact]
    public void What_is_published_no_more_is_probed_no_more()
    {
        var pace = new ProbePace(Period, new Random(1));
        pace.Take(Targets, Start, Beat);

        Assert.Empty(pace.Take([], Start + Period, Beat));
    }
}
