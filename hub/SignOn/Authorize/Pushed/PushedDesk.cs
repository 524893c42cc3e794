using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Interactions;

namespace CityOps.Hub.SignOn.Authorize.Pushed;

/// <summary>推送授权请求 (RFC 9126): keeps them a minute and a half; a handle may be visited until one visit has led to a code.</summary>
internal sealed class PushedDesk(PushedTable table, TimeProvider clock, GuardSwitch guards)
{
    public const string Prefix = "urn:ietf:params:oauth:request_uri:";

    public static readonly TimeSpan Life = TimeSpan.FromSeconds(90);

    /// <summary>The request_uri to hand out.</summary>
    public async Task<string> KeepAsync(string client, IReadOnlyDictionary<string, string> parameters, CancellationToken ct)
    {
        var handle = RandomText.New();
        await table.AddAsync(RandomText.HashOf(handle), client, parameters, clock.GetUtcNow() + Life, ct);
        return Prefix + handle;
    }

    /// <summary>What was pushed and the hash to use it up by; null when unknown, expired, used, or another client's.</summary>
    public async Task<(string Hash, IReadOnlyDictionary<string, string> Parameters)?> FindAsync(string requestUri, string? client, CancellationToken ct)
    {
        var hash = RandomText.HashOf(requestUri[Prefix.Length..]);
        if (await table.FindAsync(hash, ct) is not { } request)
        {
            return null;
        }

        var isAlive = !guards.IsOn("par.life") || clock.GetUtcNow() < request.ExpiresAt;
        var isFresh = !guards.IsOn("par.once") || !request.IsUsed;
        var isTheirs = !guards.IsOn("par.client") || request.Client == client;
        return isAlive && isFresh && isTheirs ? (hash, request.Parameters) : null;
    }

    /// <summary>True for the one answer it may lead to.</summary>
    public async Task<bool> UseAsync(string hash, CancellationToken ct) =>
        await table.UseAsync(hash, clock.GetUtcNow(), ct) || !guards.IsOn("par.once");
}
