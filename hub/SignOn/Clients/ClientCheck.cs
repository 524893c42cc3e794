using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// Who asks for a token, proved by secret. A remembered secret answers at once; others wait for one of a few places,
/// because a derivation takes about a tenth of a second of a core and guessing must not starve the exchange.
/// </summary>
internal sealed class ClientCheck(ClientSecrets secrets, FailureLimiter limiter, Func<string, PlatformEntry?> find) : IDisposable
{
    private readonly SemaphoreSlim places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The platform, or <c>rate-limited</c>, <c>invalid_client</c>, <c>unauthorized_client</c> (paused: told only to who knows the secret).</summary>
    public async Task<Outcome<PlatformEntry>> CheckAsync(string client, string secret, string address, CancellationToken ct)
    {
        string[] counted = ["client " + client[..Math.Min(client.Length, 64)], "address " + address];
        if (Limited(counted) is { } early)
        {
            return early;
        }

        var entry = find(client);
        if (entry is not null && secrets.Remembers(client, entry.Secret, secret))
        {
            return Admit(entry);
        }

        await places.WaitAsync(ct);
        try
        {
            return Limited(counted) is { } late ? late : Prove(client, entry, secret, counted);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>A client's name for the log: of a known platform its code, else a fixed word, never what a stranger wrote.</summary>
    public string NameOf(string client) => find(client)?.Code.ToString() ?? "unknown";

    public void Dispose() => places.Dispose();

    private Outcome<PlatformEntry> Prove(string client, PlatformEntry? entry, string secret, string[] counted)
    {
        if (secrets.Verify(client, entry?.Secret, secret))
        {
            return Admit(entry!);
        }

        Array.ForEach(counted, limiter.Fail);
        return SignOnRefusals.InvalidClient;
    }

    private static Outcome<PlatformEntry> Admit(PlatformEntry entry) =>
        entry.Suspended ? SignOnRefusals.UnauthorizedClient : entry;

    private Refusal? Limited(string[] counted) =>
        counted.Max(limiter.Wait) is { } seconds ? SignOnRefusals.TooManyAttempts with { RetryAfter = seconds } : null;
}
