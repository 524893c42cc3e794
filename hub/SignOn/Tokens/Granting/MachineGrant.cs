using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Tokens.Making;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Granting;

/// <summary>grant_type=client_credentials: a platform or a department for itself (security.md M16). No refresh token, no user.</summary>
internal sealed class MachineGrant(AccessTokenMaker access, SignOnOptions options, GuardSwitch guards)
{
    public Outcome<IssuedTokens> Grant(GrantRequest request)
    {
        if (!TokenRequestRules.ReadScopes(request.Parameter("scope")).TryGet(out var asked, out var malformed))
        {
            return malformed;
        }

        if (!TokenRequestRules.MachineScopes(request.Client, asked, guards).TryGet(out var scopes, out var notAllowed))
        {
            return notAllowed;
        }

        var audience = TokenRequestRules.Audience(request.Parameter("resource"), null, request.Client, options.Audience, guards);
        return audience.TryGet(out var target, out var noTarget) ? Make(request, target, scopes) : noTarget;
    }

    private IssuedTokens Make(GrantRequest request, string audience, IReadOnlyList<string> scopes)
    {
        var client = request.Client;
        var token = access.Make(new AccessGrant(client.Id, client.Id, audience, scopes) { Thumbprint = request.Thumbprint, Platform = client.Platform });
        return new IssuedTokens(token.Text, token.Seconds, scopes) { Bound = request.Thumbprint is not null, Subject = client.Id };
    }
}
