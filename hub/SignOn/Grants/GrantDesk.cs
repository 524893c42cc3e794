namespace CityOps.Hub.SignOn.Grants;

/// <summary>授权: opens and ends grants; ending one ends every code and token of it, here at once and in other processes within a second.</summary>
public sealed class GrantDesk
{
    private readonly GrantTable table;
    private readonly RevokedGrants revoked;
    private readonly TimeProvider clock;

    internal GrantDesk(GrantTable table, RevokedGrants revoked, TimeProvider clock) =>
        (this.table, this.revoked, this.clock) = (table, revoked, clock);

    public async Task<Guid> OpenAsync(Guid user, string client, string sid, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var life = scopes.Contains("offline_access", StringComparer.Ordinal) ? GrantTimes.Offline : GrantTimes.Online;
        var grant = new GrantRow(Guid.CreateVersion7(now), user, client, sid, scopes, now, now + life);
        await table.AddAsync(grant, ct);
        return grant.Id;
    }

    /// <summary>True when it was live until now.</summary>
    public async Task<bool> RevokeAsync(Guid grant, string why, CancellationToken ct)
    {
        var ended = await EndAsync(table.RevokeAsync(grant, why, clock.GetUtcNow(), ct));
        revoked.Add(grant); // another process may have been first, and this one not know it yet
        return ended > 0;
    }

    public Task RevokeOfSessionAsync(string sid, string why, CancellationToken ct) =>
        EndAsync(table.RevokeOfSessionAsync(sid, why, clock.GetUtcNow(), ct));

    public Task RevokeOfUserAsync(Guid user, string why, CancellationToken ct) =>
        EndAsync(table.RevokeOfUserAsync(user, why, clock.GetUtcNow(), ct));

    public Task RevokeOfConsentAsync(Guid user, string client, CancellationToken ct) =>
        EndAsync(table.RevokeOfConsentAsync(user, client, "consent", clock.GetUtcNow(), ct));

    public Task RevokeOfClientAsync(string client, string why, CancellationToken ct) =>
        EndAsync(table.RevokeOfClientAsync(client, why, clock.GetUtcNow(), ct));

    /// <summary>One access token before its end; the rest of its grant lives on.</summary>
    internal async Task RevokeTokenAsync(string jti, DateTimeOffset expires, CancellationToken ct)
    {
        await table.RevokeTokenAsync(jti, clock.GetUtcNow(), expires, ct);
        revoked.AddToken(jti);
    }

    private async Task<int> EndAsync(Task<IReadOnlyList<Guid>> revoking)
    {
        var ended = await revoking;
        foreach (var grant in ended)
        {
            revoked.Add(grant);
        }

        return ended.Count;
    }
}
