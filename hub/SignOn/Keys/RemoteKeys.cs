using System.Collections.Concurrent;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>Reads a document at an address that somebody else gave us.</summary>
internal delegate Task<byte[]> RemoteRead(string url, CancellationToken ct);

/// <summary>
/// The key sets others publish, by address. Read when first needed and when a token names a key that is not there, at most
/// once a minute whatever the tokens say; the last good set holds for a day when the address no longer answers.
/// </summary>
internal sealed class RemoteKeys(RemoteRead read, TimeProvider clock, GuardSwitch guards, ILogger<RemoteKeys> log)
{
    private const int MostAddresses = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Shelf> shelves = new(StringComparer.Ordinal);

    /// <summary>The set that should hold the key this token names; the token is believed in nothing else.</summary>
    public Task<JwkSet> FindAsync(string url, string token, CancellationToken ct) => FindAsync(url, set => Names(set, token), ct);

    /// <summary>A set that satisfies, fetched anew when the one at hand does not and a minute has passed.</summary>
    public async Task<JwkSet> FindAsync(string url, Func<JwkSet, bool> satisfies, CancellationToken ct)
    {
        if (shelves.Count >= MostAddresses)
        {
            shelves.Clear();
        }

        var shelf = shelves.GetOrAdd(url, _ => new Shelf());
        var set = Good(shelf);
        if (satisfies(set) || !IsDue(shelf))
        {
            return set;
        }

        await shelf.Gate.WaitAsync(ct);
        try
        {
            if (IsDue(shelf))
            {
                await FetchAsync(url, shelf, ct);
            }

            return Good(shelf);
        }
        finally
        {
            shelf.Gate.Release();
        }
    }

    private bool IsDue(Shelf shelf) => shelf.Tried is not { } tried || clock.GetUtcNow() - tried.At >= Pause || !guards.IsOn("jwks.pause");

    private JwkSet Good(Shelf shelf) => shelf.Good is { } good && clock.GetUtcNow() - good.At < Keep ? good.Set : JwkSet.Empty;

    private async Task FetchAsync(string url, Shelf shelf, CancellationToken ct)
    {
        shelf.Tried = new Held(JwkSet.Empty, clock.GetUtcNow());
        try
        {
            if (JwkSet.Parse(await read(url, ct), guards, out var fault) is { } set)
            {
                shelf.Good = new Held(set, clock.GetUtcNow());
                return;
            }

            Log.KeysNotFetched(log, url, fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            Log.KeysNotFetched(log, url, fault.GetType().Name);
        }
    }

    private bool Names(JwkSet set, string token)
    {
        if (JoseParts.Split(token, guards, out var text) != TokenFault.None)
        {
            return true; // it will be refused whatever we fetch
        }

        using var header = JoseParts.ReadObject(text.Header, guards);
        return header is null
            || set.Choose(
                JoseParts.TryText(header.RootElement, "kid", out var kid) ? kid : null,
                JoseParts.TryText(header.RootElement, "alg", out var algorithm) ? algorithm : null) is not null;
    }

    private sealed record Held(JwkSet Set, DateTimeOffset At);

    // References, so that a reader outside the gate sees a whole value.
    private sealed class Shelf
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public Held? Tried { get; set; }

        public Held? Good { get; set; }
    }
}
