using System.Text;

namespace CityOps.Node.Generation;

/// <summary>
/// Seeded chance (SplitMix64), the same on every machine and runtime: the same seed and name always throw the same row.
/// </summary>
internal sealed class Dice
{
    private ulong state;

    public Dice(long seed, string name)
    {
        state = (ulong)seed * 0x9E3779B97F4A7C15UL;
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            state = (state ^ b) * 0x100000001B3UL;
        }

        _ = Next();
    }

    /// <summary>A whole number from <paramref name="low"/> up to and including <paramref name="high"/>.</summary>
    public int Between(int low, int high) => low + (int)(Next() % (ulong)((long)high - low + 1));

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Share(double low, double high) => low + (Share() * (high - low));

    /// <summary>True in that share of throws.</summary>
    public bool Luck(double share) => Share() < share;

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    /// <summary>An index by weights that need not add up to one.</summary>
    public int PickWeighted(IReadOnlyList<double> cumulative)
    {
        var at = Share() * cumulative[^1];
        var low = 0;
        while (cumulative[low] <= at && low < cumulative.Count - 1)
        {
            low++;
        }

        return low;
    }

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
