namespace CityOps.Hub.SignOn.Keys;

/// <summary>When a key is made, replaced and thrown away. Pure.</summary>
internal static class KeyRules
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>How long a replaced key still verifies.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>How long a new key is published before it signs: longer than <see cref="CacheTime"/> and than a sweep of every hub process.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(10);

    /// <summary>How long others may keep the published keys.</summary>
    public static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(5);

    /// <summary>What to change now; null when all is well.</summary>
    public static KeyPlan? Plan(IReadOnlyList<KeyRow> rows, DateTimeOffset now)
    {
        var gone = rows.Where(row => row.Times.RetiresAt <= now).Select(row => row.Kid).ToArray();
        var current = rows.Where(row => row.Times.RetiresAt is null).MaxBy(row => row.Times.NotBefore);
        if (current is null)
        {
            return new KeyPlan(new KeyTimes(now, now, null), null, null, gone);
        }

        if (current.Times.CreatedAt + Life <= now)
        {
            var starts = now + Lead;
            return new KeyPlan(new KeyTimes(now, starts, null), current.Kid, starts + Overlap, gone);
        }

        return gone.Length > 0 ? new KeyPlan(null, null, null, gone) : null;
    }
}

/// <summary>A change of keys: one to make, one to retire at a time, those to delete.</summary>
internal sealed record KeyPlan(KeyTimes? Make, string? Retire, DateTimeOffset? RetireAt, IReadOnlyList<string> Delete);
