namespace CityOps.Hub.SignOn.People;

/// <summary>What a user may do now: roles, their scopes, and the delegation they came by, all as stored now.</summary>
public sealed class RightsDesk
{
    public Task<Rights> OfAsync(Guid user, CancellationToken ct) => throw new NotSupportedException(user.ToString() + ct);
}
