using System.Globalization;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Onboarding.Joining;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Status.Probes;
using CityOps.Hub.Subscriptions.Push;

namespace CityOps.Hub.Status.Health;

/// <summary>From what was seen to what is wrong. Pure. One cause that holds up many things is one finding (I11, design.md 6).</summary>
internal static class HealthRules
{
    private const double RedRejected = 0.10;
    private const double YellowRejected = 0.02;
    public static readonly TimeSpan RefusalMemory = TimeSpan.FromDays(1);
    private const int LeastAuthFailures = 3;
    private const int LeastCalls = 5;
    private const int SlowMillis = 2_000;
    private static readonly TimeSpan LinkPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PushPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastReadPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MostReadPatience = TimeSpan.FromHours(1);
    private static readonly TimeSpan BeatPatience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan YellowSkew = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<Finding> Find(HealthFacts facts) =>
        [.. RootCauses.Reduce([.. Links(facts).Concat(Refused(facts)).Concat(Rejected(facts)).Concat(Late(facts)).Concat(Pushes(facts)).Concat(Readers(facts)).Concat(Slow(facts)).Concat(Beats(facts)).Concat(ProbeRules.Find(facts)).Concat(Incomplete(facts))])
            .Where(finding => !facts.InWindow(finding.Platform, finding.Interface))
            .OrderByDescending(finding => finding.Severity).ThenByDescending(finding => finding.Affected).ThenBy(finding => finding.Mark, StringComparer.Ordinal)];

    // A cut uplink is one illness, however many flows go over it.
    private static IEnumerable<Finding> Links(HealthFacts facts)
    {
        var failing = facts.Flows.Where(flow => flow.FailingSince is { } since && facts.Now - since >= LinkPatience).ToList();
        if (failing.Count == 0)
        {
            if (ProbeRules.Above(facts) is { } above)
            {
                yield return above;
            }

            yield break;
        }

        var why = failing.GroupBy(flow => flow.Error ?? "").MaxBy(all => all.Count())!.Key;
        yield return new Finding(
            "link-down", Light.Red, null, facts.Upper, facts.Upper,
            $"上级链路中断：{why}", $"The link to the hub above is down: {why}",
            "核对上级平台是否运行、网络与密钥是否有效；恢复后积压自动补传，无须操作", "Check that the hub above runs, the network and the keys; what waits is sent by itself afterwards")
        {
            Affected = failing.Count,
            Since = failing.Min(flow => flow.FailingSince),
        };
    }

    // Calls that were turned away before anything was read: keys, pauses, floods.
    private static IEnumerable<Finding> Refused(HealthFacts facts)
    {
        foreach (var all in facts.Calls.Where(call => call.Key.Road is Road.Token or Road.In && call.Value.Errors > 0).GroupBy(call => call.Key.Platform))
        {
            if (facts.Platforms.Find(all.Key) is not { Standing: not Standing.Own } platform)
            {
                continue;
            }

            var name = facts.NameOf(all.Key);
            var tokens = all.Where(call => call.Key.Road == Road.Token).ToList();
            if (tokens.Sum(call => call.Value.Errors) is >= LeastAuthFailures and var failed && tokens.All(call => call.Value.Errors == call.Value.Calls))
            {
                yield return new Finding(
                    "auth-failing", Light.Red, SoleOf(facts, all.Key), all.Key, all.Key, $"{name}登录失败 {failed} 次：密钥错误或已更换", $"{name} failed to authenticate {failed} times: wrong or replaced key",
                    "请对方核对平台代码与密钥；如已遗失，在平台页更换密钥", "Let them check code and key; where it is lost, replace it on the platform's page");
            }

            foreach (var (_, stats) in all.Where(call => call.Value.LastError == "rate-limited").Take(1))
            {
                yield return new Finding(
                    "flood", Light.Yellow, SoleOf(facts, all.Key), all.Key, all.Key, $"{name}调用超出频率上限，已拒绝 {stats.Errors} 次", $"{name} calls more often than allowed: {stats.Errors} refused",
                    "请对方合并为较大批次，并按 Retry-After 重试", "Let them send larger batches and keep to Retry-After");
            }

            if (platform.Suspended)
            {
                yield return new Finding(
                    "suspended", Light.Yellow, null, all.Key, facts.Platforms.Deployment.Code.ToString(), $"{name}已暂停，仍在调用", $"{name} is suspended and goes on calling",
                    "确认暂停是否应解除", "See whether the pause should end");
            }
        }
    }

