using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>What a refresh brought; the token null when the one presented stays good.</summary>
internal sealed record Refreshed(CodeBinding Binding, string? Token);

/// <summary>刷新令牌: families of which one member at a time is good. A spent one coming back ends the family and tells its user.</summary>
internal sealed class RefreshDesk(RefreshTable table, GrantDesk grants, TokenPeers peers, GuardSwitch guards, TimeProvider clock)
{
    /// <summary>The token as it stands, unjudged; null when there is none.</summary>
    public async Task<RefreshRow?> FindAsync(string token, CancellationToken ct) =>
        OpaqueToken.HasShape(token) ? await table.FindAsync(OpaqueToken.HashOf(token), ct) : null;

    public async Task<Outcome<Refreshed>> RefreshAsync(string token, RefreshProof proof, ClientCall call, CancellationToken ct)
    {
        if (!OpaqueToken.HasShape(token))
        {
            return TokenRefusals.InvalidGrant;
        }

        var now = clock.GetUtcNow();
        var fresh = OpaqueToken.Make();
        var verdict = await table.ChangeAsync(
            OpaqueToken.HashOf(token), OpaqueToken.HashOf(fresh), now, row => RefreshRules.Judge(row, proof, now, guards), ct);
        switch (verdict)
        {
            case null:
                return TokenRefusals.InvalidGrant;
            case { Step: RefreshStep.Keep }:
                return new Refreshed(verdict.Row.Binding, null);
            case { Step: RefreshStep.Rotate or RefreshStep.Replace }:
                return new Refreshed(verdict.Row.Binding, fresh);
            case { Step: RefreshStep.Reuse }:
                await EndFamilyAsync(verdict.Row, call, ct);
                return TokenRefusals.InvalidGrant;
            default:
                return verdict.Refusal!;
        }
    }

    private async Task EndFamilyAsync(RefreshRow row, ClientCall call, CancellationToken ct)
    {
        if (await grants.RevokeAsync(row.Binding.Grant, "refresh-reuse", ct))
        {
            var generation = row.Generation.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await peers.Audit(
                new AuditEvent("signon.refresh-reuse", AuditResult.Refused, "invalid_grant", row.Binding.Client, row.Binding.User.ToString("N"), call.Address, call.Correlation)
                {
                    Facts = new Dictionary<string, string> { ["grant"] = row.Binding.Grant.ToString("N"), ["generation"] = generation },
                },
                ct);
        }
    }
}
