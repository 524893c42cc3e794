using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>授权码: 256 random bits, kept as a hash, one minute, once.</summary>
public sealed class CodeDesk
{
    private readonly CodeTable table;
    private readonly GrantDesk grants;
    private readonly GuardSwitch guards;
    private readonly TimeProvider clock;

    internal CodeDesk(CodeTable table, GrantDesk grants, GuardSwitch guards, TimeProvider clock) =>
        (this.table, this.grants, this.guards, this.clock) = (table, grants, guards, clock);

    public async Task<string> IssueAsync(CodeBinding binding, CancellationToken ct)
    {
        var code = OpaqueToken.Make();
        await table.AddAsync(new CodeRow(OpaqueToken.HashOf(code), binding, 0, clock.GetUtcNow() + GrantTimes.Code, null), ct);
        return code;
    }

    /// <summary>The code, when this client may redeem it as asked; nothing is spent yet. Every refusal looks alike.</summary>
    internal async Task<Outcome<CodeRow>> ProveAsync(string code, CodeProof proof, CancellationToken ct)
    {
        if (!OpaqueToken.HasShape(code) || await table.FindAsync(OpaqueToken.HashOf(code), ct) is not { } row)
        {
            return TokenRefusals.InvalidGrant;
        }

        switch (CodeRules.Judge(row, proof, clock.GetUtcNow(), guards))
        {
            case CodeVerdict.Good:
                return row;
            case CodeVerdict.Mismatch:
                await table.CountFailureAsync(row.Hash, ct);
                break;
            case CodeVerdict.Spent:
                await grants.RevokeAsync(row.Binding.Grant, "code-reuse", ct);
                break;
        }

        return TokenRefusals.InvalidGrant;
    }

    /// <summary>
    /// Spends a proved code and keeps the first refresh token with it (none when none is wanted). Whoever comes second,
    /// also at the same instant, ends the grant for both.
    /// </summary>
    internal async Task<Outcome<FirstRefresh>> SpendAsync(CodeRow code, CodeBinding? refresh, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var token = refresh is null ? null : OpaqueToken.Make();
        var first = token is null ? null : RefreshRow.First(OpaqueToken.HashOf(token), refresh!, code.GrantEndsAt, now);
        var most = guards.IsOn("code.failures") ? GrantTimes.WrongTries : int.MaxValue;
        if (await table.SpendAsync(code.Hash, first, most, now, ct) || !guards.IsOn("code.once"))
        {
            return new FirstRefresh(token);
        }

        await grants.RevokeAsync(code.Binding.Grant, "code-reuse", ct);
        return TokenRefusals.InvalidGrant;
    }
}

/// <summary>The first refresh token of a family; null when none was asked for.</summary>
internal readonly record struct FirstRefresh(string? Text);
