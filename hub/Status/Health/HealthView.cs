namespace CityOps.Hub.Status.Health;

/// <summary>健康一览: what the newest look of this process found. Immutable; told with its time (I11).</summary>
internal sealed record HealthView(HealthFacts Facts, IReadOnlyList<Finding> Findings)
{
    private readonly ILookup<string, Finding> byInterface = Findings.Where(one => one.Interface is not null).ToLookup(one => one.Interface!, StringComparer.Ordinal);
    private readonly Dictionary<string, Light> feeds = Feeds(Facts);

    public IEnumerable<Finding> Of(string service) => byInterface[service];

    /// <summary>The colour of an interface: its worst finding, else what its feeds say, else unknown.</summary>
    public Light LightOf(string service)
    {
        if (Facts.InWindow(null, service))
        {
            return Light.Maintenance;
        }

        var found = byInterface[service].Select(one => one.Severity).DefaultIfEmpty(Light.Green).Max();
        return found >= Light.Yellow ? found : feeds.GetValueOrDefault(service, Light.Unknown);
    }

    public Light LightOfPlatform(string platform)
    {
        if (Facts.Platforms.Find(platform) is { Suspended: true } || Facts.InWindow(platform, null))
        {
            return Light.Maintenance;
        }

        var found = Findings.Where(one => one.Platform == platform || one.Owner == platform).Select(one => one.Severity).DefaultIfEmpty(Light.Green).Max();
        return found >= Light.Yellow ? found : Facts.Calls.Any(call => call.Key.Platform == platform && call.Value.Calls > call.Value.Errors) ? Light.Green : Light.Unknown;
    }

    // Green needs somebody who speaks for it: a feed that is in time, or a call that went well in the last minute.
    private static Dictionary<string, Light> Feeds(HealthFacts facts)
    {
        var lights = new Dictionary<string, Light>(StringComparer.Ordinal);
        foreach (var feed in facts.Feeds)
        {
            var spoke = facts.Calls.TryGetValue(new Measuring.CallKey(Measuring.Road.In, feed.Interface, feed.Sender), out var calls) && calls.Calls > calls.Errors && calls.Rejected < Math.Max(1, calls.Records);
            var light = HealthRules.LightOf(facts, feed) is Light.Green || spoke ? Light.Green : Light.Unknown;
            lights[feed.Interface] = lights.TryGetValue(feed.Interface, out var before) && before == Light.Green ? Light.Green : light;
        }

        return lights;
    }
}
