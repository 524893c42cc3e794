using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Status.Probes;
using CityOps.Hub.Status.Quality;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Status.Showing;

/// <summary>What pages and operators' tools are told of health: shapes of <c>/status/v1</c>. All times end +08:00.</summary>
internal sealed class HealthShow(Watch watch, HealthParts parts, TimeProvider clock)
{
    private const int Ninety = 90;
    /// <summary>Platforms on the overview, the worst first; the list has them all.</summary>
    private const int MostNeighbours = 50;

    private const int FirstLines = 20;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public async Task<HealthView> ViewAsync(CancellationToken ct) => watch.Newest ?? await watch.LookAsync(ct);

    /// <summary>总览: colours counted, what is wrong first, totals, the tiers around.</summary>
    public async Task<object> OverviewAsync(CancellationToken ct)
    {
        var view = await ViewAsync(ct);
        var deployment = parts.Platforms.Deployment;
        var open = await parts.Incidents.OpenAsync(ct);
        var known = view.Facts.Feeds.Select(feed => feed.Interface).Distinct().ToList();
        var feeds = view.Facts.Feeds;
        return new
        {
            at = ChinaTime.Format(view.Facts.Now),
            platform = deployment.Code.ToString(), name = deployment.Name, tier = deployment.Tier.ToString(), region = deployment.Region.ToString(),
            upper = view.Facts.Upper,
            head = await parts.Tables.Log.HeadAsync(ct),
            totals = new { accepted = feeds.Sum(feed => feed.Accepted), rejected = feeds.Sum(feed => feed.Rejected), duplicate = feeds.Sum(feed => feed.Duplicate), stale = feeds.Sum(feed => feed.Stale) },
            interfaces = Counted(known.Select(view.LightOf), parts.Interfaces.All.Count - known.Count),
            platforms = Counted(parts.Platforms.All.Where(one => one.Standing != Standing.Own).Select(one => view.LightOfPlatform(one.Code.ToString())), 0),
            calls = CallsOf(view.Facts.Calls.Values),
            incidents = Ordered(open).Take(FirstLines).Select(one => Show(one, view)),
            openIncidents = open.Count,
            neighbours = parts.Platforms.All.Where(one => one.Standing != Standing.Own).OrderByDescending(one => view.LightOfPlatform(one.Code.ToString())).ThenBy(one => one.Standing).ThenBy(one => one.Code.ToString(), StringComparer.Ordinal).Take(MostNeighbours).Select(one => ShowPlatform(one, view)),
        };
    }

    /// <summary>接口健康: in the order of their codes; those with a colour that was asked for.</summary>
    public async Task<(IReadOnlyList<object> Items, string? Next, int Total)> InterfacesAsync(string? words, Light? light, bool used, string after, int most, CancellationToken ct)
    {
        var view = await ViewAsync(ct);
        var feeds = view.Facts.Feeds.ToLookup(feed => feed.Interface, StringComparer.Ordinal);
        var found = parts.Interfaces.All
            .Where(one => (!used || feeds.Contains(one.Name)) && (words is null || Holds(one, words)) && (light is null || view.LightOf(one.Name) == light))
            .OrderBy(one => one.Name, StringComparer.Ordinal).ToList();
        var page = found.SkipWhile(one => string.CompareOrdinal(one.Name, after) <= 0).Take(most).ToList();
        var calls = view.Facts.Calls.ToLookup(call => call.Key.Interface, call => call.Value, StringComparer.Ordinal);
        return ([.. page.Select(one => Row(one, view, feeds[one.Name], calls[one.Name]))], page.Count == most ? page[^1].Name : null, found.Count);
    }

