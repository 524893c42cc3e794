using CityOps.Schemas.Calendars;
using CityOps.Node.Contracts;
using CityOps.Node.Generation;
using CityOps.Node.Modules.Command;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using Xunit;

namespace CityOps.Tests.Node;

/// <summary>The seeded lives, lived by the real flow and judged by the real schemas.</summary>
public sealed class CaseLivesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly RegionCode Hefei = RegionCode.Parse("340100");
    private static readonly PlatformCode Platform = PlatformCode.Parse("C-340100");

    [Fact]
    public void A_thousand_lives_end_as_their_plan_expects()
    {
        foreach (var life in Lives(1000))
        {
            var expected = CaseLives.Expected(life);

            var steps = Live(life);

            Assert.Equal(expected, new LifeExpectation(
                steps[^1].Case.State.Code(), (int)steps[^1].Case.Version, steps.Count, steps.Sum(s => s.Media.Count)));
        }
    }

    [Fact]
    public void Every_record_of_a_thousand_lives_is_good()
    {
        var judge = new RecordJudge(SchemaSet.Standard);
        var records = new CaseRecords(Platform);
        var judged = 0;

        foreach (var step in Lives(1000).SelectMany(Live))
        {
            foreach (var record in ACase.Value(records.Of(step, Now)))
            {
                var answer = judge.Judge(SchemaSet.Standard.Find(record.Header.Dataset, 1)!, record.Bytes);

                Assert.Empty(answer.Problems);
                judged++;
            }
        }

        Assert.InRange(judged, 15_000, 100_000);
    }

    [Fact]
    public void The_mix_is_that_of_a_real_city()
    {
        var lives = Lives(4000).Select(l => Live(l)).ToList();
        double Share(Func<List<CaseStep>, bool> which) => lives.Count(which) / (double)lives.Count;

        Assert.InRange(Share(l => l[^1].Case.Report.TypeClass == "E"), 0.955, 0.985);
        Assert.InRange(Share(l => l[^1].Case.Report.SourceCode == "01"), 0.935, 0.965);
        Assert.InRange(Share(l => l[^1].Case.ReworkTimes > 0), 0.02, 0.05);
        Assert.InRange(Share(l => l[^1].Case.DisposeOvertime is true), 0.03, 0.25);
        foreach (var state in new[] { "12", "21", "80", "81", "90" })
        {
            Assert.Contains(lives, l => l[^1].Case.State.Code() == state);
        }

        foreach (var action in new[] { "VERIFY", "RETURN", "POSTPONE", "HANG", "RESUME", "SUPERVISE" })
        {
            Assert.Contains(lives, l => l.Exists(s => s.Row.Action == action));
        }
    }

    [Fact]
    public void The_same_seed_tells_the_same_lives_and_another_seed_others()
    {
        var once = CaseLives.Plan(7, Hefei, 3, Now);
        var again = CaseLives.Plan(7, Hefei, 3, Now);
        var other = CaseLives.Plan(8, Hefei, 3, Now);

        Assert.Equal(once.Calls.Select(c => Convert.ToHexString(c.Body)), again.Calls.Select(c => Convert.ToHexString(c.Body)));
        Assert.NotEqual(once.TaskNum, other.TaskNum);
    }

    [Theory]
    [InlineData("340100")]
    [InlineData("340200")]
    [InlineData("110000")]
    [InlineData("441900")]
    [InlineData("429000")]
    public void Places_lie_in_the_city_and_times_in_the_past(string code)
    {
        var city = RegionCode.Parse(code);
        var ground = CityGround.Of(city);

        for (var i = 0; i < 200; i++)
        {
            var life = CaseLives.Plan(7, city, i, Now);
            var report = Report(life);

            Assert.All(life.Calls, c => Assert.True(c.At <= Now));
            Assert.True(RegionTree.Standard.Contains(city, RegionCode.Parse(report.DistrictCode)));
            Assert.False(RegionTree.Standard.IsHeading(RegionCode.Parse(report.DistrictCode)) && code != "429000");
            Assert.InRange(report.Lon, ground.West, ground.East);
            Assert.InRange(report.Lat, ground.South, ground.North);
            Assert.StartsWith(report.DistrictCode, report.GridCode, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("13812345678", "138****5678")]
    [InlineData("05511234567", "055****4567")]
    [InlineData("1234567", "****4567")]
    [InlineData("12345", "****")]
    [InlineData(null, null)]
    public void A_phone_leaves_the_city_masked(string? phone, string? masked)
    {
        Assert.Equal(masked, CaseRecords.Mask(phone));
    }

    [Fact]
    public void A_number_of_the_reporter_stands_in_no_record()
    {
        foreach (var record in ACase.Value(new CaseRecords(Platform).Of(ACase.Open(), Now)))
        {
            Assert.DoesNotContain("13812345678", System.Text.Encoding.UTF8.GetString(record.Bytes.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_value_outside_the_data_standard_is_refused_by_name()
    {
        var open = ACase.Value(CaseFlow.Open(ACase.Report() with { At = ACase.Morning, Urgency = "9", Address = new string('长', 201) }, "3401022026033100001", Now));

        var refusal = new CaseRecords(Platform).Of(open, Now).Match<Refusal?>(_ => null, r => r);

        Assert.Equal("bad-value", refusal?.Name);
        Assert.Equal(["/address", "/urgency"], refusal!.Fields.Select(f => f.At).Order());
    }

    private static IEnumerable<CaseLife> Lives(int count) => Enumerable.Range(0, count).Select(i => CaseLives.Plan(7, Hefei, i, Now));

    private static CaseReport Report(CaseLife life) => ACase.Value(StrictBody.Read(life.Calls[0].Body, CommandJson.Strict.CaseReport));

    private static List<CaseStep> Live(CaseLife life)
    {
        var steps = new List<CaseStep> { ACase.Value(CaseFlow.Open(Report(life), "3401022026033100001", Now)) };
        foreach (var call in life.Calls.Skip(1))
        {
            var move = ACase.Value(StrictBody.Read(call.Body, CommandJson.Strict.CaseMove));
            Assert.Equal(steps[^1].Case.Version, move.ExpectVersion);
            steps.Add(ACase.Value(CaseFlow.Advance(steps[^1].Case, move, Now, WorkSchedule.Standard)));
        }

        return steps;
    }
}
