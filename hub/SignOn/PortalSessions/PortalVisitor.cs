using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>Who looks at a page: the person, what they may do now, and a token to call this deployment's interfaces with.</summary>
/// <param name="Home">Name of the platform or authority that signed them on; null when it was this one.</param>
/// <param name="AccessToken">Null while no fresh one can be had; pages that need none go on.</param>
public sealed record PortalVisitor(User User, Rights Rights, string Acr, string? Home, string? AccessToken)
{
    public bool May(string action) => Rights.Actions.Any(held => held.Action == action);
}

/// <summary>What the portal's sessions ask of other rooms.</summary>
internal sealed record PortalNeeds(
    Func<Guid, CancellationToken, Task<User?>> FindUser, Func<Guid, CancellationToken, Task<Rights>> RightsOf, Func<string, CancellationToken, Task<UserSession?>> FindSession);