    /// <summary>One interface: who brings, who takes, how calls go, ninety days, why records were refused. Null when there is none.</summary>
    public async Task<object?> InterfaceAsync(string code, CancellationToken ct)
    {
        if (parts.Interfaces.Find(code) is not { } service)
        {
            return null;
        }

        var view = await ViewAsync(ct);
        var now = clock.GetUtcNow();
        var feeds = await parts.Tables.Feeds.OfInterfaceAsync(code, ct);
        var lastHour = await parts.Calls.OfInterfaceAsync(code, CallTable.Short, now - TimeSpan.FromMinutes(30), ct);
        var hours = await parts.Calls.OfInterfaceAsync(code, CallTable.Hour, now - TimeSpan.FromDays(2), ct);
        var days = await parts.Health.DaysAsync(code, DayOf(now - TimeSpan.FromDays(Ninety)), ct);
        var subscribers = parts.Subscriptions.All.Where(one => one.Interface == code).OrderBy(one => one.Platform, StringComparer.Ordinal).Take(200).ToList();
        return new
        {
            at = ChinaTime.Format(view.Facts.Now),
            @interface = Row(service, view, feeds, view.Facts.Calls.Where(call => call.Key.Interface == code).Select(call => call.Value)),
            dataset = service.Dataset.Dataset, version = service.Dataset.Version, direction = service.Code.Direction.ToString().ToLowerInvariant(),
            share = service.Traits.Share.ToString().ToLowerInvariant(), category = service.Traits.Category, priority = service.Traits.Priority, reach = service.Dataset.Reach.ToString(),
            findings = view.Of(code).Select(one => Show(one, view)),
            feeds = feeds.Select(feed => ShowFeed(feed, view)),
            partners = HealthReader.Sum(lastHour).OrderBy(one => one.Key.Platform, StringComparer.Ordinal).Select(one => new { road = one.Key.Road.ToString().ToLowerInvariant(), platform = one.Key.Platform, name = view.Facts.NameOf(one.Key.Platform), calls = CallsOf([one.Value]) }),
            recent = lastHour.GroupBy(row => row.Starts).OrderBy(all => all.Key).Select(all => new { at = ChinaTime.Format(all.Key), calls = CallsOf(all.Select(row => row.Stats)) }),
            hours = hours.GroupBy(row => row.Starts).OrderBy(all => all.Key).Select(all => new { at = ChinaTime.Format(all.Key), calls = CallsOf(all.Select(row => row.Stats)) }),
            days = days.Select(day => new { day = day.Day, green = day.Green, yellow = day.Yellow, red = day.Red, unknown = day.Unknown, maintenance = day.Maintenance }),
            subscribers = subscribers.Select(one => new { subscription = one.Id, platform = one.Platform, name = view.Facts.NameOf(one.Platform), statutory = one.Statutory }),
            quality = (await parts.Quality.OfInterfaceAsync(code, DayOf(now - TimeSpan.FromDays(7)), ct)).Select(row => QualityShow.Row(row, view.Facts.NameOf(row.Platform), service.Dataset.Title)),
            probes = (await parts.Probes.OfAsync(code, DayOf(now - TimeSpan.FromDays(7)), ct)).Select(Show),
            causes = (await parts.Tables.Causes.SumAsync(new CauseSearch(null, code, null, DayOf(now - TimeSpan.FromDays(7))), 20, ct)).Select(one => ShowCause(one, view)),
        };
    }

    public async Task<(IReadOnlyList<object> Items, string? Next)> PlatformsAsync(string? words, string after, int most, CancellationToken ct)
    {
        var view = await ViewAsync(ct);
        var page = parts.Platforms.All
            .Where(one => words is null || one.Code.ToString().Contains(words, StringComparison.OrdinalIgnoreCase) || one.Name.Contains(words, StringComparison.OrdinalIgnoreCase))
            .Where(one => string.CompareOrdinal(one.Code.ToString(), after) > 0).OrderBy(one => one.Code.ToString(), StringComparer.Ordinal).Take(most).ToList();
        return ([.. page.Select(one => ShowPlatform(one, view))], page.Count == most ? page[^1].Code.ToString() : null);
    }

