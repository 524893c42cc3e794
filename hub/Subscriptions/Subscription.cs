using System.Collections.Frozen;
using CityOps.Hub.Subscriptions.Narrowing;
using CityOps.Hub.Subscriptions.Requests;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Evolution.Conversion;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions;

/// <summary>
/// 接口订阅: a platform's right to read an interface, for one region and everything below it.
/// <paramref name="Whole"/> says that the region is the hub's own, so that no record needs looking at.
/// </summary>
public sealed record Subscription(string Id, string Platform, string Interface, RegionCode Region, bool Whole)
{
    /// <summary>
    /// Whether what is issued for a wider area is meant for this one too. Where a dataset names its addressees, they decide.
    /// </summary>
    public bool TakesWider { get; init; }

    /// <summary>
    /// How records of other versions of the dataset become this one's, by the interface they were published to. Only
    /// versions that the platform does not read itself: it gets every record once.
    /// </summary>
    public FrozenDictionary<string, Converter> Converters { get; init; } = FrozenDictionary<string, Converter>.Empty;

    /// <summary>The regions whose records it gets, with everything below them.</summary>
    public IReadOnlyList<RegionCode> Regions { get; init; } = [Region];

    /// <summary>Which members it gets; null: all of them.</summary>
    public FieldMask? Mask { get; init; }

    public RecordFilter? Filter { get; init; }

    /// <summary>Whether every record of the interface is its own.</summary>
    public bool TakesAll => Whole && Filter is null;

    /// <summary>Whether it follows from who the platform is (法定上报), not from a request.</summary>
    public bool Statutory { get; init; }

    /// <summary>The request it was granted by; null where registration grants it.</summary>
    public SubscriptionRequest? Granted { get; init; }

    /// <summary>Every interface whose records it is offered.</summary>
    public IReadOnlyList<string> Interfaces => [Interface, .. Converters.Keys.Order(StringComparer.Ordinal)];

    /// <summary>It as the database knows it.</summary>
    public RowReader Reader => new(Id, Platform, Interfaces);

    public static string IdOf(string platform, string service) => $"{platform}.{service}";
}
