using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Catalog.Publication;

/// <summary>The sheets of one moment, swapped whole and read without locks; an interface without one is published.</summary>
public sealed class SheetShelf(TimeProvider clock)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private volatile FrozenDictionary<string, InterfaceSheet> sheets = FrozenDictionary<string, InterfaceSheet>.Empty;

    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(China).DateTime);

    public IReadOnlyCollection<InterfaceSheet> All => sheets.Values;

    /// <summary>Another object whenever a sheet may have changed.</summary>
    public object Edition => sheets;

    public InterfaceSheet Of(string code) => sheets.GetValueOrDefault(code) ?? new InterfaceSheet(code, 0, PublicationState.Published);

    public PublicationState StateOf(string code) => sheets.TryGetValue(code, out var sheet) ? sheet.On(Today) : PublicationState.Published;

    internal void Swap(IEnumerable<InterfaceSheet> all) => sheets = all.ToFrozenDictionary(one => one.Code, StringComparer.Ordinal);
}

/// <summary>Keeps the shelf true to the store: a change made in any process is felt here within a second or two.</summary>
internal sealed class SheetKeeper(SheetTable table, SheetShelf shelf, TimeProvider clock, ILogger<SheetKeeper> log) : VersionKeeper(clock, log)
{
    protected override Task<long> VersionAsync(CancellationToken ct) => table.VersionAsync(ct);

    protected override async Task LoadAsync(CancellationToken ct) => shelf.Swap(await table.AllAsync(ct));
}
