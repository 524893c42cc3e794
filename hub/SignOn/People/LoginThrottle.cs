namespace CityOps.Hub.SignOn.People;

/// <summary>
/// Growing delays after failed logins, for one source and for one name as typed, whether it exists or not: the answer tells
/// nothing. Kept by this process; the lock of an account is the store's (see <see cref="Factors.CredentialTable"/>).
/// </summary>
internal sealed class LoginThrottle(TimeProvider clock, int mostKeys = 50_000)
{
    private const int FreeOfSource = 10;
    private const int FreeOfName = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Seconds until the next attempt is looked at; null for now.</summary>
    public int? Wait(string source, string name)
    {
        lock (gate)
        {
            var until = Later(Until(SourceKey(source)), Until(NameKey(name)));
            var left = until - clock.GetUtcNow();
            return left > TimeSpan.Zero ? (int)Math.Ceiling(left.Value.TotalSeconds) : null;
        }
    }

    public void Fail(string source, string name)
    {
        lock (gate)
        {
            Count(SourceKey(source), FreeOfSource);
            Count(NameKey(name), FreeOfName);
        }
    }

    /// <summary>The name's delay is forgotten, the source's is not: one good account must not buy guesses at others.</summary>
    public void Succeed(string name)
    {
        lock (gate)
        {
            entries.Remove(NameKey(name));
        }
    }

    private static string SourceKey(string source) => "s " + source[..Math.Min(source.Length, 64)];

    private static string NameKey(string name) => "n " + name[..Math.Min(name.Length, 64)].ToLowerInvariant();

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    private DateTimeOffset? Until(string key) => entries.TryGetValue(key, out var entry) ? entry.Until : null;

    private void Count(string key, int free)
    {
        var now = clock.GetUtcNow();
        var before = entries.TryGetValue(key, out var entry) && now - entry.At < Forgotten ? entry.Failures : 0;
        if (before == 0 && entries.Count >= mostKeys)
        {
            MakeRoom(now);
        }

        var failures = before + 1;
        var seconds = failures < free ? 0 : Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(failures - free, 30)));
        entries[key] = new Entry(failures, now, now.AddSeconds(seconds));
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (key, entry) in entries)
        {
            if (now - entry.At >= Forgotten || entry.Until <= now)
            {
                entries.Remove(key);
            }
        }

        if (entries.Count >= mostKeys)
        {
            entries.Clear();
        }
    }

    private sealed record Entry(int Failures, DateTimeOffset At, DateTimeOffset Until);
}
