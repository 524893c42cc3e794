using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>What this room asks of its neighbours: one function each, so that it stands alone in tests.</summary>
internal sealed record TokenPeers
{
    /// <summary>Who calls.</summary>
    public required Func<ClientCall, CancellationToken, Task<Outcome<Client>>> Enter { get; init; }

    /// <summary>Whether the call's DPoP proof holds, alone or for an access token.</summary>
    public required Func<ClientCall, string?, CancellationToken, Task<Outcome<DpopVerdict>>> Prove { get; init; }

    /// <summary>What goes beside use_dpop_nonce into the header <c>DPoP-Nonce</c>.</summary>
    public required Func<string> Nonce { get; init; }

    /// <summary>Type, algorithm, claims; answers the token.</summary>
    public required Func<string, string, IReadOnlyDictionary<string, object>, string> Sign { get; init; }

    /// <summary>An access token of this hub that holds, for whatever audience; else null.</summary>
    public required Func<string, VerifiedToken?> Verify { get; init; }

    public required Func<Guid, CancellationToken, Task<User?>> FindUser { get; init; }

    public required Func<AuditEvent, CancellationToken, Task> Audit { get; init; }
}
