using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Node.Contracts;

/// <summary>Where sync lays down what arrives; offered by the aggregation module, so that sync names no module.</summary>
internal interface IArrivals
{
    /// <summary>Keeps the newest revision of each record, inside the applying transaction.</summary>
    Task KeepAsync(WriteScope scope, IReadOnlyList<Record> records, CancellationToken ct);
}
