using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Dpop;

/// <summary>A proof that held: the thumbprint (RFC 7638) of its key; null when the call brought none.</summary>
public readonly record struct DpopVerdict(string? Thumbprint);

/// <summary>RFC 9449: the one place that judges proofs, for endpoints (no token) and for resources (with the token's text).</summary>
public sealed class DpopCheck
{
    /// <summary>Refuses with invalid_dpop_proof or use_dpop_nonce.</summary>
    public Task<Outcome<DpopVerdict>> CheckAsync(ClientCall call, string? accessToken, CancellationToken ct) => throw new NotSupportedException(call.Url + accessToken + ct);
}
