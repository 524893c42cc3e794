using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Once;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Dpop;

/// <summary>A proof that held: the thumbprint (RFC 7638) of its key; null when the call brought none.</summary>
public readonly record struct DpopVerdict(string? Thumbprint);

/// <summary>
/// RFC 9449: the one place that judges proofs, for endpoints (no token) and for resources (with the token's text). What is
/// remembered against replay is written last, so that a proof for another call is not spent by being shown here.
/// </summary>
public sealed class DpopCheck
{
    private readonly OnceTable once;
    private readonly DpopNonces nonces;
    private readonly TimeProvider clock;
    private readonly GuardSwitch guards;

    internal DpopCheck(OnceTable once, DpopNonces nonces, TimeProvider clock, GuardSwitch guards) =>
        (this.once, this.nonces, this.clock, this.guards) = (once, nonces, clock, guards);

    /// <summary>For the answer's <c>DPoP-Nonce</c> header beside <c>use_dpop_nonce</c>.</summary>
    public string Nonce => nonces.Current();

    /// <summary>Refuses with invalid_dpop_proof or use_dpop_nonce.</summary>
    public async Task<Outcome<DpopVerdict>> CheckAsync(ClientCall call, string? accessToken, CancellationToken ct)
    {
        if (call.DpopProofs.Count == 0)
        {
            return new DpopVerdict(null);
        }

        if (call.DpopProofs.Count > 1 && guards.IsOn("dpop.single"))
        {
            return SignOnRefusals.InvalidDpopProof;
        }

        if (ProofJwt.Read(call.DpopProofs[0], guards, out _) is not { } proof)
        {
            return SignOnRefusals.InvalidDpopProof;
        }

        var now = clock.GetUtcNow();
        if (DpopRules.Check(proof.Claims, new DpopCall(call.Method, call.Url, accessToken), guards, now.ToUnixTimeSeconds()) is not { } id)
        {
            return SignOnRefusals.InvalidDpopProof;
        }

        if (guards.IsOn("dpop.nonce") && !NonceHolds(proof.Claims))
        {
            return SignOnRefusals.UseDpopNonce;
        }

        var keep = now + TimeSpan.FromSeconds(DpopRules.MostBack + DpopRules.MostAhead + 1);
        return !guards.IsOn("dpop.once") || await once.TakeAsync("dpop", MarkOf(proof.Thumbprint, id), keep, ct)
            ? new DpopVerdict(proof.Thumbprint)
            : SignOnRefusals.InvalidDpopProof;
    }

    // One that is there has to be ours, also where none is asked for.
    private bool NonceHolds(JsonElement claims) =>
        claims.TryGetProperty("nonce", out var nonce) ? JoseParts.TryText(nonce, out var text) && nonces.Holds(text) : !nonces.Needed;

    private static string MarkOf(string thumbprint, string id) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(thumbprint + "." + id)));
}