    public async Task<object?> PlatformAsync(string code, CancellationToken ct)
    {
        if (parts.Platforms.Find(code) is not { } platform)
        {
            return null;
        }

        var view = await ViewAsync(ct);
        var calls = HealthReader.Sum(await parts.Calls.OfPlatformAsync(code, CallTable.Short, clock.GetUtcNow() - TimeSpan.FromMinutes(30), ct));
        return new
        {
            at = ChinaTime.Format(view.Facts.Now),
            platform = ShowPlatform(platform, view),
            findings = view.Findings.Where(one => one.Platform == code || one.Owner == code).Select(one => Show(one, view)),
            feeds = (await parts.Tables.Feeds.OfSenderAsync(code, ct)).Select(feed => ShowFeed(feed, view)),
            calls = calls.OrderBy(one => one.Key.Interface, StringComparer.Ordinal).Take(500).Select(one => new { road = one.Key.Road.ToString().ToLowerInvariant(), @interface = one.Key.Interface, calls = CallsOf([one.Value]) }),
            quality = (await parts.Quality.OfPlatformAsync(code, DayOf(clock.GetUtcNow() - TimeSpan.FromDays(7)), DayOf(clock.GetUtcNow()), ct)).Select(row => QualityShow.Row(row, platform.Name, TitleOf(row.Interface))),
            subscriptions = parts.Subscriptions.Of(code).Take(500).Select(one => new { subscription = one.Id, @interface = one.Interface, statutory = one.Statutory }),
        };
    }

    public static IEnumerable<Incident> Ordered(IEnumerable<Incident> open) =>
        open.OrderByDescending(one => one.Found.Severity).ThenByDescending(one => one.Found.Affected).ThenByDescending(one => one.OpenedAt);

    public object Show(Incident one, HealthView view) => new
    {
        id = one.Id, kind = one.Found.Kind, severity = one.Found.Severity.ToString().ToLowerInvariant(), @interface = one.Found.Interface, title = TitleOf(one.Found.Interface),
        platform = one.Found.Platform, owner = one.Found.Owner, ownerName = view.Facts.NameOf(one.Found.Owner), cause = one.Found.Cause, causeEn = one.Found.CauseEn, next = one.Found.Next, nextEn = one.Found.NextEn,
        affected = one.Found.Affected, openedAt = ChinaTime.Format(one.OpenedAt), seenAt = ChinaTime.Format(one.SeenAt), closedAt = one.ClosedAt is { } closed ? ChinaTime.Format(closed) : null,
        level = one.Level, acknowledgedBy = one.AcknowledgedBy, acknowledgedAt = one.AcknowledgedAt is { } at ? ChinaTime.Format(at) : null, note = one.Note,
    };

    public static string DayOf(DateTimeOffset at) => at.ToOffset(China).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public object ShowCause(Cause one, HealthView view) => new
    {
        sender = one.Sender, name = view.Facts.NameOf(one.Sender), @interface = one.Interface, title = TitleOf(one.Interface), pointer = one.Pointer, code = one.Code, count = one.Count, message = one.Message, messageEn = one.MessageEn,
        lastAt = ChinaTime.Format(one.LastAt),
    };

    private string? TitleOf(string? service) => service is null ? null : parts.Interfaces.Find(service)?.Dataset.Title;

    private static bool Holds(InterfaceService one, string words) =>
        one.Name.Contains(words, StringComparison.OrdinalIgnoreCase) || one.Dataset.Title.Contains(words, StringComparison.OrdinalIgnoreCase) || one.Traits.Category.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, int> Counted(IEnumerable<Light> lights, int unknown)
    {
        var all = lights.ToList();
        return Enum.GetValues<Light>().ToDictionary(light => light.ToString().ToLowerInvariant(), light => all.Count(one => one == light) + (light == Light.Unknown ? unknown : 0));
    }