    private static IEnumerable<Finding> Rejected(HealthFacts facts)
    {
        foreach (var feed in facts.Feeds)
        {
            var stats = facts.Calls.GetValueOrDefault(new CallKey(Road.In, feed.Interface, feed.Sender));
            var share = stats is { Records: > 0 } ? (double)stats.Rejected / stats.Records : IsRefusedSince(facts, feed) ? 1 : 0;
            if (share < YellowRejected || facts.Platforms.Find(feed.Sender) is null or { Suspended: true })
            {
                continue;
            }

            var top = facts.Causes.Where(cause => cause.Sender == feed.Sender && cause.Interface == feed.Interface).MaxBy(cause => (cause.LastAt, cause.Count));
            var per = Math.Round(share * 100).ToString("0", CultureInfo.InvariantCulture);
            var where = top is null ? "" : $"：{top.Pointer} {top.Message}（{top.Code}）";
            var whereEn = top is null ? "" : $": {top.Pointer} {top.MessageEn} ({top.Code})";
            var (step, stepEn) = StepFor(top?.Code);
            yield return new Finding(
                top is { Code: "E3006", Pointer: "/dataTime" } ? "rejected-clock" : "rejected", share >= RedRejected ? Light.Red : Light.Yellow, feed.Interface, feed.Sender, feed.Sender,
                $"{facts.NameOf(feed.Sender)}的记录 {per}% 不合格{where}", $"{per} % of the records of {facts.NameOf(feed.Sender)} do not hold{whereEn}", step, stepEn);
        }
    }

    // Nothing was taken since the last refusal: the illness lasts until something is, however rarely this platform sends.
    private static bool IsRefusedSince(HealthFacts facts, Feed feed) =>
        feed.LastRejectedAt is { } refused && (feed.LastGoodAt is not { } good || good < refused) && facts.Now - refused < RefusalMemory;

    private static (string Zh, string En) StepFor(string? code) => code switch
    {
        "E3004" => ("请对方按现行代码表映射后重新上报", "Let them map to the code list in force and send again"),
        "E3006" => ("请对方核对记录头，并校准系统时钟", "Let them check the record header and set their clock"),
        "E4002" => ("请对方核对区划代码，只报辖区内记录", "Let them check the region code: only records of their own area"),
        _ => ("请对方按问题数据页所列字段更正后重新上报", "Let them correct the fields listed on the quarantine page and send again"),
    };

    // Feeds of a platform late, and no call of it at all: the platform is away, not each of its interfaces.
    private static IEnumerable<Finding> Late(HealthFacts facts)
    {
        var late = facts.Feeds.Select(feed => (Feed: feed, Light: LightOf(facts, feed) ?? Light.Unknown)).Where(one => one.Light is Light.Yellow or Light.Red).ToList();
        foreach (var all in late.GroupBy(one => one.Feed.Sender))
        {
            var name = facts.NameOf(all.Key);
            var speaks = facts.Calls.Any(call => call.Key.Platform == all.Key && call.Value.Calls > call.Value.Errors);
            if (!speaks)
            {
                var last = all.Max(one => one.Feed.LastAt);
                yield return new Finding(
                    "silent", all.Max(one => one.Light), SoleOf(facts, all.Key), all.Key, all.Key, $"{name}失联：{all.Count()} 个接口自 {At(last)} 起没有上报", $"{name} is silent: {all.Count()} interfaces have sent nothing since {At(last)}",
                    "联系对方值班人员，确认其系统与网络是否正常", "Call their duty officer: is their system running, is the network up?") { Affected = all.Count(), Since = last };
                continue;
            }

            foreach (var (feed, light) in all)
            {
                var last = feed.LastGoodAt ?? feed.LastAt;
                yield return new Finding(
                    "late", light, feed.Interface, feed.Sender, feed.Sender, $"{name}自 {At(last)} 起没有新数据", $"{name} has sent nothing new since {At(last)}",
                    "联系对方确认；如确无数据，请其上报空批次说明", "Ask them; if there is nothing to report, an empty batch says so") { Since = last };
            }
        }
    }

