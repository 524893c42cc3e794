using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Quality;
using CityOps.Schemas.Catalogue;
using Xunit;

namespace CityOps.Tests.Hub.Status.Quality;

/// <summary>Scores of domain.md 4.3.5: what is known counts by its weight, what is not known is left out and said.</summary>
public sealed class QualityRuleTests
{
    private const string Day = "2026-11-20";
    private const string Platform = "B-1";
    private static readonly InterfaceList Interfaces = new(StandardEdition.Built(SchemaSet.Standard).Schemas);
    private static readonly InterfaceService Hourly = Interfaces.Find("EX-02.v1.up")!;
    private static readonly DateTimeOffset Midnight = QualityRules.StartOf(Day);
    private static readonly DateTimeOffset Later = Midnight.AddDays(2);

    [Fact]
    public void The_weights_are_those_of_the_standard()
    {
        Assert.Equal(10_000, QualityRules.Score(new QualityParts(10_000, 10_000, 10_000, 10_000, 10_000, 10_000)));
        Assert.Equal(2_500, QualityRules.Score(new QualityParts(10_000, 0, 0, 0, 0, 0)));
        Assert.Equal(2_500, QualityRules.Score(new QualityParts(0, 10_000, 0, 0, 0, 0)));
        Assert.Equal(1_500, QualityRules.Score(new QualityParts(0, 0, 10_000, 0, 0, 0)));
        Assert.Equal(1_500, QualityRules.Score(new QualityParts(0, 0, 0, 10_000, 0, 0)));
        Assert.Equal(1_500, QualityRules.Score(new QualityParts(0, 0, 0, 0, 10_000, 0)));
        Assert.Equal(500, QualityRules.Score(new QualityParts(0, 0, 0, 0, 0, 10_000)));
    }

    [Fact]
    public void A_part_that_nobody_knows_takes_no_part_and_with_none_known_there_is_no_score()
    {
        Assert.Equal(10_000, QualityRules.Score(new QualityParts(null, 10_000, null, null, null, null)));
        Assert.Null(QualityRules.Score(QualityParts.Unknown));
    }

    [Fact]
    public void Completeness_is_the_due_periods_in_which_something_came()
    {
        Assert.Equal((24L, 18L, 7_500L), Slots(Of(Feed(slots: 18))));
        Assert.Equal((24L, 0L, 0L), Slots(Of(null)));
        Assert.Equal((12L, 12L, 10_000L), Slots(QualityRules.Of(Day, Platform, Hourly, Feed(slots: 12), true, [], [], Midnight.AddHours(12.5)))); // the day is not over
    }

    [Fact]
    public void A_feed_is_due_from_when_it_began_and_not_inside_a_window()
    {
        Assert.Equal((4L, 4L, 10_000L), Slots(QualityRules.Of(Day, Platform, Hourly, Feed(slots: 4) with { FirstAt = Midnight.AddHours(20.5) }, before: false, [], [], Later)));
        var window = new Maintenance("1", Platform, null, Midnight, Midnight.AddHours(6), "升级", "x");
        Assert.Equal((18L, 18L, 10_000L), Slots(QualityRules.Of(Day, Platform, Hourly, Feed(slots: 18), true, [], [window], Later)));
    }

    [Fact]
    public void What_is_an_event_is_not_due_and_its_completeness_is_unknown()
    {
        var row = QualityRules.Of(Day, Platform, Interfaces.Find("OP-05.v1.up")!, Feed(slots: 0), true, [], [], Later);

        Assert.Null(row.Parts.Complete);
        Assert.NotNull(row.Score);
        Assert.Null(QualityRules.Of(Day, Platform, Interfaces.Find("OP-05.v1.up")!, null, true, [], [], Later).Score);
    }

    [Theory]
    [InlineData("E3004", 9_000, 10_000, 10_000)]
    [InlineData("E4006", 10_000, 9_000, 10_000)]
    [InlineData("E4002", 10_000, 10_000, 9_000)]
    public void A_refusal_counts_against_the_part_its_code_belongs_to(string code, long conforming, long consistent, long accurate)
    {
        var parts = QualityRules.Of(Day, Platform, Hourly, Feed() with { Accepted = 90, Rejected = 10 }, true, [new Cause(Day, Platform, Hourly.Name, "/x", code, 10, "", "", Midnight)], [], Later).Parts;

        Assert.Equal((conforming, consistent, accurate), (parts.Conforming, parts.Consistent, parts.Accurate));
    }

    [Fact]
    public void Late_and_doubled_records_count_against_timeliness_and_uniqueness()
    {
        var parts = Of(Feed() with { Accepted = 80, InTime = 60, Duplicate = 20 }).Parts;

        Assert.Equal((7_500L, 8_000L), (parts.Timely, parts.Single));
    }

    [Fact]
    public void A_platform_is_the_sum_of_what_its_interfaces_count()
    {
        var whole = QualityRules.Whole(Day, Platform, [Of(Feed(slots: 24) with { Accepted = 300, InTime = 300 }), Of(Feed(slots: 12) with { Accepted = 100, InTime = 0 })]);

        Assert.Equal((7_500L, 7_500L, 400L), (whole.Parts.Complete, whole.Parts.Timely, whole.Offered));
    }

    private static QualityRow Of(FeedDay? feed) => QualityRules.Of(Day, Platform, Hourly, feed, true, [], [], Later);

    private static (long, long, long?) Slots(QualityRow row) => (row.DueSlots, row.MetSlots, row.Parts.Complete);

    private static FeedDay Feed(long slots = 24) => new(Day, Hourly.Name, Platform, 100, 0, 0, 0, 100, 23, Midnight) { Slots = slots };
}
