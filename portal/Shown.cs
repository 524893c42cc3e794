using System.Globalization;

namespace CityOps.Portal;

/// <summary>How numbers and times are written on pages; the same in both languages.</summary>
internal static class Shown
{
    /// <summary>For what is not known here or not there.</summary>
    public const string Nothing = "—";

    private const long MostCounted = 10_000;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Backlogs are counted to 10,001, which only says that there are more than 10,000.</summary>
    public static string Backlog(long number) => number > MostCounted ? "> " + Count(MostCounted) : Count(number);

    /// <summary>China time with its date, to the second.</summary>
    public static string Time(DateTimeOffset? at) =>
        at is { } time ? time.ToOffset(China).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : Nothing;

    /// <summary>For the machine-readable side of a time.</summary>
    public static string Machine(DateTimeOffset at) => at.ToOffset(China).ToString("yyyy-MM-dd'T'HH:mm:ss'+08:00'", CultureInfo.InvariantCulture);
}
