using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Interactions;

/// <summary>
/// Keeps waiting requests and gives them only to the browser they belong to: whoever is lured into somebody else's step
/// (security.md 5, Dex CVE-2022-39222) finds nothing.
/// </summary>
internal sealed class InteractionDesk(InteractionTable table, TimeProvider clock, GuardSwitch guards)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <param name="browser">Value of this browser's cookie; null for a cross-site POST, which brings none: the GET that follows binds it.</param>
    public async Task<Interaction> StartAsync(
        string client, IReadOnlyDictionary<string, string> parameters, InteractionState state, string? browser, CancellationToken ct)
    {
        var interaction = new Interaction(RandomText.New(), client, parameters, state, clock.GetUtcNow() + Life);
        await table.AddAsync(RandomText.HashOf(interaction.Id), browser is null ? "" : RandomText.HashOf(browser), interaction, ct);
        return interaction;
    }

    /// <summary>The waiting request; null when it is unknown, expired, finished or another browser's.</summary>
    public async Task<Interaction?> FindAsync(string? id, string? browser, CancellationToken ct)
    {
        if (id is null || browser is null)
        {
            return null;
        }

        var hash = RandomText.HashOf(id);
        if (await table.FindAsync(id, hash, clock.GetUtcNow(), ct) is not var (owner, interaction))
        {
            return null;
        }

        var mine = RandomText.HashOf(browser);
        var isMine = owner.Length == 0 ? await table.BindAsync(hash, mine, ct) : RandomText.AreSame(owner, mine);
        return isMine || !guards.IsOn("interaction.browser") ? interaction : null;
    }

    /// <summary>The same one, further on; null when it was finished meanwhile.</summary>
    public async Task<Interaction?> AdvanceAsync(Interaction interaction, InteractionState state, CancellationToken ct) =>
        await table.SaveAsync(RandomText.HashOf(interaction.Id), state, ct) ? interaction with { State = state } : null;

    /// <summary>True for the one call that ends it: of two answers to one request only one goes out.</summary>
    public Task<bool> FinishAsync(Interaction interaction, CancellationToken ct) => table.RemoveAsync(RandomText.HashOf(interaction.Id), ct);
}
