using System.Collections.Concurrent;
using CityOps.Schemas;

namespace CityOps.Hub.Guards;

/// <summary>What is counted together; see <see cref="RateOptions"/>.</summary>
public enum RateClass
{
    Calls,
    Tokens,
    Logins,
    Strangers,
}

/// <summary>
/// 限流: a token bucket for each identity and class, so that a flood by one leaves the others alone (security.md 9.9). In
/// memory: it works with the store down, and counts for this process only.
/// </summary>
public sealed class RateLimits
{
    private const int MostBuckets = 50_000;
    private const string Overflow = "*";
    private readonly ConcurrentDictionary<(RateClass, string), Bucket> buckets = new();
    private readonly GuardOptions options;
    private readonly TimeProvider clock;
    private readonly GuardSwitch guards;

    internal RateLimits(GuardOptions options, TimeProvider clock, GuardSwitch guards) => (this.options, this.clock, this.guards) = (options, clock, guards);

    /// <summary>Takes one call from the identity's bucket; <c>rate-limited</c> with the time to wait when it is empty.</summary>
    public Refusal? Refuse(RateClass kind, string identity)
    {
        if (!guards.IsOn("rate.limit"))
        {
            return null;
        }

        var (rate, now) = (RateOf(kind), clock.GetTimestamp());
        var wait = BucketOf(kind, identity, rate, now).Take(rate, now, clock);
        return wait <= TimeSpan.Zero ? null : GuardRefusals.RateLimited with { RetryAfter = (int)Math.Ceiling(wait.TotalSeconds) };
    }

    private Rate RateOf(RateClass kind) => kind switch
    {
        RateClass.Calls => options.Rates.Calls,
        RateClass.Tokens => options.Rates.Tokens,
        RateClass.Logins => options.Rates.Logins,
        _ => options.Rates.Strangers,
    };

    // Whoever comes with ever new identities gets no memory for it: beyond the limit the newcomers share one bucket.
    private Bucket BucketOf(RateClass kind, string identity, Rate rate, long now)
    {
        if (buckets.TryGetValue((kind, identity), out var bucket))
        {
            return bucket;
        }

        if (buckets.Count >= MostBuckets)
        {
            foreach (var (key, full) in buckets)
            {
                if (full.IsFull(RateOf(key.Item1), now, clock))
                {
                    buckets.TryRemove(key, out _);
                }
            }
        }

        return buckets.GetOrAdd((kind, buckets.Count >= MostBuckets ? Overflow : identity), static (_, given) => new Bucket(given.rate.Burst, given.now), (rate, now));
    }

    private sealed class Bucket(double start, long since)
    {
        private readonly Lock gate = new();
        private double tokens = start;
        private long at = since;

        public TimeSpan Take(Rate rate, long now, TimeProvider clock)
        {
            lock (gate)
            {
                tokens = Filled(rate, now, clock);
                at = now;
                if (tokens >= 1)
                {
                    tokens--;
                    return TimeSpan.Zero;
                }

                return TimeSpan.FromSeconds((1 - tokens) / rate.PerSecond);
            }
        }

        public bool IsFull(Rate rate, long now, TimeProvider clock)
        {
            lock (gate)
            {
                return Filled(rate, now, clock) >= rate.Burst;
            }
        }

        private double Filled(Rate rate, long now, TimeProvider clock) =>
            Math.Min(rate.Burst, tokens + (clock.GetElapsedTime(at, Math.Max(now, at)).TotalSeconds * rate.PerSecond));
    }
}
