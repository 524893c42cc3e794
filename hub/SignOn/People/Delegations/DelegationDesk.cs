using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Hub.SignOn.People.Delegations;

/// <summary>Gives and withdraws quotas of accounts. What has ended counts no more at once; its sessions and grants end right after.</summary>
internal sealed class DelegationDesk(DelegationTable table, AccountEnd end, SignOnOptions options, TimeProvider clock)
{
    private const int AtOnce = 500;

    private readonly IdMaker ids = new(clock);

    public async Task<Outcome<Delegation>> GiveAsync(Delegation wanted, string by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var chain = wanted.Parent is { } parent ? await table.ChainAsync(parent, ct) : [];
        if (wanted.Parent is not null && chain.Count == 0)
        {
            return PeopleRefusals.UnknownUser;
        }

        if (!chain.All(link => link.IsLive(now)))
        {
            return PeopleRefusals.DelegationEnded;
        }

        var given = wanted with { Id = ids.Next(), Used = 0, ExpiresAt = wanted.ExpiresAt ?? (chain is [var above, ..] ? above.ExpiresAt : null), GivenBy = by, GivenAt = now };
        if (DelegationRules.Judge(given, chain, options.Region, RegionTree.Standard, now) is { } refusal)
        {
            return refusal;
        }

        return await table.AddAsync(given, ct) ? given : PeopleRefusals.QuotaSpent;
    }

    /// <summary>Done when every account under it is signed off; should that break off, <see cref="DelegationSweep"/> goes on.</summary>
    public async Task<Outcome<Delegation>> WithdrawAsync(Guid id, string by, CancellationToken ct)
    {
        if (!await table.WithdrawAsync(id, by, clock.GetUtcNow(), ct))
        {
            return await table.ChainAsync(id, ct) is [var ended, ..] ? ended : PeopleRefusals.UnknownUser;
        }

        var one = (await table.ChainAsync(id, ct))[0];
        await SignOffAsync(one, ct);
        return one;
    }

    /// <summary>Ends what has run out or was left half done.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        foreach (var one in await table.EndedAsync(clock.GetUtcNow(), ct))
        {
            await SignOffAsync(one, ct);
        }
    }

    private async Task SignOffAsync(Delegation one, CancellationToken ct)
    {
        var after = Guid.Empty;
        while (await table.AccountsAsync(one.Id, after, AtOnce, ct) is { Count: > 0 } accounts)
        {
            foreach (var account in accounts)
            {
                await end.AllAsync(account, "delegation", ct);
            }

            after = accounts[^1];
        }

        await table.FinishAsync(one, clock.GetUtcNow(), ct);
    }
}
