using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Onboarding;

/// <summary>Keeps the directory true to the store: a change made in any process is felt here within a second or two.</summary>
internal sealed class PlatformKeeper(PlatformTable table, PlatformDirectory directory, TimeProvider clock, ILogger<PlatformKeeper> log) : VersionKeeper(clock, log)
{
    protected override Task<long> VersionAsync(CancellationToken ct) => table.VersionAsync(ct);

    protected override async Task LoadAsync(CancellationToken ct) => directory.Swap(PlatformRules.Merge(directory.Configured, await table.AllAsync(ct)));
}
