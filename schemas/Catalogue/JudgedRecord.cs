using CityOps.Schemas.Records;

namespace CityOps.Schemas.Catalogue;

/// <summary>
/// 校验结果: the record when it keeps every rule of its dataset, else its problems, at least one. The record id is given
/// in both cases where it could be read, so that a sender finds its own line again.
/// </summary>
public readonly record struct JudgedRecord(Record? Record, IReadOnlyList<RecordProblem> Problems, string? RecordId)
{
    /// <summary>What a good record is flagged for by rules of level W; mostly empty.</summary>
    public IReadOnlyList<RecordProblem> Warnings { get; init; } = [];
}
