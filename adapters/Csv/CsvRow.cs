namespace CityOps.Adapters.Csv;

/// <summary>Why a row could not be read as fields.</summary>
public sealed record CsvFault(string Rule, string Code, string Message, string MessageEn);

/// <summary>
/// One row of a table. <paramref name="Number"/> counts rows below the header from 1, <paramref name="Line"/> is the line of
/// the file its first field stands in. With a fault the fields are what could be read.
/// </summary>
/// <param name="Ends">The reading cannot go on behind this row.</param>
public readonly record struct CsvRow(long Number, long Line, IReadOnlyList<string> Fields, CsvFault? Fault, bool Ends);

/// <summary>The file cannot be read as a table at all.</summary>
public sealed class CsvException(string message, string messageEn) : Exception($"{message} {messageEn}");
