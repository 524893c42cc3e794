using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Grants;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Asking;

/// <summary>令牌撤销: RFC 7009. A refresh token takes its whole grant along, an access token goes alone; the hint is not needed.</summary>
internal sealed class RevocationDesk(TokenLookup reader, RefreshDesk families, GrantDesk grants, TokenPeers peers, GuardSwitch guards)
{
    /// <summary>Null when there is nothing more to revoke, also when there never was.</summary>
    public async Task<Refusal?> RevokeAsync(ClientCall call, CancellationToken ct)
    {
        if (!(await peers.Enter(call, ct)).TryGet(out var caller, out var stranger))
        {
            return await SayAsync(call, "anonymous", stranger, ct);
        }

        if (call.Form.GetValueOrDefault("token") is not { } token)
        {
            return await SayAsync(call, caller.Id, SignOnRefusals.InvalidRequest.Because("缺少 token", "token is missing"), ct);
        }

        var refusal = OpaqueToken.HasShape(token) ? await EndFamilyAsync(token, caller, ct) : await EndAccessAsync(token, caller, ct);
        return await SayAsync(call, caller.Id, refusal, ct);
    }

    public async Task<Refusal?> SayAsync(ClientCall call, string actor, Refusal? refusal, CancellationToken ct)
    {
        var result = refusal is null ? AuditResult.Done : AuditResult.Refused;
        await peers.Audit(new AuditEvent("signon.revoke", result, refusal?.Name ?? "ok", actor, "", call.Address, call.Correlation), ct);
        return refusal;
    }

    private async Task<Refusal?> EndFamilyAsync(string token, Client caller, CancellationToken ct)
    {
        if (await families.FindAsync(token, ct) is not { } row)
        {
            return null;
        }

        if (guards.IsOn("revoke.foreign") && row.Binding.Client != caller.Id)
        {
            return TokenRefusals.InvalidGrant;
        }

        await grants.RevokeAsync(row.Binding.Grant, "client", ct);
        return null;
    }

    private async Task<Refusal?> EndAccessAsync(string token, Client caller, CancellationToken ct)
    {
        if (await reader.ReadAsync(token, ct) is not { } held)
        {
            return null;
        }

        if (guards.IsOn("revoke.foreign") && held.Client != caller.Id)
        {
            return TokenRefusals.InvalidGrant;
        }

        await grants.RevokeTokenAsync(held.Jti, held.Expires, ct);
        return null;
    }
}
