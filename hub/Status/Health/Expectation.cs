using CityOps.Hub.Catalog;

namespace CityOps.Hub.Status.Health;

/// <summary>及时性要求: how long a feed may be silent (domain.md 4.7). Null where silence says nothing: events that did not happen.</summary>
public sealed record Expectation(TimeSpan Late, TimeSpan Stale)
{
    private static readonly Dictionary<string, Expectation> ByFrequency = new(StringComparer.Ordinal)
    {
        ["stream"] = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)),
        ["5min"] = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15)),
        ["10min"] = new(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30)),
        ["hour"] = new(TimeSpan.FromHours(2), TimeSpan.FromHours(3)),
        ["day"] = new(TimeSpan.FromHours(36), TimeSpan.FromHours(48)),
        ["week"] = new(TimeSpan.FromDays(8), TimeSpan.FromDays(10)),
        ["month"] = new(TimeSpan.FromDays(37), TimeSpan.FromDays(41)),
        ["quarter"] = new(TimeSpan.FromDays(107), TimeSpan.FromDays(122)),
        ["year"] = new(TimeSpan.FromDays(411), TimeSpan.FromDays(456)),
    };

    /// <summary>How old a record may be when it comes (domain.md 4.7); null where the standard says nothing of it.</summary>
    public static TimeSpan? LateOf(DatasetTraits traits) => traits.Frequency switch
    {
        "event" => traits.Priority == "P0" ? TimeSpan.FromMinutes(10) : TimeSpan.FromMinutes(60),
        "change" => TimeSpan.FromDays(3),
        var frequency => Of(frequency, null)?.Late,
    };

    /// <summary>How often something is due on a day; null where it is not due each day.</summary>
    public static TimeSpan? PeriodOf(DatasetTraits traits) => traits.Frequency switch
    {
        "stream" or "5min" => TimeSpan.FromMinutes(5),
        "10min" => TimeSpan.FromMinutes(10),
        "hour" => TimeSpan.FromHours(1),
        "day" => TimeSpan.FromDays(1),
        _ => null,
    };

    /// <param name="seconds">What the interface's SLA says instead; null where it says nothing.</param>
    public static Expectation? Of(string frequency, int? seconds) =>
        seconds is { } fresh ? new Expectation(TimeSpan.FromSeconds(fresh), TimeSpan.FromSeconds(fresh * 2.0)) : ByFrequency.GetValueOrDefault(frequency);
}
