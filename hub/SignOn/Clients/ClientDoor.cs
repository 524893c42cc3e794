using CityOps.Hub.Guards;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// Who calls an endpoint for clients: Basic, secret in the form, <c>private_key_jwt</c> or a public client's id; exactly one
/// method a request. Refuses with invalid_request, invalid_client, unauthorized_client (suspended) or rate-limited.
/// </summary>
public sealed class ClientDoor
{
    private readonly ClientBook book;
    private readonly ClientProofs proofs;
    private readonly FailureLimiter limiter;
    private readonly TimeProvider clock;
    private readonly GuardSwitch guards;

    internal ClientDoor(ClientBook book, ClientProofs proofs, FailureLimiter limiter, TimeProvider clock, GuardSwitch guards) =>
        (this.book, this.proofs, this.limiter, this.clock, this.guards) = (book, proofs, limiter, clock, guards);

    /// <summary>The client, proved; that it is suspended is told only to who proved it.</summary>
    public async Task<Outcome<Client>> EnterAsync(ClientCall call, CancellationToken ct)
    {
        if (!CredentialRules.Read(call, guards).TryGet(out var said, out var malformed))
        {
            return malformed;
        }

        var attempt = Attempt.Of(limiter, said.Client, call.Address);
        if (attempt.Limited() is { } early)
        {
            return early;
        }

        var client = book.FindBooked(said.Client);
        var known = client is not null && (!guards.IsOn("client.method") || client.Takes(said.Method, clock.GetUtcNow())) ? client : null;
        if (await ProveAsync(known, said, attempt, ct) is { } refusal)
        {
            return refusal;
        }

        return guards.IsOn("client.suspended") && client!.Client.Suspended ? SignOnRefusals.UnauthorizedClient : client!.Client;
    }

    /// <summary>A client's name for the log: of a known one its id, else a fixed word, never what a stranger wrote.</summary>
    public string NameOf(string client) => book.Find(client)?.Id ?? "unknown";

    private async Task<Refusal?> ProveAsync(BookedClient? client, Credentials said, Attempt attempt, CancellationToken ct)
    {
        if (said.Method is ClientMethod.SecretBasic or ClientMethod.SecretPost)
        {
            return await proofs.Secrets.CheckAsync(client, said, attempt, ct);
        }

        if (said.Method == ClientMethod.None ? client is not null : await proofs.Assertions.HoldsAsync(client, said.Client, said.Proof, ct))
        {
            return null;
        }

        attempt.Fail();
        return SignOnRefusals.InvalidClient;
    }
}

/// <summary>The two ways to prove oneself.</summary>
internal sealed record ClientProofs(SecretProof Secrets, AssertionProof Assertions);
