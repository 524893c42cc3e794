using System.Text.Json.Nodes;
using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Grants;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Asking;

/// <summary>令牌查验: RFC 7662, for the token's own client and its own resource; anyone else hears that nothing is there.</summary>
internal sealed class IntrospectionDesk(TokenLookup reader, RefreshDesk families, TokenPeers peers, GuardSwitch guards, IntrospectionText text)
{
    private static JsonObject Inactive => new() { ["active"] = false };

    public async Task<Outcome<JsonObject>> AskAsync(ClientCall call, CancellationToken ct)
    {
        if (!(await peers.Enter(call, ct)).TryGet(out var caller, out var stranger))
        {
            return await RefuseAsync(call, stranger, ct);
        }

        if (guards.IsOn("introspect.public") && caller.Method == ClientMethod.None)
        {
            return await RefuseAsync(call, SignOnRefusals.InvalidClient, ct);
        }

        if (call.Form.GetValueOrDefault("token") is not { } token)
        {
            return await RefuseAsync(call, SignOnRefusals.InvalidRequest.Because("缺少 token", "token is missing"), ct);
        }

        var body = OpaqueToken.HasShape(token) ? await LookAtRefreshAsync(token, caller, ct) : await LookAtAccessAsync(token, caller, ct);
        await peers.Audit(new AuditEvent("signon.introspect", AuditResult.Done, body is null ? "inactive" : "ok", caller.Id, "", call.Address, call.Correlation), ct);
        return body ?? Inactive;
    }

    public async Task<Outcome<JsonObject>> RefuseAsync(ClientCall call, Refusal refusal, CancellationToken ct)
    {
        await peers.Audit(new AuditEvent("signon.introspect", AuditResult.Refused, refusal.Name, "anonymous", "", call.Address, call.Correlation), ct);
        return refusal;
    }

    private async Task<JsonObject?> LookAtAccessAsync(string token, Client caller, CancellationToken ct)
    {
        if (await reader.ReadAsync(token, ct) is not { } held)
        {
            return null;
        }

        var own = held.Client == caller.Id || held.Audience == caller.Id || caller.Audiences.Contains(held.Audience);
        return own || !guards.IsOn("introspect.foreign") ? text.Of(held) : null;
    }

    private async Task<JsonObject?> LookAtRefreshAsync(string token, Client caller, CancellationToken ct)
    {
        if (await families.FindAsync(token, ct) is not { } row || (guards.IsOn("introspect.foreign") && row.Binding.Client != caller.Id))
        {
            return null;
        }

        return await reader.IsActiveAsync(row.Binding.User, ct) ? text.Of(row) : null;
    }
}
