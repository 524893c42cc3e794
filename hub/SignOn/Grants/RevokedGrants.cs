using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>
/// 已撤销: which grants and single access tokens ended before their time. Asked on every call with a token, so it answers from
/// memory: what this process revoked at once, what others revoked with the next look at the store, a second at most.
/// </summary>
public sealed class RevokedGrants
{
    private readonly GrantTable table;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> freshGrants = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> freshTokens = new(StringComparer.Ordinal);
    private volatile Snapshot snapshot = new(FrozenSet<Guid>.Empty, FrozenSet<string>.Empty);

    internal RevokedGrants(GrantTable table, TimeProvider clock) => (this.table, this.clock) = (table, clock);

    /// <param name="grant">The <c>gid</c> of a token.</param>
    public bool IsRevoked(Guid grant) => snapshot.Grants.Contains(grant) || freshGrants.ContainsKey(grant);

    /// <param name="jti">The <c>jti</c> of an access token.</param>
    public bool IsTokenRevoked(string jti) => snapshot.Tokens.Contains(jti) || freshTokens.ContainsKey(jti);

    /// <summary>For whoever holds both kinds of name as text.</summary>
    internal bool Holds(string id) => Guid.TryParseExact(id, "N", out var grant) ? IsRevoked(grant) : IsTokenRevoked(id);

    internal void Add(Guid grant) => freshGrants[grant] = clock.GetUtcNow();

    internal void AddToken(string jti) => freshTokens[jti] = clock.GetUtcNow();

    /// <summary>Reads the store and swaps the snapshot. What this process added stays until no token can need it: a read may be older than it.</summary>
    internal async Task RefreshAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var grants = await table.RevokedSinceAsync(now - GrantTimes.Remembered, ct);
        var tokens = await table.RevokedTokensAsync(now - GrantTimes.Remembered, ct);
        snapshot = new Snapshot(grants.ToFrozenSet(), tokens.ToFrozenSet(StringComparer.Ordinal));
        Forget(freshGrants, now);
        Forget(freshTokens, now);
    }

    private static void Forget<T>(ConcurrentDictionary<T, DateTimeOffset> fresh, DateTimeOffset now)
        where T : notnull
    {
        foreach (var (key, at) in fresh)
        {
            if (at + GrantTimes.Remembered < now)
            {
                fresh.TryRemove(key, out _);
            }
        }
    }

    private sealed record Snapshot(FrozenSet<Guid> Grants, FrozenSet<string> Tokens);
}
