namespace CityOps.Hub.SignOn.Grants;

/// <summary>授权: opens and ends grants; ending one ends every code and token of it, felt everywhere within seconds.</summary>
public sealed class GrantDesk
{
    public Task<Guid> OpenAsync(Guid user, string client, string sid, IReadOnlyList<string> scopes, CancellationToken ct) => throw new NotSupportedException(client + sid + user + scopes.Count + ct);

    public Task RevokeAsync(Guid grant, string why, CancellationToken ct) => throw new NotSupportedException(why + grant + ct);

    public Task RevokeOfSessionAsync(string sid, string why, CancellationToken ct) => throw new NotSupportedException(sid + why + ct);

    public Task RevokeOfUserAsync(Guid user, string why, CancellationToken ct) => throw new NotSupportedException(why + user + ct);

    public Task RevokeOfConsentAsync(Guid user, string client, CancellationToken ct) => throw new NotSupportedException(client + user + ct);
}
