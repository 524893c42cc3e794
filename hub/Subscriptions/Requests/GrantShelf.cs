using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>The decided requests of one moment, by platform and interface. Immutable.</summary>
public sealed class GrantList(IEnumerable<SubscriptionRequest> decided)
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, SubscriptionRequest>> byPlatform =
        decided.GroupBy(one => one.Platform).ToFrozenDictionary(all => all.Key, all => all.ToFrozenDictionary(one => one.Interface, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The one that decides, whatever its state; null where none was ever decided.</summary>
    public SubscriptionRequest? Find(string platform, string service) => byPlatform.GetValueOrDefault(platform)?.GetValueOrDefault(service);

    /// <summary>The interfaces a platform has a decided request for.</summary>
    public IEnumerable<string> Of(string platform) => byPlatform.TryGetValue(platform, out var decided) ? decided.Keys : [];
}

/// <summary>The decided requests in force, read without a lock and swapped whole.</summary>
public sealed class GrantShelf
{
    private volatile GrantList current = new([]);

    public GrantList Current => current;

    internal void Swap(IReadOnlyList<SubscriptionRequest> decided) => current = new GrantList(decided);
}

/// <summary>Keeps the shelf true to the store and ends what has passed its last day: felt in every process within two seconds (I7).</summary>
internal sealed class GrantKeeper(RequestTable table, GrantShelf shelf, TimeProvider clock, ILogger<GrantKeeper> log) : VersionKeeper(clock, log)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private readonly TimeProvider clock = clock;

    protected override Task<long> VersionAsync(CancellationToken ct) => table.VersionAsync(ct);

    protected override async Task LoadAsync(CancellationToken ct) => shelf.Swap(await table.InForceAsync(ct));

    protected override Task PassTimeAsync(CancellationToken ct) => table.ExpireAsync(DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(China).DateTime), ct);
}
