using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Granting;

/// <summary>The grants this hub knows, each with its own list of steps.</summary>
internal sealed class GrantKinds(CodeGrant code, RefreshGrant refresh, MachineGrant machine, ExchangeGrant exchange)
{
    public Task<Outcome<IssuedTokens>> GrantAsync(string type, GrantRequest request, CancellationToken ct) => type switch
    {
        TokenRequestRules.Code => code.GrantAsync(request, ct),
        TokenRequestRules.Refresh => refresh.GrantAsync(request, ct),
        TokenRequestRules.Machine => Task.FromResult(machine.Grant(request)),
        TokenRequestRules.Exchange => exchange.GrantAsync(request, ct),
        _ => Task.FromResult<Outcome<IssuedTokens>>(SignOnRefusals.UnsupportedGrantType),
    };
}
