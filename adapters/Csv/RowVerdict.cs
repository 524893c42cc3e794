using CityOps.Schemas.Mapping;

namespace CityOps.Adapters.Csv;

/// <summary>
/// 行判定: what became of one row. <paramref name="Record"/> is the record's text, valid until the next row; empty when the
/// row has problems.
/// </summary>
public readonly record struct RowVerdict(long Row, long Line, string? RecordId, ReadOnlyMemory<byte> Record, IReadOnlyList<RowProblem> Problems);