    public object Show(Finding one, HealthView view) => new
    {
        kind = one.Kind, severity = one.Severity.ToString().ToLowerInvariant(), @interface = one.Interface, title = TitleOf(one.Interface), platform = one.Platform, owner = one.Owner, ownerName = view.Facts.NameOf(one.Owner),
        cause = one.Cause, causeEn = one.CauseEn, next = one.Next, nextEn = one.NextEn, affected = one.Affected, since = Text(one.Since),
    };

    private static object Row(InterfaceService one, HealthView view, IEnumerable<Feed> feeds, IEnumerable<CallStats> calls)
    {
        var all = feeds.ToList();
        var worst = view.Of(one.Name).FirstOrDefault();
        return new
        {
            code = one.Name, title = one.Dataset.Title, category = one.Traits.Category, frequency = one.Traits.Frequency, light = view.LightOf(one.Name).ToString().ToLowerInvariant(),
            cause = worst?.Cause, causeEn = worst?.CauseEn, owner = worst?.Owner,
            accepted = all.Sum(feed => feed.Accepted), rejected = all.Sum(feed => feed.Rejected), senders = all.Count,
            lastAt = Text(all.Count == 0 ? null : all.Max(feed => feed.LastGoodAt)), lastDataAt = Text(all.Count == 0 ? null : all.Max(feed => feed.LastDataAt)), calls = CallsOf(calls),
        };
    }

    private static object ShowPlatform(Platform one, HealthView view)
    {
        var code = one.Code.ToString();
        var feeds = view.Facts.Feeds.Where(feed => feed.Sender == code).ToList();
        var worst = view.Findings.FirstOrDefault(found => found.Owner == code);
        return new
        {
            code, name = one.Name, region = one.Region.ToString(), standing = one.Standing.ToString().ToLowerInvariant(), suspended = one.Suspended, light = view.LightOfPlatform(code).ToString().ToLowerInvariant(),
            cause = worst?.Cause, causeEn = worst?.CauseEn, interfaces = feeds.Count, accepted = feeds.Sum(feed => feed.Accepted), rejected = feeds.Sum(feed => feed.Rejected),
            lastAt = Text(feeds.Count == 0 ? null : feeds.Max(feed => (DateTimeOffset?)feed.LastAt)),
        };
    }

    private static object ShowFeed(Feed feed, HealthView view) => new
    {
        @interface = feed.Interface, sender = feed.Sender, name = view.Facts.NameOf(feed.Sender), accepted = feed.Accepted, duplicate = feed.Duplicate, stale = feed.Stale, rejected = feed.Rejected,
        lastAt = Text(feed.LastAt), lastGoodAt = Text(feed.LastGoodAt), lastDataAt = Text(feed.LastDataAt), lastRejectedAt = Text(feed.LastRejectedAt),
        timeliness = (HealthRules.LightOf(view.Facts, feed) ?? Light.Unknown).ToString().ToLowerInvariant(),
    };

    private static object Show(ProbeStretch one) => new
    {
        from = ChinaTime.Format(one.Starts), to = ChinaTime.Format(one.Ends), verdict = one.Verdict.ToString().ToLowerInvariant(), leg = one.Leg.ToString().ToLowerInvariant(), said = one.Said, count = one.Probes,
        connect = one.Sums.Connect / one.Probes, tls = one.Sums.Tls / one.Probes, token = one.Sums.Token / one.Probes, answer = one.Sums.Answer / one.Probes, store = one.Sums.Store / one.Probes,
    };

    private static object CallsOf(IEnumerable<CallStats> all)
    {
        var sum = new CallStats();
        foreach (var one in all)
        {
            sum.Add(one.Calls, one.Errors, one.Records, one.Rejected, one.Millis, one.Buckets, one.LastError);
        }

        return new { calls = sum.Calls, errors = sum.Errors, records = sum.Records, rejected = sum.Rejected, p50 = sum.Percentile(50), p95 = sum.Percentile(95), p99 = sum.Percentile(99), lastError = sum.LastError };
    }

    private static string? Text(DateTimeOffset? at) => at is { } time ? ChinaTime.Format(time) : null;
}
