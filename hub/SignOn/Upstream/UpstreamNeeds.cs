using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>The cookie of the new session and where to go on; null when what waited is not this browser's.</summary>
internal delegate Task<(string Cookie, string Next)?> FinishLogin(
    string interaction, string? browser, LoginProof proof, string address, string agent, CancellationToken ct);

/// <summary>Done when the event is on disk.</summary>
internal delegate Task WriteAudit(AuditEvent entry, CancellationToken ct);

/// <summary>What this room asks of people: who somebody is by issuer and subject, and whether that person needs two factors.</summary>
internal sealed record PeopleNeeds(Func<string, string, CancellationToken, Task<User?>> FindLinked, Func<User, bool> NeedsSecondFactor);

/// <summary>What this room asks of sessions.</summary>
internal sealed record SessionNeeds(
    FinishLogin Finish, Func<string?, CancellationToken, Task<UserSession?>> Find, Func<string, string, CancellationToken, Task> End);
