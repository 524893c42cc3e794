using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Grants;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Granting;

/// <summary>grant_type=refresh_token: the user as of now, scopes no wider than before, and the family's next member.</summary>
internal sealed class RefreshGrant(RefreshDesk families, UserTokens tokens, SignOnOptions options, GuardSwitch guards)
{
    public async Task<Outcome<IssuedTokens>> GrantAsync(GrantRequest request, CancellationToken ct)
    {
        if (request.Parameter("refresh_token") is not { } text)
        {
            return SignOnRefusals.InvalidRequest.Because("缺少 refresh_token", "refresh_token is missing");
        }

        if (!TokenRequestRules.ReadScopes(request.Parameter("scope")).TryGet(out var asked, out var malformed))
        {
            return malformed;
        }

        if (await families.FindAsync(text, ct) is not { } row
            || (guards.IsOn("refresh.client") && row.Binding.Client != request.Client.Id)
            || await tokens.FindAsync(row.Binding.User, ct) is not { } user)
        {
            return TokenRefusals.InvalidGrant;
        }

        var audience = TokenRequestRules.Audience(request.Parameter("resource"), row.Binding.Resource, request.Client, options.Audience, guards);
        if (!audience.TryGet(out var target, out var noTarget))
        {
            return noTarget;
        }

        var proof = new RefreshProof(request.Client, request.Thumbprint, asked);
        return (await families.RefreshAsync(text, proof, request.Call, ct)).TryGet(out var refreshed, out var refused)
            ? tokens.Make(request, refreshed.Binding, user, target, asked.Count > 0 ? asked : refreshed.Binding.Scopes) with { RefreshToken = refreshed.Token }
            : refused;
    }
}
