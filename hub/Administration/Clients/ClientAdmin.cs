using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;

namespace CityOps.Hub.Administration.Clients;

/// <summary>The registry of clients for administrators of the whole deployment; a narrower scope reaches no client.</summary>
internal sealed class ClientAdmin(ClientDesk desk, GrantDesk grants, SignOnOptions options, TimeProvider clock)
{
    public Outcome<(IReadOnlyList<ClientView> Items, string? Next)> Page(Actor caller, string? text, PageAsked page)
    {
        ClientView[] found = !May(caller, "client.manage") ? [] : [.. desk.All.Where(view => string.CompareOrdinal(view.Draft.Id, page.After) > 0 && Holds(view.Draft, text)).Take(page.Most)];
        return ((IReadOnlyList<ClientView>)found, found.Length == page.Most ? found[^1].Draft.Id : null);
    }

    public Outcome<ClientView> Find(Actor caller, string id) => May(caller, "client.manage") && desk.Find(id) is { } view ? view : ClientRefusals.Unknown;

    public Task<Outcome<(ClientView View, ShownSecret? Secret)>> RegisterAsync(Actor caller, ClientDraft draft, CancellationToken ct) =>
        May(caller, "client.manage") ? desk.RegisterAsync(draft, ct) : Task.FromResult<Outcome<(ClientView, ShownSecret?)>>(PolicyRefusals.NoRight);

    public Task<Outcome<ClientView>> ChangeAsync(Actor caller, string id, ClientDraft draft, CancellationToken ct) =>
        draft.Id != id ? No(ClientRefusals.Invalid with { Fields = [new FieldError("/id", "与网址不符 / not the one of the address")] }) : IfMayAsync(caller, "client.manage", () => desk.ChangeAsync(draft, ct));

    /// <summary>Ends what people granted to it, too.</summary>
    public Task<Outcome<ClientView>> SuspendAsync(Actor caller, string id, CancellationToken ct) => IfMayAsync(caller, "client.manage", async () =>
    {
        var suspended = await desk.SuspendAsync(id, ct);
        if (suspended.TryGet(out _, out _))
        {
            await grants.RevokeOfClientAsync(id, "client-suspended", ct);
        }

        return suspended;
    });

    public Task<Outcome<ClientView>> ResumeAsync(Actor caller, string id, CancellationToken ct) => IfMayAsync(caller, "client.manage", () => desk.ResumeAsync(id, ct));

    public Task<Outcome<ShownSecret>> AddSecretAsync(Actor caller, string id, CancellationToken ct) =>
        May(caller, "key.manage") ? desk.AddSecretAsync(id, ct) : Task.FromResult<Outcome<ShownSecret>>(ClientRefusals.Unknown);

    public Task<Outcome<ClientView>> AddKeyAsync(Actor caller, string id, string jwk, CancellationToken ct) => IfMayAsync(caller, "key.manage", () => desk.AddKeyAsync(id, jwk, ct));

    public Task<Outcome<ClientView>> RetireAsync(Actor caller, string id, string kid, DateTimeOffset? until, CancellationToken ct) =>
        IfMayAsync(caller, "key.manage", () => desk.RetireKeyAsync(id, kid, until?.ToUniversalTime() ?? clock.GetUtcNow(), ct));

    private Task<Outcome<ClientView>> IfMayAsync(Actor caller, string action, Func<Task<Outcome<ClientView>>> work) => May(caller, action) ? work() : No(ClientRefusals.Unknown);

    private static bool Holds(ClientDraft draft, string? text) =>
        text is null || draft.Id.Contains(text, StringComparison.OrdinalIgnoreCase) || draft.Name.Contains(text, StringComparison.OrdinalIgnoreCase);

    private bool May(Actor caller, string action) => caller.May(action, options.Region);

    private static Task<Outcome<ClientView>> No(Refusal refusal) => Task.FromResult<Outcome<ClientView>>(refusal);
}
