using CityOps.Hub.Guards;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// Proof by secret. A remembered secret answers at once; others wait for one of a few places, because a derivation takes about
/// a tenth of a second of a core and guessing must not starve the exchange.
/// </summary>
internal sealed class SecretProof(ClientSecrets secrets, SignOnOptions options, TimeProvider clock, GuardSwitch guards) : IDisposable
{
    private readonly SemaphoreSlim places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Null when it holds; unknown clients, those that may not use secrets and wrong secrets cost the same.</summary>
    public async Task<Refusal?> CheckAsync(BookedClient? client, Credentials said, Attempt attempt, CancellationToken ct)
    {
        var stored = client?.SecretFor(said.Proof, clock.GetUtcNow());
        if (stored is not null && IsAllowed(client!) && secrets.Remembers(said.Client, stored, said.Proof))
        {
            return null;
        }

        await places.WaitAsync(ct);
        try
        {
            return attempt.Limited() ?? Prove(client, stored, said, attempt);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    private Refusal? Prove(BookedClient? client, string? stored, Credentials said, Attempt attempt)
    {
        if (secrets.Verify(said.Client, stored, said.Proof) && IsAllowed(client!))
        {
            return null;
        }

        attempt.Fail();
        return SignOnRefusals.InvalidClient;
    }

    // The secrets of platforms stand in the operator's own configuration: that is leave enough.
    private bool IsAllowed(BookedClient client) =>
        options.AllowSecrets || client.Client.Platform is not null || client.Draft.SecretAllowed || !guards.IsOn("client.secrets");
}
