using CityOps.Hub.Links;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Onboarding.Beats;
using CityOps.Hub.Status.Health;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Status.Rollup;

/// <summary>三级一览: this deployment and everything below it, each part true of its own time; what nobody told of is unknown.</summary>
internal sealed class TreeShow(Watch watch, HeartbeatTable beats, PlatformDirectory platforms)
{
    public async Task<object> ReadAsync(CancellationToken ct)
    {
        var view = watch.Newest ?? await watch.LookAsync(ct);
        var heard = (await beats.AllAsync(ct)).ToDictionary(one => one.Platform, StringComparer.Ordinal);
        var own = platforms.Deployment;
        return new
        {
            at = ChinaTime.Format(view.Facts.Now),
            platform = own.Code.ToString(),
            name = own.Name,
            tier = own.Tier.ToString().ToLowerInvariant(),
            asOf = ChinaTime.Format(view.Facts.Now),
            health = BeatWriter.HealthOf(view),
            upper = view.Facts.Upper.Length > 0 ? new { platform = view.Facts.Upper, light = UplinkOf(view).ToString().ToLowerInvariant() } : null,
            below = platforms.All.Where(one => one.Standing != Standing.Own).OrderBy(one => one.Standing).ThenBy(one => one.Code.ToString(), StringComparer.Ordinal).Select(one => Below(one, view, heard)),
        };
    }

    // Its own state the hub above tells nobody here: what is known is how the link to it does.
    private static Light UplinkOf(HealthView view)
    {
        var found = view.Findings.Where(one => one.Platform == view.Facts.Upper || one.Owner == view.Facts.Upper).Select(one => one.Severity).DefaultIfEmpty(Light.Green).Max();
        return found >= Light.Yellow ? found : view.Facts.Flows.Any(flow => flow is { Way: FlowWay.Send, LastGoodAt: not null, FailingSince: null }) ? Light.Green : Light.Unknown;
    }

    private static object Below(Platform one, HealthView view, Dictionary<string, HeardBeat> heard)
    {
        var code = one.Code.ToString();
        var beat = heard.GetValueOrDefault(code);
        return new
        {
            platform = code,
            name = one.Name,
            standing = one.Standing.ToString().ToLowerInvariant(),
            light = view.LightOfPlatform(code).ToString().ToLowerInvariant(),
            asOf = beat is null ? null : ChinaTime.Format(beat.ReceivedAt),
            health = beat?.Beat.Health,
            backlog = beat?.Beat.Backlog,
            skewMillis = beat?.SkewMillis,
            software = beat?.Beat.Software,
            below = beat?.Beat.Below.Select(lower => new { platform = lower.Platform, name = lower.Name, asOf = ChinaTime.Format(lower.At), health = lower.Health, backlog = lower.Backlog }) ?? [],
        };
    }
}
