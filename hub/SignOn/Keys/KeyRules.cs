namespace CityOps.Hub.SignOn.Keys;

/// <summary>When a key is made, signs, retires and goes. Pure.</summary>
internal static class KeyRules
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>How long a replaced key still verifies: longer than any token lives.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>How long a new key is published before it signs: longer than <see cref="CacheTime"/> and than a sweep of every hub process.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(10);

    /// <summary>How long others may keep the published keys.</summary>
    public static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(5);

    /// <summary>What to change now, in the order to do it; empty when all is well. Algorithms that have keys already keep having one.</summary>
    public static IReadOnlyList<KeyStep> Plan(IReadOnlyList<KeyRow> rows, IReadOnlyCollection<string> wanted, DateTimeOffset now)
    {
        var algorithms = rows.Where(row => row.State != KeyState.Retired).Select(row => row.Algorithm).Union(wanted, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. rows.Where(row => row.State == KeyState.Retired).Select(row => Leave(row, now)).OfType<KeyStep>(), .. algorithms.SelectMany(algorithm => Plan(rows, algorithm, now))];
    }

    private static IEnumerable<KeyStep> Plan(IReadOnlyList<KeyRow> rows, string algorithm, DateTimeOffset now)
    {
        var signing = rows.FirstOrDefault(row => row.Algorithm == algorithm && row.State == KeyState.Signing);
        var next = rows.FirstOrDefault(row => row.Algorithm == algorithm && row.State == KeyState.Published);
        return (signing, next) switch
        {
            (null, null) => [new KeyStep(KeyAct.MakeSigning, algorithm, now)],
            (null, _) => [new KeyStep(KeyAct.Sign, next.Kid, now)],
            (_, null) when signing.Times.SignsAt + Life <= now => [new KeyStep(KeyAct.MakePublished, algorithm, now + Lead)],
            (_, not null) when next.Times.SignsAt <= now => [new KeyStep(KeyAct.Retire, signing.Kid, now + Overlap), new KeyStep(KeyAct.Sign, next.Kid, now)],
            _ => [],
        };
    }

    // Without an end: it came from before there were states, and gets its day from now.
    private static KeyStep? Leave(KeyRow row, DateTimeOffset now) => row.Times.GoneAt switch
    {
        null => new KeyStep(KeyAct.Retire, row.Kid, now + Overlap),
        { } gone when gone <= now => new KeyStep(KeyAct.Remove, row.Kid, now),
        _ => null,
    };
}

internal enum KeyAct
{
    MakePublished,
    MakeSigning,
    Sign,
    Retire,
    Remove,
}

/// <summary>One change of keys.</summary>
/// <param name="Of">The algorithm to make a key for, else the kid.</param>
/// <param name="At">When it signs, or is gone.</param>
internal sealed record KeyStep(KeyAct Act, string Of, DateTimeOffset At);
