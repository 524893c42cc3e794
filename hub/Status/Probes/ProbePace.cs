namespace CityOps.Hub.Status.Probes;

/// <summary>
/// When which target is due: each at its own place in the period, so that ten thousand interfaces are ten thousand moments
/// and no stampede, after a start neither. Keeps no clock of its own.
/// </summary>
internal sealed class ProbePace(TimeSpan period, Random chance)
{
    /// <summary>So many failing ones are looked at again soon; the others keep to their period.</summary>
    public const int MostSoon = 20;

    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private const int LeastAtOnce = 4;
    private readonly Dictionary<string, DateTimeOffset> due = new(StringComparer.Ordinal);
    private readonly HashSet<string> soon = new(StringComparer.Ordinal);

    /// <summary>What is due now, the longest overdue first; at most twice what falls into one beat on the average.</summary>
    public IReadOnlyList<string> Take(IReadOnlyCollection<string> targets, DateTimeOffset now, TimeSpan beat)
    {
        foreach (var gone in due.Keys.Except(targets).ToList())
        {
            due.Remove(gone);
            soon.Remove(gone);
        }

        foreach (var one in targets.Where(one => !due.ContainsKey(one)))
        {
            due[one] = now + (period * PlaceOf(one));
        }

        var most = Math.Max(LeastAtOnce, (int)Math.Ceiling(2 * targets.Count * (beat / period))) + MostSoon;
        return [.. due.Where(one => one.Value <= now).OrderBy(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(most).Select(one => one.Key)];
    }

    /// <summary>It was looked at.</summary>
    public void Done(string target, DateTimeOffset now, bool well)
    {
        if (well || (!soon.Contains(target) && soon.Count >= MostSoon))
        {
            soon.Remove(target);
            due[target] = now + (period * (0.9 + (chance.NextDouble() / 5)));
            return;
        }

        soon.Add(target);
        due[target] = now + (Soon < period ? Soon : period);
    }

    /// <summary>From 0 to 1, the same in every process and at every start.</summary>
    private static double PlaceOf(string target) => Fnv(target) / (double)uint.MaxValue;

    private static uint Fnv(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in text)
        {
            hash = unchecked((hash ^ letter) * 16_777_619u);
        }

        return unchecked((hash ^ (hash >> 16)) * 2_246_822_519u);
    }
}
