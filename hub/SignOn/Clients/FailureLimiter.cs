using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// One attempt, counted under several keys at once. A client at an address is stopped soon; all clients of one address, and one
/// client wherever it is guessed at, ten and fifty times later: neighbours behind one proxy, and the client itself, go on.
/// </summary>
internal sealed record Attempt(FailureLimiter Limiter, IReadOnlyList<(string Name, double Cost)> Keys)
{
    private const int MostName = 64;

    public static Attempt Of(FailureLimiter limiter, string client, string address)
    {
        var name = client[..Math.Min(client.Length, MostName)];
        return new Attempt(limiter, [($"{name} at {address}", 1), ($"address {address}", 0.1), ($"client {name}", 0.02)]);
    }

    public Refusal? Limited() => Keys.Max(key => Limiter.Wait(key.Name)) is { } seconds ? SignOnRefusals.TooManyAttempts with { RetryAfter = seconds } : null;

    public void Fail()
    {
        foreach (var key in Keys)
        {
            Limiter.Fail(key.Name, key.Cost);
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

    /// <param name="cost">Less than one for a key many share.</param>
    public void Fail(string key, double cost = 1)
    {
        lock (gate)
        {
            var spent = buckets.TryGetValue(key, out var bucket) ? Spent(bucket) : 0;
            if (spent == 0 && buckets.Count >= mostKeys)
            {
                MakeRoom();
            }

            buckets[key] = new Bucket(spent + cost, clock.GetTimestamp());
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
