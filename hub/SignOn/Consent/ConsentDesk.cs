using CityOps.Hub.SignOn.Grants;

namespace CityOps.Hub.SignOn.Consent;

/// <summary>同意: remembered for each user, client and set of scopes; new scopes ask again, withdrawal ends what came of it.</summary>
internal sealed class ConsentDesk(ConsentTable table, GrantDesk grants, TimeProvider clock)
{
    public async Task<bool> CoversAsync(Guid user, string client, IReadOnlyList<string> scopes, CancellationToken ct) =>
        await table.FindAsync(user, client, ct) is { } given && scopes.All(given.Scopes.Contains);

    public Task<IReadOnlyList<GivenConsent>> OfUserAsync(Guid user, CancellationToken ct) => table.OfUserAsync(user, ct);

    public async Task GiveAsync(Guid user, string client, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var before = (await table.FindAsync(user, client, ct))?.Scopes ?? [];
        var together = before.Union(scopes, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        await table.PutAsync(user, new GivenConsent(client, together, clock.GetUtcNow()), ct);
    }

    /// <summary>False when there was none; tokens of the client for this user end either way.</summary>
    public async Task<bool> WithdrawAsync(Guid user, string client, CancellationToken ct)
    {
        var was = await table.RemoveAsync(user, client, ct);
        await grants.RevokeOfConsentAsync(user, client, ct);
        return was;
    }
}
