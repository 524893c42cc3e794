using CityOps.Hub.Status.Health;

namespace CityOps.Hub.Status.Probes;

/// <summary>From probes that do not hold to what is wrong. Pure. What stops every interface is one finding, not one for each.</summary>
internal static class ProbeRules
{
    /// <summary>One that fails once may have met a restart.</summary>
    private const int LeastProbes = 2;

    /// <summary>So many interfaces with the same leg are one illness.</summary>
    private const int LeastShared = 4;

    /// <summary>Legs that no interface walks for itself.</summary>
    private static readonly ProbeLeg[] Common = [ProbeLeg.Connect, ProbeLeg.Tls, ProbeLeg.Token, ProbeLeg.Store];

    public static IEnumerable<Finding> Find(HealthFacts facts)
    {
        var own = facts.Platforms.Deployment.Code.ToString();
        var link = ProbeResult.LinkTo(facts.Upper);
        var failing = facts.Probes.Where(one => one.Probes >= LeastProbes && one.Target != link && facts.Interfaces.Find(one.Target) is not null).ToList();
        if (failing.Where(one => Common.Contains(one.Leg)).GroupBy(one => one.Leg).MinBy(all => all.Key) is { } common)
        {
            return [Of(common.First(), null, own) with { Affected = common.Count(), Since = common.Min(one => one.Starts) }];
        }

        return failing.GroupBy(one => (one.Leg, one.Verdict)).SelectMany(all => all.Count() >= LeastShared
            ? [Of(all.First(), null, own) with { Affected = all.Count(), Since = all.Min(one => one.Starts) }]
            : all.Select(one => Of(one, one.Target, own) with { Since = one.Starts }));
    }

    /// <summary>The hub above does not answer, though no record waits on the link.</summary>
    public static Finding? Above(HealthFacts facts) =>
        facts.Upper.Length > 0 && facts.Probes.FirstOrDefault(one => one.Target == ProbeResult.LinkTo(facts.Upper) && one.Probes >= LeastProbes) is { } down
            ? new Finding(
                "link-down", down.Verdict == ProbeVerdict.Slow ? Light.Yellow : Light.Red, null, facts.Upper, facts.Upper, $"上级平台探测不通：{down.Said}", $"The hub above does not hold its probe: {down.Said}",
                "核对上级平台是否运行、网络与密钥是否有效；恢复后积压自动补传，无须操作", "Check that the hub above runs, the network and the keys; what waits is sent by itself afterwards") { Since = down.Starts }
            : null;

    private static Finding Of(ProbeStretch one, string? service, string own)
    {
        var (leg, legEn, next, nextEn) = one.Leg switch
        {
            ProbeLeg.Connect => ("名称解析或连接", "name or connection", "检查域名、代理与端口是否可达", "Check name, proxy and port"),
            ProbeLeg.Tls => ("TLS", "TLS", "检查代理的证书是否有效、是否到期", "Check the proxy's certificate and when it ends"),
            ProbeLeg.Token => ("取令牌", "token", "检查单点登录与密钥；查看本机日志", "Check sign-on and keys; look at the log"),
            ProbeLeg.Validation => ("校验", "validation", "标准样例未通过校验：检查数据标准的当前版本", "The standard's own example does not hold: check the edition of the standard in force"),
            ProbeLeg.Store => ("存储", "store", "检查数据库是否可用、磁盘是否已满", "Check the database and the disk"),
            _ when one.Verdict == ProbeVerdict.Slow => ("应答过慢", "answer too slow", "查看本机负载与存储", "Look at this machine's load and store"),
            _ => ("应答", "answer", "查看本机与代理的日志", "Look at the log of this machine and of the proxy"),
        };
        return new Finding(
            "probe-failing", one.Verdict == ProbeVerdict.Slow ? Light.Yellow : Light.Red, service, own, own, $"探测未通过（{leg}）：{one.Said}", $"The probe does not hold ({legEn}): {one.Said}", next, nextEn);
    }
}
