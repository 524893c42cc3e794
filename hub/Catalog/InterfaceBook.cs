using System.Collections.Frozen;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Catalog;

/// <summary>接口服务: a dataset in one major version, going one way.</summary>
public sealed record InterfaceService(InterfaceCode Code, DatasetVersion Dataset)
{
    /// <summary>The code as written on the wire and in every table.</summary>
    public string Name { get; } = Code.ToString();

    /// <summary>True when records of it leave a hub of <paramref name="tier"/> for the hub above.</summary>
    public bool TravelsAbove(Tier tier) =>
        Code.Direction == Direction.Up && Dataset.Reach < tier;
}

/// <summary>The published interfaces as one immutable snapshot; today exactly the standard's datasets.</summary>
public sealed class InterfaceBook
{
    private readonly FrozenDictionary<string, InterfaceService> services;

    public InterfaceBook(SchemaSet schemas)
    {
        services = schemas.All
            .Where(d => d.IsRecord)
            .SelectMany(d => d.Directions, (d, direction) => new InterfaceService(InterfaceCode.Of(d.Dataset, d.Major, direction), d))
            .ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<InterfaceService> All => services.Values;

    public InterfaceService? Find(string code) => services.GetValueOrDefault(code);
}
