using CityOps.Hub.Catalog.Standards;
using System.Collections.Frozen;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Catalog;

/// <summary>接口服务: a dataset in one major version, going one way.</summary>
public sealed record InterfaceService(InterfaceCode Code, DatasetVersion Dataset)
{
    /// <summary>The code as written on the wire and in every table.</summary>
    public string Name { get; } = Code.ToString();

    /// <summary>What the standard says of its dataset.</summary>
    public DatasetTraits Traits => DatasetTraits.Of(Dataset);

    /// <summary>True when records of it leave a hub of <paramref name="tier"/> for the hub above.</summary>
    public bool TravelsAbove(Tier tier) =>
        Code.Direction == Direction.Up && Dataset.Reach < tier;
}

/// <summary>The published interfaces of one edition of the standard. Immutable.</summary>
public sealed class InterfaceList(SchemaSet schemas)
{
    private readonly FrozenDictionary<string, InterfaceService> services = schemas.All
        .Where(d => d.IsRecord)
        .SelectMany(d => d.Directions, (d, direction) => new InterfaceService(InterfaceCode.Of(d.Dataset, d.Major, direction), d))
        .ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);

    private ILookup<(string Dataset, Direction Direction), InterfaceService>? versions;

    public SchemaSet Schemas => schemas;

    public IReadOnlyCollection<InterfaceService> All => services.Values;

    /// <summary>Those whose records go down the tiers.</summary>
    public IReadOnlyList<InterfaceService> Down => field ??= [.. services.Values.Where(service => service.Code.Direction == Direction.Down)];

    public InterfaceService? Find(string code) => services.GetValueOrDefault(code);

    /// <summary>All major versions of one dataset going the same way, this one among them.</summary>
    public IEnumerable<InterfaceService> Versions(InterfaceService service) => (versions ??= services.Values.ToLookup(Family))[Family(service)];

    private static (string Dataset, Direction Direction) Family(InterfaceService service) => (service.Code.Dataset, service.Code.Direction);
}

/// <summary>The interfaces in force now: those of the edition on the shelf.</summary>
public sealed class InterfaceBook(StandardShelf shelf)
{
    private volatile InterfaceList list = new(shelf.Current.Schemas);

    /// <summary>One edition's interfaces, to be asked several times about one moment.</summary>
    public InterfaceList Current
    {
        get
        {
            var schemas = shelf.Current.Schemas;
            return ReferenceEquals(list.Schemas, schemas) ? list : list = new InterfaceList(schemas); // two readers may both make it: they are equal
        }
    }

    public IReadOnlyCollection<InterfaceService> All => Current.All;

    /// <summary>Completes when other interfaces are in force. Take it before looking.</summary>
    public Task Changed => shelf.Changed;

    public InterfaceService? Find(string code) => Current.Find(code);
}
