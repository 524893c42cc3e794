using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Tokens.Granting;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>The token endpoint: who calls, whether they may, which grant. Each yes and no is one audit event before the answer.</summary>
internal sealed class TokenDesk(TokenPeers peers, GrantKinds kinds, GuardSwitch guards)
{
    public async Task<Outcome<IssuedTokens>> GrantAsync(ClientCall call, CancellationToken ct)
    {
        var type = call.Form.GetValueOrDefault("grant_type");
        if (TokenRequestRules.RefuseType(type) is { } unknown)
        {
            return await RefuseAsync(call, null, unknown, ct);
        }

        if (!(await peers.Enter(call, ct)).TryGet(out var client, out var stranger))
        {
            return await RefuseAsync(call, null, stranger, ct);
        }

        if (TokenRequestRules.RefuseClient(client, type!, guards) is { } notAllowed)
        {
            return await RefuseAsync(call, client, notAllowed, ct);
        }

        if (!(await ProveAsync(call, client, ct)).TryGet(out var request, out var unproved))
        {
            return await RefuseAsync(call, client, unproved, ct);
        }

        return (await kinds.GrantAsync(type!, request, ct)).TryGet(out var tokens, out var refused)
            ? await GiveAsync(call, client, tokens, ct)
            : await RefuseAsync(call, client, refused, ct);
    }

    public async Task<Outcome<IssuedTokens>> RefuseAsync(ClientCall call, Client? client, Refusal refusal, CancellationToken ct)
    {
        await peers.Audit(Event(call, AuditResult.Refused, refusal.Name, client?.Id ?? "anonymous", ""), ct);
        return refusal;
    }

    private async Task<Outcome<GrantRequest>> ProveAsync(ClientCall call, Client client, CancellationToken ct)
    {
        if (!(await peers.Prove(call, null, ct)).TryGet(out var proof, out var refused))
        {
            return refused;
        }

        return guards.IsOn("token.dpop-only") && client.DpopOnly && proof.Thumbprint is null
            ? SignOnRefusals.InvalidRequest.Because("该客户端必须出示 DPoP 证明", "This client must send a DPoP proof")
            : new GrantRequest(call, client, proof.Thumbprint);
    }

    private async Task<Outcome<IssuedTokens>> GiveAsync(ClientCall call, Client client, IssuedTokens tokens, CancellationToken ct)
    {
        await peers.Audit(Event(call, AuditResult.Done, "ok", client.Id, tokens.Subject == client.Id ? "" : tokens.Subject), ct);
        return tokens;
    }

    private static AuditEvent Event(ClientCall call, AuditResult result, string code, string actor, string subject)
    {
        var type = call.Form.GetValueOrDefault("grant_type", "");
        return new AuditEvent("signon.token", result, code, actor, subject, call.Address, call.Correlation)
        {
            Facts = new Dictionary<string, string> { ["grant_type"] = type[..Math.Min(type.Length, 64)] },
        };
    }
}
