using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>One attempt, counted under several keys at once: the client's name and where it came from.</summary>
internal readonly record struct Attempt(FailureLimiter Limiter, IReadOnlyList<string> Keys)
{
    public Refusal? Limited() => Keys.Max(Limiter.Wait) is { } seconds ? SignOnRefusals.TooManyAttempts with { RetryAfter = seconds } : null;

    public void Fail()
    {
        foreach (var key in Keys)
        {
            Limiter.Fail(key);
        }
    }
}

/// <summary>
/// A token bucket a key for failed attempts: <paramref name="most"/> at once, refilled over a minute. Asking costs
/// nothing; only failures are counted. At most <paramref name="mostKeys"/> keys are remembered.
/// </summary>
internal sealed class FailureLimiter(TimeProvider clock, int most = 20, int mostKeys = 20_000)
{
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (gate)
            {
                return buckets.Count;
            }
        }
    }

    /// <summary>Whole seconds until the key may try again; null when it may now.</summary>
    public int? Wait(string key)
    {
        lock (gate)
        {
            if (!buckets.TryGetValue(key, out var bucket))
            {
                return null;
            }

            var over = Spent(bucket) + 1 - most;
            return over > 0 ? Math.Max(1, (int)Math.Ceiling(over * Refill.TotalSeconds / most)) : null;
        }
    }

    public void Fail(string key)
    {
        lock (gate)
        {
            var spent = buckets.TryGetValue(key, out var bucket) ? Spent(bucket) : 0;
            if (spent == 0 && buckets.Count >= mostKeys)
            {
                MakeRoom();
            }

            buckets[key] = new Bucket(spent + 1, clock.GetTimestamp());
        }
    }

    private double Spent(Bucket bucket) =>
        Math.Max(0, bucket.Spent - (clock.GetElapsedTime(bucket.At).TotalSeconds * most / Refill.TotalSeconds));

    // Refilled buckets say nothing. Should none be refilled, those of a single failure go, and at the very last all.
    private void MakeRoom()
    {
        foreach (var worth in (ReadOnlySpan<double>)[0, 1, double.MaxValue])
        {
            foreach (var (key, bucket) in buckets)
            {
                if (Spent(bucket) <= worth)
                {
                    buckets.Remove(key);
                }
            }

            if (buckets.Count < mostKeys)
            {
                return;
            }
        }
    }

    private readonly record struct Bucket(double Spent, long At);
}
