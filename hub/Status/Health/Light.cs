namespace CityOps.Hub.Status.Health;

/// <summary>灯色, worst last. Silence is never green: what nothing speaks for is unknown.</summary>
public enum Light
{
    Green,
    Unknown,

    /// <summary>停用 or in a planned window.</summary>
    Maintenance,

    Yellow,
    Red,
}

/// <summary>
/// 发现: one thing that is wrong now: where, whose, why, and what to do. The same illness has the same mark, however often it
/// is found.
/// </summary>
/// <param name="Kind">Such as <c>late</c>, <c>rejected</c>, <c>link-down</c>.</param>
/// <param name="Owner">Platform code of who can mend it.</param>
public sealed record Finding(string Kind, Light Severity, string? Interface, string? Platform, string Owner, string Cause, string CauseEn, string Next, string NextEn)
{
    public string Mark => $"{Kind} {Interface} {Platform}";

    /// <summary>How many interfaces or flows one cause holds up.</summary>
    public int Affected { get; init; } = 1;

    public DateTimeOffset? Since { get; init; }
}