    // The one interface a platform brings data to; null where there are several.
    private static string? SoleOf(HealthFacts facts, string platform) => facts.Feeds.Where(feed => feed.Sender == platform).Take(2).ToList() is [var one] ? one.Interface : null;

    /// <summary>及时性 of one feed; null where nothing can be said of it.</summary>
    public static Light? LightOf(HealthFacts facts, Feed feed)
    {
        if (facts.Platforms.Find(feed.Sender) is not { Suspended: false } || facts.Interfaces.Find(feed.Interface) is not { } service)
        {
            return null;
        }

        if (Expectation.Of(service.Traits.Frequency, facts.Fresh.TryGetValue(feed.Interface, out var seconds) ? seconds : null) is not { } expected)
        {
            return null;
        }

        // What is not taken is not fresh: a feed of refused records is as silent as none.
        var age = facts.Now - (feed.LastGoodAt ?? feed.LastAt);
        var rejectedOnly = IsRefusedSince(facts, feed) && facts.Now - feed.LastAt < expected.Late;
        return age < expected.Late ? Light.Green : rejectedOnly ? null : age < expected.Stale ? Light.Yellow : Light.Red;
    }

    private static IEnumerable<Finding> Pushes(HealthFacts facts)
    {
        foreach (var target in facts.Pushes)
        {
            var (platform, service) = Parts(target.Subscription);
            var name = facts.NameOf(platform);
            if (target.State == PushState.NoSecret)
            {
                continue; // it was granted and is not yet fetched: the subscriber has not begun
            }

            if (target.FailingSince is not { } since || facts.Now - since < PushPatience)
            {
                continue;
            }

            var stopped = target.State is PushState.Gone or PushState.GivenUp or PushState.BlockedDestination;
            yield return new Finding(
                "push-failing", stopped || facts.Now - since > TimeSpan.FromMinutes(5) || target.Attempts >= 3 ? Light.Red : Light.Yellow, service, platform, platform,
                $"{name}的接收地址不可用：{target.Error}", $"The endpoint of {name} does not take deliveries: {target.Error}",
                stopped ? "请对方修复接收端，然后在订阅页重新启用" : "请对方检查接收端；恢复后自动补投，无须操作",
                stopped ? "Let them mend it, then open it again on the subscription's page" : "Let them check it; what waits is delivered by itself afterwards") { Since = since };
        }
    }

    // A reader has as long as its interface takes to be late: who reads hourly data may come hourly.
    private static IEnumerable<Finding> Readers(HealthFacts facts)
    {
        foreach (var one in facts.Laggards.Where(one => facts.Pushes.All(push => push.Subscription != one.Subscription)))
        {
            var (waits, patience) = (facts.Now - one.Oldest, PatienceFor(facts, one.Interface));
            if (waits <= patience)
            {
                continue;
            }

            var name = facts.NameOf(one.Platform);
            yield return new Finding(
                "not-reading", waits > patience * 10 ? Light.Red : Light.Yellow, one.Interface, one.Platform, one.Platform,
                $"{name}未取走 {At(one.Oldest)} 以来的记录", $"{name} has not taken records since {At(one.Oldest)}",
                "请对方检查拉取程序；记录在此保留，恢复后继续", "Let them check their puller; the records wait here") { Since = one.Oldest };
        }
    }

