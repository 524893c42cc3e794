using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Grants;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Granting;

/// <summary>grant_type=authorization_code: prove, look the user up, choose the audience, and only then spend the code.</summary>
internal sealed class CodeGrant(CodeDesk codes, UserTokens tokens, SignOnOptions options, GuardSwitch guards)
{
    public async Task<Outcome<IssuedTokens>> GrantAsync(GrantRequest request, CancellationToken ct)
    {
        if (request.Parameter("code") is not { } code)
        {
            return SignOnRefusals.InvalidRequest.Because("缺少 code", "code is missing");
        }

        var proof = new CodeProof(request.Client, request.Parameter("redirect_uri"), request.Parameter("code_verifier"), request.Thumbprint);
        if (!(await codes.ProveAsync(code, proof, ct)).TryGet(out var row, out var unproved))
        {
            return unproved;
        }

        if (await tokens.FindAsync(row.Binding.User, ct) is not { } user)
        {
            return TokenRefusals.InvalidGrant;
        }

        var audience = TokenRequestRules.Audience(request.Parameter("resource"), row.Binding.Resource, request.Client, options.Audience, guards);
        if (!audience.TryGet(out var target, out var noTarget))
        {
            return noTarget;
        }

        return (await codes.SpendAsync(row, RefreshOf(request, row.Binding), ct)).TryGet(out var refresh, out var spent)
            ? tokens.Make(request, row.Binding, user, target, row.Binding.Scopes) with { RefreshToken = refresh.Text }
            : spent;
    }

    /// <summary>What the family keeps of the code; null when none was asked for or this client gets none.</summary>
    private static CodeBinding? RefreshOf(GrantRequest request, CodeBinding binding) =>
        binding.Scopes.Contains("offline_access", StringComparer.Ordinal) && request.Client.GrantTypes.Contains(TokenRequestRules.Refresh)
            ? binding with { Nonce = null, Challenge = null, RedirectUri = "", DpopThumbprint = request.Thumbprint }
            : null;
}
