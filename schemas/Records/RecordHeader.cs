using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Records;

/// <summary>
/// 公共表头: what every record says about itself (domain.md 2.2). Times are UTC here and end <c>+08:00</c> on the wire;
/// <paramref name="Op"/> is I, U or D, <paramref name="DataLevel"/> 1 (public) to 4 (core).
/// </summary>
public sealed record RecordHeader(
    string Dataset,
    string SchemaVersion,
    string RecordId,
    string SourcePlatform,
    RegionCode Region,
    DateTimeOffset DataTime,
    DateTimeOffset UpdateTime,
    char Op,
    long Rev,
    char DataLevel)
{
    /// <summary>The record is a tombstone: it says that the thing named by its key is no more.</summary>
    public bool IsDelete => Op == 'D';
}
