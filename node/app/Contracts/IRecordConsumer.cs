using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Node.Contracts;

/// <summary>
/// A module that wants to know what arrives from the hub. Called inside the transaction that stores the record and moves
/// the position, so it may be called again with the same record: what it does must be the same by revision, and a lower
/// revision must change nothing.
/// </summary>
internal interface IRecordConsumer
{
    /// <summary>Dataset codes it wants, for example <c>SI-01</c>.</summary>
    IReadOnlySet<string> Datasets { get; }

    Task ConsumeAsync(WriteScope scope, Record record, CancellationToken ct);
}