    private static TimeSpan PatienceFor(HealthFacts facts, string service)
    {
        var expected = facts.Interfaces.Find(service) is { } known ? Expectation.Of(known.Traits.Frequency, facts.Fresh.TryGetValue(service, out var seconds) ? seconds : null) : null;
        var late = expected?.Late ?? MostReadPatience;
        return late < LeastReadPatience ? LeastReadPatience : late > MostReadPatience ? MostReadPatience : late;
    }

    // Who once sent heartbeats and stopped is missed; who never did is judged by its data alone.
    private static IEnumerable<Finding> Beats(HealthFacts facts)
    {
        foreach (var beat in facts.Beats)
        {
            if (facts.Platforms.Find(beat.Platform) is not { Suspended: false, Standing: not Standing.Own })
            {
                continue;
            }

            var name = facts.NameOf(beat.Platform);
            if (facts.Now - beat.ReceivedAt > BeatPatience)
            {
                yield return new Finding(
                    "no-heartbeat", Light.Yellow, null, beat.Platform, beat.Platform, $"{name}自 {At(beat.ReceivedAt)} 起没有心跳", $"No heartbeat of {name} since {At(beat.ReceivedAt)}",
                    "联系对方值班人员，确认其系统与网络是否正常", "Call their duty officer: is their system running, is the network up?") { Since = beat.ReceivedAt };
            }
            else if (beat.Skew.Duration() > YellowSkew)
            {
                yield return new Finding(
                    "clock-skew", beat.Skew.Duration() > JoinRules.MostSkew ? Light.Red : Light.Yellow, SoleOf(facts, beat.Platform), beat.Platform, beat.Platform,
                    $"{name}的时钟与本级相差 {beat.Skew.TotalSeconds:0} 秒", $"The clock of {name} is {beat.Skew.TotalSeconds:0} s off ours",
                    "请对方启用时间同步（NTP）", "Let them synchronise their clock (NTP)");
            }
        }
    }

    // 完整性 against the SLA of the sheet: what came on the last whole day.
    private static IEnumerable<Finding> Incomplete(HealthFacts facts) =>
        facts.Incomplete.Where(one => facts.Platforms.Find(one.Platform) is { Suspended: false }).Select(one => new Finding(
            "incomplete", Light.Yellow, one.Interface, one.Platform, one.Platform, $"{facts.NameOf(one.Platform)} {one.Day} 的完整性为 {one.Percent}%，约定 {one.Promised}%",
            $"{facts.NameOf(one.Platform)} was {one.Percent} % complete on {one.Day}, {one.Promised} % are agreed", "请对方补报缺少的时段；确无数据的时段请报空批次", "Let them send what is missing; an empty batch says that there was nothing"));

    private static IEnumerable<Finding> Slow(HealthFacts facts)
    {
        var own = facts.Platforms.Deployment.Code.ToString();
        foreach (var ((road, service, platform), stats) in facts.Calls.Where(call => call.Value.Calls >= LeastCalls && call.Value.Percentile(95) >= SlowMillis))
        {
            var whose = road == Road.Push ? platform : own;
            var what = road == Road.Push ? "接收端应答" : road == Road.In ? "接收批次" : "应答";
            var whatEn = road == Road.Push ? "answers of the endpoint" : road == Road.In ? "taking batches" : "answers";
            yield return new Finding(
                "slow", Light.Yellow, service.Length > 0 ? service : null, platform, whose, $"{what}缓慢：95% 在 {stats.Percentile(95)} 毫秒以内", $"Slow {whatEn}: 95 % within {stats.Percentile(95)} ms",
                whose == own ? "查看本机负载与存储" : "请对方检查接收端负载", whose == own ? "Look at this machine's load and store" : "Let them check their load");
        }
    }

    /// <summary>Platform and interface of a subscription's id.</summary>
    public static (string Platform, string Interface) Parts(string subscription)
    {
        var dot = subscription.IndexOf('.', StringComparison.Ordinal);
        return (subscription[..dot], subscription[(dot + 1)..]);
    }

    private static string At(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
