namespace CityOps.Schemas.Records;

/// <summary>
/// One thing wrong with one record: where (JSON pointer into the record, empty for the whole), which schema keyword or
/// rule, the stable code (domain.md 4.4), and what to do, in Chinese and English.
/// </summary>
public readonly record struct RecordProblem(string Pointer, string Keyword, string Code, string Message, string MessageEn);
