namespace CityOps.Schemas.Mapping;

/// <summary>
/// One thing wrong with one row of a table: the columns that feed the value (none where it stands for the whole row), the
/// member it was meant for (JSON pointer), the rule, the stable code, and what to do in both languages.
/// </summary>
public sealed record RowProblem(IReadOnlyList<string> Columns, string Pointer, string Rule, string Code, string Message, string MessageEn);

/// <summary>What became of one row: the record's text in stored form, or at least one problem.</summary>
public readonly record struct MappedRow(ReadOnlyMemory<byte> Bytes, IReadOnlyList<RowProblem> Problems);
