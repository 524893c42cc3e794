using System.Globalization;

namespace CityOps.Hub.Status.Measuring;

/// <summary>Which way a call went.</summary>
public enum Road
{
    /// <summary>A batch came in.</summary>
    In,

    /// <summary>A subscriber fetched a page.</summary>
    Pull,

    /// <summary>A delivery was posted to a subscriber.</summary>
    Push,

    /// <summary>A platform asked for a token.</summary>
    Token,

    /// <summary>A probe of our own.</summary>
    Probe,
}

/// <summary>Which calls are counted together.</summary>
public readonly record struct CallKey(Road Road, string Interface, string Platform);

/// <summary>Measured calls of one kind in one window. Durations are in milliseconds.</summary>
public sealed class CallStats
{
    /// <summary>Upper ends of the buckets; one more holds what took longer.</summary>
    public static readonly IReadOnlyList<int> Ends = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

    private readonly long[] buckets = new long[Ends.Count + 1];

    public long Calls { get; private set; }

    public long Errors { get; private set; }

    public long Records { get; private set; }

    public long Rejected { get; private set; }

    public long Millis { get; private set; }

    /// <summary>Name of the newest error; null where none was.</summary>
    public string? LastError { get; private set; }

    public string Buckets => string.Join(' ', buckets.Select(count => count.ToString(CultureInfo.InvariantCulture)));

    public void Add(double millis, string? error, long records, long rejected)
    {
        Calls++;
        Errors += error is null ? 0 : 1;
        (Records, Rejected, Millis, LastError) = (Records + records, Rejected + rejected, Millis + (long)millis, error ?? LastError);
        buckets[BucketOf(millis)]++;
    }

    /// <summary>Adds a stored row.</summary>
    public void Add(long calls, long errors, long records, long rejected, long millis, string counts, string? lastError)
    {
        (Calls, Errors, Records, Rejected, Millis, LastError) = (Calls + calls, Errors + errors, Records + records, Rejected + rejected, Millis + millis, lastError ?? LastError);
        var each = counts.Split(' ');
        for (var i = 0; i < buckets.Length && i < each.Length; i++)
        {
            buckets[i] += long.Parse(each[i], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The duration that so many per cent of the calls did not exceed, to the bucket's end; null without calls. Beyond the last end that end is told.</summary>
    public int? Percentile(int percent)
    {
        var total = buckets.Sum();
        if (total == 0)
        {
            return null;
        }

        var wanted = Math.Max(1, (long)Math.Ceiling(total * percent / 100.0));
        for (var i = 0; i < Ends.Count; i++)
        {
            wanted -= buckets[i];
            if (wanted <= 0)
            {
                return Ends[i];
            }
        }

        return Ends[^1];
    }

    private static int BucketOf(double millis)
    {
        for (var i = 0; i < Ends.Count; i++)
        {
            if (millis <= Ends[i])
            {
                return i;
            }
        }

        return Ends.Count;
    }
}
