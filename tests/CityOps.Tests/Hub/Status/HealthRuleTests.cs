using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Onboarding.Beats;
using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Status.Probes;
using CityOps.Hub.Subscriptions.Push;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using Xunit;

namespace CityOps.Tests.Hub.Status;

/// <summary>From what was seen to what is wrong: each illness once, with its owner; silence is never green (I11, design.md 6).</summary>
public sealed class HealthRuleTests
{
    private const string Cases = "MG-01.v1.up";
    private const string Weather = "EX-02.v1.up";
    private const string Traffic = "EX-07.v1.up";
    private const string Upper = "P-340000";
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-23T12:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly PlatformCode City = PlatformCode.Parse("C-340100");
    private static readonly string Partner = HubHost.Department;

    [Fact]
    public void A_cut_uplink_is_one_finding_however_many_flows_it_holds_up()
    {
        var flows = Enumerable.Range(0, 400).Select(i => new FlowState($"up:{i}", Cases, FlowWay.Send) { FailingSince = Now.AddMinutes(-2), Error = "Connection refused" }).ToList();

        var found = Assert.Single(Find(Seen() with { Flows = flows, Upper = Upper }));

        Assert.Equal(("link-down", Light.Red, Upper, 400), (found.Kind, found.Severity, found.Owner, found.Affected));
        Assert.Contains("Connection refused", found.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flow_that_stumbled_a_moment_ago_is_no_finding() =>
        Assert.Empty(Find(Seen() with { Flows = [new FlowState("up:1", Cases, FlowWay.Send) { FailingSince = Now.AddSeconds(-2), Error = "x" }], Upper = Upper }));

    [Fact]
    public void An_interface_nobody_speaks_for_is_unknown_and_one_that_fell_silent_is_not_green()
    {
        var facts = Seen(Fed(Weather, minutesAgo: 130));
        var view = new HealthView(facts, Find(facts));

        Assert.Equal(Light.Unknown, view.LightOf(Cases));
        Assert.Equal(Light.Yellow, view.LightOf(Weather)); // due every hour, late after two
        Assert.Equal(Light.Green, new HealthView(Seen(Fed(Weather, 10)), []).LightOf(Weather));
        var stale = Seen(Fed(Weather, minutesAgo: 200));
        Assert.Equal(Light.Red, new HealthView(stale, Find(stale)).LightOf(Weather));
    }

    [Fact]
    public void An_event_that_did_not_happen_is_no_illness() => Assert.Empty(Find(Seen(Fed("OP-05.v1.up", minutesAgo: 60 * 24 * 30))));

    [Fact]
    public void What_the_owner_promised_outranks_the_standard()
    {
        var facts = Seen(Fed(Weather, 10), Called(Weather, calls: 3)) with { Fresh = new Dictionary<string, int> { [Weather] = 60 } };

        Assert.Equal(("late", Light.Red), Kind(Assert.Single(Find(facts))));
    }

    [Fact]
    public void A_platform_that_is_away_is_one_finding_not_one_for_each_of_its_interfaces()
    {
        var found = Assert.Single(Find(Seen(Fed(Weather, 600), Fed(Traffic, 600), Fed(Cases, 600))));

        Assert.Equal(("silent", 3, Partner), (found.Kind, found.Affected, found.Owner));
        Assert.Null(found.Interface);
    }

    [Fact]
    public void A_wrong_key_explains_the_silence_that_follows_from_it()
    {
        var facts = Seen(Fed(Weather, 600), new Called(Road.Token, "", 5, Errors: 5));

        Assert.Equal(("auth-failing", Light.Red), Kind(Assert.Single(Find(facts))));
    }

    [Fact]
    public void A_key_that_failed_among_others_that_held_is_no_finding() => Assert.Empty(Find(Seen(Fed(Weather, 1), new Called(Road.Token, "", 5, Errors: 4))));

    [Fact]
    public void Refused_records_name_field_and_rule_and_last_until_one_is_taken_however_rarely_they_come()
    {
        var refused = Fed(Weather, 10) with { Good = 600, Refused = 10 };
        var cause = new Cause("2026-11-23", Partner, Weather, "/stationName", "E3001", 7, "缺少必填项 stationName", "stationName is missing", Now.AddMinutes(-10));

        var found = Assert.Single(Find(Seen(refused) with { Causes = [cause] }));

        Assert.Equal(("rejected", Light.Red), Kind(found));
        Assert.Contains("/stationName 缺少必填项", found.Cause, StringComparison.Ordinal);
        Assert.Empty(Find(Seen(Fed(Weather, 10) with { Good = 9, Refused = 10 })));
    }

    [Fact]
    public void A_few_refused_among_many_good_ones_are_told_as_a_warning_and_almost_none_not_at_all()
    {
        Assert.Equal(("rejected", Light.Yellow), Kind(Assert.Single(Find(Seen(Fed(Weather, 1), Called(Weather, 10, records: 100, rejected: 5))))));
        Assert.Empty(Find(Seen(Fed(Weather, 1), Called(Weather, 10, records: 100, rejected: 1))));
    }

    [Fact]
    public void A_clock_that_is_off_explains_the_records_refused_for_it()
    {
        var cause = new Cause("2026-11-23", Partner, Weather, "/dataTime", "E3006", 7, "晚于接收时间", "later than received", Now);
        var facts = Seen(Fed(Weather, 1), Called(Weather, 5, records: 5, rejected: 5)) with { Causes = [cause], Beats = [new HeardBeat(Partner, Now.AddSeconds(-5), 1_200_000, new Heartbeat(Now))] };

        Assert.Equal(("clock-skew", Light.Red), Kind(Assert.Single(Find(facts))));
        Assert.Equal("rejected-clock", Assert.Single(Find(facts with { Beats = [] })).Kind);
    }

    [Fact]
    public void Who_once_sent_heartbeats_is_missed_and_who_never_did_is_not()
    {
        Assert.Equal("no-heartbeat", Assert.Single(Find(Seen() with { Beats = [new HeardBeat(Partner, Now.AddMinutes(-16), 0, new Heartbeat(Now))] })).Kind);
        Assert.Empty(Find(Seen() with { Beats = [new HeardBeat(Partner, Now.AddMinutes(-14), 0, new Heartbeat(Now))] }));
    }

    [Fact]
    public void Inside_a_planned_window_nothing_is_found_and_the_colour_is_that_of_maintenance()
    {
        var facts = Seen(Fed(Weather, 600)) with { Windows = [new Maintenance("1", Partner, null, Now.AddHours(-1), Now.AddHours(1), "升级", "x"), new Maintenance("2", null, Weather, Now.AddHours(-1), Now.AddHours(1), "升级", "x")] };

        Assert.Empty(Find(facts));
        Assert.Equal((Light.Maintenance, Light.Maintenance), (new HealthView(facts, []).LightOf(Weather), new HealthView(facts, []).LightOfPlatform(Partner)));
        Assert.NotEmpty(Find(facts with { Windows = [new Maintenance("1", Partner, null, Now.AddHours(-2), Now.AddHours(-1), "升级", "x")] }));
    }

    [Fact]
    public void A_reader_has_as_long_as_its_interface_takes_to_be_late()
    {
        Finding? Lagging(TimeSpan behind, int? fresh) => Find(Seen() with
        {
            Laggards = [new Lagging($"{Partner}.{Weather}", Partner, Weather, Now - behind)], Fresh = fresh is { } seconds ? new Dictionary<string, int> { [Weather] = seconds } : [],
        }).SingleOrDefault();

        Assert.Null(Lagging(TimeSpan.FromMinutes(50), null));
        Assert.Equal("not-reading", Lagging(TimeSpan.FromMinutes(70), null)?.Kind);
        Assert.Null(Lagging(TimeSpan.FromSeconds(14), 10));
        Assert.Equal(Partner, Lagging(TimeSpan.FromSeconds(16), 10)?.Owner);
    }

    [Fact]
    public void An_endpoint_that_fails_is_its_owners_and_one_that_was_never_begun_is_no_illness()
    {
        var down = new PushTarget($"{Partner}.{Cases}", "https://x", PushState.Waiting, [1], null, null) { FailingSince = Now.AddMinutes(-1), Attempts = 5, Error = "HTTP 503" };

        var found = Assert.Single(Find(Seen() with { Pushes = [down] }));

        Assert.Equal(("push-failing", Cases, Partner), (found.Kind, found.Interface, found.Owner));
        Assert.Empty(Find(Seen() with { Pushes = [down with { State = PushState.NoSecret }] }));
    }

    [Fact]
    public void A_leg_that_every_interface_walks_is_one_finding_and_explains_the_others()
    {
        var token = Enumerable.Range(0, 60).Select(i => Probed(i == 0 ? Cases : i == 1 ? Weather : Traffic, ProbeLeg.Token, 2));

        var found = Assert.Single(Find(Seen() with { Probes = [.. token, Probed(Cases, ProbeLeg.Validation, 2)] }));

        Assert.Equal(("probe-failing", Light.Red, null, City.ToString(), 60), (found.Kind, found.Severity, found.Interface, found.Owner, found.Affected));
        Assert.Contains("取令牌", found.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_that_failed_once_is_no_finding_and_one_interface_that_fails_is_named()
    {
        Assert.Empty(Find(Seen() with { Probes = [Probed(Cases, ProbeLeg.Token, 1)] }));

        var found = Assert.Single(Find(Seen() with { Probes = [Probed(Cases, ProbeLeg.Validation, 2)] }));

        Assert.Equal((Cases, City.ToString()), (found.Interface, found.Owner));
        Assert.Contains("/state E3004", found.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hub_above_that_does_not_hold_its_probe_is_the_same_illness_as_a_link_that_is_down()
    {
        var probed = Probed("link " + Upper, ProbeLeg.Answer, 2);
        var flow = new FlowState("up:1", Cases, FlowWay.Send) { FailingSince = Now.AddMinutes(-2), Error = "Connection refused" };

        var alone = Assert.Single(Find(Seen() with { Probes = [probed], Upper = Upper }));
        var both = Assert.Single(Find(Seen() with { Probes = [probed], Flows = [flow], Upper = Upper }));

        Assert.Equal((alone.Mark, "link-down"), (both.Mark, alone.Kind));
    }

    private static ProbeStretch Probed(string target, ProbeLeg leg, int probes) => new(target, Now.AddMinutes(-3), Now, ProbeVerdict.Failing, leg, "/state E3004", probes, ProbeTimes.None);

    private static IReadOnlyList<Finding> Find(HealthFacts facts) => HealthRules.Find(facts);

    private static (string, Light) Kind(Finding one) => (one.Kind, one.Severity);

    private static HealthFacts Seen(params Seeing[] seen)
    {
        var deployment = new Deployment(City, City.Region!.Value, Tier.City, "合肥市");
        var platforms = new PlatformList(deployment,
        [
            new Platform(City, City.Region!.Value, "合肥市", Standing.Own, ""), new Platform(PlatformCode.Parse(Partner), City.Region!.Value, "气象局", Standing.Department, ""),
        ]);
        var feeds = seen.OfType<Fed>().Select(one => new Feed(one.Interface, Partner, 9, 0, 0, one.Refused is null ? 0 : 7, Now.AddMinutes(-one.MinutesAgo))
        {
            LastGoodAt = Now.AddMinutes(-(one.Good ?? one.MinutesAgo)), LastRejectedAt = one.Refused is { } ago ? Now.AddMinutes(-ago) : null,
        }).ToList();
        var calls = seen.OfType<Called>().ToDictionary(one => new CallKey(one.Road, one.Interface, Partner), Stats);
        return new HealthFacts(Now, platforms, new InterfaceList(StandardEdition.Built(SchemaSet.Standard).Schemas), feeds, calls, [], [], [], [], []);
    }

    private static Fed Fed(string service, int minutesAgo) => new(service, minutesAgo);

    private static Called Called(string service, int calls, long records = 0, long rejected = 0) => new(Road.In, service, calls) { Records = records, Rejected = rejected };

    private static CallStats Stats(Called one)
    {
        var stats = new CallStats();
        stats.Add(one.Calls, one.Errors, one.Records, one.Rejected, one.Calls, string.Join(' ', Enumerable.Repeat("0", 12).Prepend(one.Calls.ToString(System.Globalization.CultureInfo.InvariantCulture))), null);
        return stats;
    }
}

/// <summary>Something that was seen.</summary>
internal abstract record Seeing;

/// <summary>A feed of the partner. Times in minutes before now.</summary>
internal sealed record Fed(string Interface, int MinutesAgo) : Seeing
{
    public int? Good { get; init; }

    public int? Refused { get; init; }
}

/// <summary>Calls of the partner in the last moments.</summary>
internal sealed record Called(Road Road, string Interface, int Calls, int Errors = 0) : Seeing
{
    public long Records { get; init; }

    public long Rejected { get; init; }
}
