using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Jose;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn;

/// <summary>
/// Reads the <c>Authorization</c> header of a call, and its DPoP proof. It knows keys and claims only: whoever calls it looks the
/// platform or user up each time, so that a pause is felt at once although a verified token is remembered.
/// </summary>
public sealed class BearerGate
{
    private const string Bearer = "Bearer ";
    private const string Bound = "DPoP ";

    private readonly AccessTokenReader tokens;
    private readonly DpopCheck dpop;
    private readonly RevokedCheck revoked;
    private readonly GuardSwitch guards;

    internal BearerGate(AccessTokenReader tokens, DpopCheck dpop, RevokedCheck revoked, GuardSwitch guards) =>
        (this.tokens, this.dpop, this.revoked, this.guards) = (tokens, dpop, revoked, guards);

    /// <summary>For a call that brings nothing but the header: a bound token never holds.</summary>
    public Task<Outcome<TokenIdentity>> ReadAsync(string? authorization) =>
        ReadAsync(new ClientCall(new Dictionary<string, string>(), authorization, "", ""), CancellationToken.None);

    /// <summary>
    /// The identity, or <see cref="SignOnRefusals.Unauthenticated"/> whatever the reason, or for a bound token's proof
    /// <see cref="SignOnRefusals.InvalidDpopProof"/> or <see cref="SignOnRefusals.UseDpopNonce"/>.
    /// </summary>
    public async Task<Outcome<TokenIdentity>> ReadAsync(ClientCall call, CancellationToken ct)
    {
        if (!TryToken(call.Authorization, out var token, out var bound) || tokens.Read(token) is not { } identity)
        {
            return SignOnRefusals.Unauthenticated;
        }

        if (guards.IsOn("bearer.revoked") && (revoked(identity.TokenId) || (identity.Grant is { } grant && revoked(grant))))
        {
            return SignOnRefusals.Unauthenticated;
        }

        // RFC 9449 7.2: a bound token is nothing without its key, whatever scheme it comes under; 7.1: DPoP is for bound tokens.
        if (guards.IsOn("bearer.scheme") && bound != (identity.Thumbprint is not null))
        {
            return SignOnRefusals.Unauthenticated;
        }

        return bound ? await ProveAsync(identity, token, call, ct) : identity;
    }

    private async Task<Outcome<TokenIdentity>> ProveAsync(TokenIdentity identity, string token, ClientCall call, CancellationToken ct)
    {
        if (!(await dpop.CheckAsync(call, token, ct)).TryGet(out var proof, out var refusal))
        {
            return refusal;
        }

        return guards.IsOn("bearer.proof") && proof.Thumbprint != identity.Thumbprint ? SignOnRefusals.InvalidDpopProof : identity;
    }

    private static bool TryToken(string? authorization, out string token, out bool bound)
    {
        (token, bound) = ("", false);
        if (authorization is null || authorization.Length > Bearer.Length + JoseParts.MostCharacters)
        {
            return false;
        }

        bound = authorization.StartsWith(Bound, StringComparison.OrdinalIgnoreCase);
        if (!bound && !authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        token = authorization[(bound ? Bound : Bearer).Length..];
        return true;
    }
}
